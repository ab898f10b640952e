"""News: frozen events told after commit, and who listens. It travels uphill only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

E = TypeVar("E")
_listeners: dict[type[Any], list[Callable[[Any], None]]] = defaultdict(list)


@dataclass(frozen=True, slots=True)
class Revised:
    """A revision was committed; whoever keeps something derived from records may now read it."""

    organisation_id: int
    number: int


def listen(event_type: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Subscribes a reaction to an event; a reaction may run twice and must then change nothing."""

    def subscribe(reaction: Callable[[E], None]) -> Callable[[E], None]:
        if reaction not in _listeners[event_type]:
            _listeners[event_type].append(reaction)
        return reaction

    return subscribe


def tell(event: object) -> None:
    """Tells an event to everybody who listens for it."""
    for reaction in tuple(_listeners[type(event)]):
        reaction(event)
