"""Who may read the ledger, and which of its changes: the rooms say so, this mechanism asks them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import Clearance
from steerco.foundation.access.permissions import NO_SCOPES, Permissions, ScopeKey, table_of
from steerco.foundation.ledger.models import Change, Revision

Sight = Callable[[Actor], QuerySet[Any, Any]]
_sights: dict[str, Sight] = {}
_remains: dict[str, tuple[str, Sight]] = {}
_wholes: dict[str, Callable[[Actor], bool]] = {}
_open: set[str] = set()


def seen_through(record_type: str) -> Callable[[Sight], Sight]:
    """Registers a room's rule for one kind of record: the keys of the records whose changes an actor may read."""

    def register(sight: Sight) -> Sight:
        _sights[record_type] = sight
        return sight

    return register


def remains_seen_by(record_type: str, field: str) -> Callable[[Sight], Sight]:
    """Registers a room's rule for a kind of record that is gone: its removal is read where the key in `field` is one of these.

    Without a rule what is gone is read with the highest clearance only.
    """

    def register(sight: Sight) -> Sight:
        _remains[record_type] = (field, sight)
        return sight

    return register


def seen_whole(*record_types: str) -> Callable[[Callable[[Actor], bool]], Callable[[Actor], bool]]:
    """Registers who may read every change of some kinds of record, what is gone included."""

    def register(may: Callable[[Actor], bool]) -> Callable[[Actor], bool]:
        _wholes.update(dict.fromkeys(record_types, may))
        return may

    return register


def open_to_readers(*record_types: str) -> None:
    """Says that whoever reads the ledger may read every change of these kinds of record."""
    _open.update(record_types)


def decided_kinds() -> frozenset[str]:
    """The kinds of record of which somebody has said who reads their changes; of any other it is whoever reads everything."""
    return frozenset(_sights) | frozenset(_wholes) | _open


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
    """The changes that a reader of the ledger may read: a filter on `Change`. What is gone is read as its room says, else with the
    highest clearance; so is a kind of record that no room has decided about.
    """
    if sees_everything(by):
        return Q()
    shown = Q(record_type__in=sorted(_open | {kind for kind, may in _wholes.items() if may(by)}))
    for record_type in _sights:
        shown |= Q(record_type=record_type) & _shown_of(by, record_type)
    return shown


def shown_changes_of(by: Actor, record_type: str, *, belonging: bool = False) -> Q:
    """The changes of one kind of record that the actor may read: a filter on changes of that kind.

    `belonging`: they are parts of a record that the actor sees, and not opened by themselves; then a kind that is open to readers of the
    ledger is read by them only.
    """
    if sees_everything(by):
        return Q()
    if record_type in _sights:
        return _shown_of(by, record_type)
    if record_type in _open:
        return Q() if not belonging or rights().allows(by, "view") else Q(pk__in=[])
    whole = _wholes.get(record_type)
    return Q() if whole is not None and whole(by) else Q(pk__in=[])


def may_name(by: Actor, record_type: str, record_id: int) -> bool:
    """Whether the actor may be told what a record is called: whether any change of it is theirs to read (one query)."""
    of_it = Change.objects.filter(record_type=record_type, record_id=record_id, revision__organisation_id=by.organisation.pk)
    return sees_everything(by) or of_it.filter(shown_changes_of(by, record_type)).exists()


open_to_readers("organisations.membership", "access.roleassignment")


def _shown_of(by: Actor, record_type: str) -> Q:
    shown = Q(record_id__in=_sights[record_type](by))
    if record_type in _remains:
        field, sight = _remains[record_type]
        held = Cast(KeyTextTransform(field, OuterRef("before")), BigIntegerField())
        shown |= Q(Exists(sight(by).filter(pk=held)), action=Change.DELETED)
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
