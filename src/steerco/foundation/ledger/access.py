"""Who may read the ledger, and which of its changes: the rooms say so, this mechanism asks them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import Clearance
from steerco.foundation.access.permissions import NO_SCOPES, Permissions, ScopeKey, table_of
from steerco.foundation.ledger.models import Change, Revision

Sight = Callable[[Actor], QuerySet[Any, Any]]
_sights: dict[str, Sight] = {}


def seen_through(record_type: str) -> Callable[[Sight], Sight]:
    """Registers a room's rule for one kind of record: the keys of the records whose changes an actor may read."""

    def register(sight: Sight) -> Sight:
        _sights[record_type] = sight
        return sight

    return register


def rights() -> Permissions:
    """The permission table of the ledger."""
    return table_of("ledger")


def require_activity(by: Actor) -> None:
    """Raises `Refused` unless the actor may read the activity of the whole organisation."""
    rights().require(by, "view")


def may_read_history(by: Actor, scopes: frozenset[ScopeKey] = NO_SCOPES, level: int = 0) -> bool:
    """Whether the actor may read the history of a record that lies in `scopes` with confidentiality `level`."""
    return rights().allows(by, "history", scopes=scopes, level=level)


def sees_everything(by: Actor) -> bool:
    """Whether no change of the organisation is too confidential for the actor."""
    everywhere = rights().reach(by, "view").everywhere
    return everywhere is not None and everywhere >= Clearance.SECRET


def shown_changes(by: Actor) -> Q:
    """The changes that the actor may read: a filter on `Change`. A record that is gone is read with the highest clearance only."""
    if sees_everything(by):
        return Q()
    shown = ~Q(record_type__in=list(_sights))
    for record_type, sight in _sights.items():
        shown |= Q(record_type=record_type, record_id__in=sight(by))
    return shown


def shown_revisions(by: Actor) -> Q:
    """The revisions of which the actor may read at least one change: a filter on `Revision`."""
    if sees_everything(by):
        return Q()
    return Q(Exists(Change.objects.filter(shown_changes(by), revision=OuterRef("pk"))))


def visible_to(by: Actor) -> QuerySet[Revision]:
    """The revisions that the actor may read, newest first; asks for the right first."""
    require_activity(by)
    return Revision.objects.filter(shown_revisions(by)).order_by("-number")
