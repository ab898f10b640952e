"""Who tells of what: a room names a kind of record, looks at what a revision did to it, and says whom that concerns."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from steerco.foundation.access.actor import in_force
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.access.permissions import Permissions
from steerco.foundation.ledger.models import Change, Revision
from steerco.foundation.registers.subjects import Key

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Telling:
    """What is told to whom. `about` is the record that one must be able to see to be told; its page is the link where none is given.

    `text` is a sentence with `%(who)s` for whoever did it and `%(record)s` for the record; `excerpt` quotes. One that `withdraws` tells
    nobody: what was quoted from where links end like that is quoted no more.
    """

    kind: str
    to: Iterable[int]
    text: str
    about: Key | None = None
    link: str = ""
    excerpt: str = ""
    withdraws: str = ""


Source = Callable[[Revision, Change], Iterable[Telling]]
_sources: dict[str, list[Source]] = {}


def tells_of(record_type: str) -> Callable[[Source], Source]:
    """Subscribes a source to what happens to a kind of record; it is called inside the organisation, once a change."""

    def subscribe(source: Source) -> Source:
        known = _sources.setdefault(record_type, [])
        if all((each.__module__, each.__qualname__) != (source.__module__, source.__qualname__) for each in known):
            known.append(source)
        return source

    return subscribe


def told_of() -> list[str]:
    """The kinds of record that somebody tells of."""
    return sorted(_sources)


def tellings(revision: Revision, change: Change) -> list[Telling]:
    """What is to be told of one change; a source with a fault keeps none of the others back."""
    told: list[Telling] = []
    for source in _sources.get(change.record_type, ()):
        try:
            told += list(source(revision, change))
        except Exception:
            log.exception("no notice could be made of change %s", change.pk)
    return told


def who_may(permissions: Permissions, action: str) -> frozenset[int]:
    """The accounts whose roles in the whole organisation in force let them do something (one query)."""
    held = RoleAssignment.objects.filter(in_force(), scope_id__isnull=True, account__is_active=True).values_list("account_id", "role")
    return frozenset(account for account, role in held if permissions.grants(role, action))
