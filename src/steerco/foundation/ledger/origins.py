"""Where a revision came from: whoever writes through an entrance of its own says on which page the act is told in full."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.models import Revision

Finder = Callable[[Actor, list[int]], dict[int, str]]
_finders: dict[str, Finder] = {}


def origin_of(entrance: str) -> Callable[[Finder], Finder]:
    """Registers who knows the pages behind the revisions of an entrance: revision numbers → addresses that the actor may open."""

    def register(finder: Finder) -> Finder:
        _finders[entrance] = finder
        return finder

    return register


def origins(by: Actor, revisions: Iterable[Revision]) -> dict[int, str]:
    """The addresses of the acts behind revisions, by revision number (one query for each entrance that has pages)."""
    wanted: dict[str, list[int]] = {}
    for revision in revisions:
        if revision.entrance in _finders:
            wanted.setdefault(revision.entrance, []).append(revision.number)
    found: dict[int, str] = {}
    for entrance, numbers in wanted.items():
        found.update(_finders[entrance](by, numbers))
    return found
