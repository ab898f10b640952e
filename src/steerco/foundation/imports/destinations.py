"""Where loaded rows are seen, and what a target asks before it takes them: told by the room, so that imports knows no word of the trade."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from steerco.foundation.access.actor import Actor
from steerco.foundation.imports.profiles import Profile
from steerco.foundation.imports.sheets import Question

Answers = dict[str, str]


@dataclass(frozen=True, slots=True)
class Destination:
    """What the pages of an import say and ask for one target.

    `questions` are asked with the file; `settle` turns what was given into the answers that the target reads (raises `ValueError`
    with a sentence where it can't); `counted` names a number of rows ("244 projects"); `summary` says what a load would do, as pairs
    of words and what they count (the key of an effect, or any word for an answer, empty for plain words); `landing` gives the words and
    address of the page where the rows are seen.
    """

    questions: Callable[[Actor], Sequence[Question]]
    settle: Callable[[Actor, Profile, Mapping[str, str]], Answers]
    counted: Callable[[int], str]
    summary: Callable[[Mapping[str, Any]], list[tuple[str, str]]]
    landing: Callable[[Actor, Mapping[str, Any], Mapping[str, str]], tuple[str, str]]


_destinations: dict[str, Destination] = {}


def register_destination(target: str, destination: Destination) -> None:
    """Tells the pages of imports about a target; called by its room when the application starts."""
    _destinations[target] = destination


def destination_of(target: str) -> Destination:
    """What the room of a target has told; `KeyError` where it has told nothing."""
    return _destinations[target]


def destinations() -> dict[str, Destination]:
    """Every target that pages can import into."""
    return dict(_destinations)
