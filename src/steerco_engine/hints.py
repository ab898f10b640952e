"""What a reader will miss in the words of a status report: hints that ask for one thing each, and judge nobody (domain.md §10.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from steerco_engine.words import is_copy

_ON_TRACK = re.compile(
    r"\b(?<!not )(?<!no longer )(?:on (?:track|target|schedule|time|plan|course)|as planned|to plan|in line with (?:the )?plan)\b",
    re.IGNORECASE,
)
_SPOKEN = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|third|quarter|january|february|march|april|may|june|july|august|"
    r"september|october|november|december)\b",
    re.IGNORECASE,
)
_NEEDS_NUMBERS = ("headline", "achieved", "next", "concerns", "help", "decisions")
OVERALL = "overall"


class HintKind(StrEnum):
    """What a hint asks about."""

    NO_NUMBERS = "no_numbers"
    COPY = "copy"
    NOT_EXPLAINED = "not_explained"
    ON_TRACK = "on_track"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Hint:
    """A hint: what it asks about, in which text (or the colour of which dimension), and the words that it quotes."""

    kind: HintKind
    topic: str
    quoted: str = ""


def says_a_number(text: str) -> bool:
    """Whether a text holds a figure, or names one or a month in a word.

    Parameters
    ----------
    text
        A text as written.

    Returns
    -------
    bool
        True where it does.

    Examples
    --------
    >>> [says_a_number(text) for text in ("Works began 17 February.", "Three of five reviews are done.", "Good progress was made.")]
    [True, True, False]
    """
    return any(sign.isdigit() for sign in text) or _SPOKEN.search(text) is not None


def says_on_track(text: str) -> str:
    """The words by which a text says that all goes to plan; nothing where it does not.

    Parameters
    ----------
    text
        A text as written.

    Returns
    -------
    str
        The words, or an empty text.

    Examples
    --------
    >>> says_on_track("The project is still on target for May."), says_on_track("We are no longer on track.")
    ('on target', '')
    """
    found = _ON_TRACK.search(text)
    return found[0] if found else ""


def text_hints(
    texts: Mapping[str, str],
    before: Mapping[str, str],
    colours: Mapping[str, str],
    reasons: Mapping[str, str],
    late: Sequence[str] = (),
) -> list[Hint]:
    """The hints for a report, text by text in the order given, then colour by colour.

    Parameters
    ----------
    texts, before
        What the report says, and what the one before said, by topic.
    colours, reasons
        The colour of each dimension that was given one and of the whole (`overall`), and why.
    late
        Names of milestones that are late, or moved later; with one of them “on track” is asked about.

    Returns
    -------
    list[Hint]
        Hints, each with its topic and, where words gave it away, the words.

    Examples
    --------
    >>> same = "Works go on as agreed with all the parties that there are."
    >>> found = text_hints({"achieved": same, "next": "Still on track for 1 May."}, {"achieved": same}, {"overall": "red"}, {}, ["Opening"])
    >>> [(hint.kind.value, hint.topic, hint.quoted) for hint in found]
    [('copy', 'achieved', ''), ('on_track', 'next', 'on track'), ('not_explained', 'overall', '')]
    """
    found: list[Hint] = []
    for topic, text in texts.items():
        said = text.strip()
        if not said:
            if topic == "headline":
                found.append(Hint(HintKind.EMPTY, topic))
            continue
        if is_copy(before.get(topic, ""), said):
            found.append(Hint(HintKind.COPY, topic))
        elif topic in _NEEDS_NUMBERS and not says_a_number(said):
            found.append(Hint(HintKind.NO_NUMBERS, topic))
        if late and (quoted := says_on_track(said)):
            found.append(Hint(HintKind.ON_TRACK, topic, quoted))
    explained = reasons.get(OVERALL, "").strip() or texts.get("confidence", "").strip()
    if colours.get(OVERALL, "") not in ("", "green") and not explained:
        found.append(Hint(HintKind.NOT_EXPLAINED, OVERALL))
    unsaid = (
        name for name, colour in colours.items() if name != OVERALL and colour not in ("", "green") and not reasons.get(name, "").strip()
    )
    return [*found, *(Hint(HintKind.NOT_EXPLAINED, name) for name in unsaid)]
