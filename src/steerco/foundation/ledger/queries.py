"""Reading the ledger: history of a record, its state at an instant, and the head number that stamps what was computed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from itertools import groupby
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Prefetch, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from steerco.foundation.ledger.behalf import doer
from steerco.foundation.ledger.entrances import way_in
from steerco.foundation.ledger.models import Change, LedgerHead, Revision
from steerco.foundation.ledger.snapshot import record_type
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import current_organisation_id

MOST_TOUCHED = 60


def head_number(organisation: Organisation) -> int:
    """The number of the newest revision; equal numbers mean that nothing was written in between."""
    return LedgerHead.objects.filter(organisation=organisation).values_list("number", flat=True).first() or 0


def history(model: type[models.Model], record_id: int) -> QuerySet[Revision]:
    """The revisions that touched a record, newest first, each with its changes of that record (two queries)."""
    return history_of({model: [record_id]})


def history_of(records: Mapping[type[models.Model], Collection[int]]) -> QuerySet[Revision]:
    """The revisions that touched any of the records, newest first, each with those changes as `touching` (two queries)."""
    touched = _touching(records)
    named = Change.objects.filter(pk__in=touched.values("pk"))  # by the index of records: a revision may hold thousands of others
    return (
        Revision.objects.filter(pk__in=touched.values("revision_id"))
        .select_related("account", "on_behalf_of", "undoes")
        .prefetch_related(Prefetch("changes", queryset=named.order_by("id"), to_attr="touching"))
        .order_by("-number")
    )


class Touched(NamedTuple):
    """What an act did to one record."""

    record_type: str
    record_label: str
    action: str
    after: dict[str, Any] | None


class Act(NamedTuple):
    """A revision in one line: what was done, when, how and why, and what it did to the records that were asked for."""

    number: int
    at: dt.datetime
    entrance: str
    verb: str
    reason: str
    account: str
    on_behalf_of: str
    touching: tuple[Touched, ...]

    @property
    def way_in(self) -> str:
        """Through what it came, in words."""
        return way_in(self.entrance)

    @property
    def who(self) -> str:
        """Who did it, and for whom."""
        return doer(self.account, self.on_behalf_of)


def newest_acts(records: Mapping[type[models.Model], Collection[int]], count: int) -> list[Act]:
    """The newest acts that touched any of the records, newest first (one query; two more where one act touched very many of them)."""
    told = ("number", "at", "entrance", "verb", "reason", "doer", "principal")
    paths = ["revision__organisation", *(f"revision__{name}" for name in told[:5]), "doer", "principal", *Touched._fields]
    named = {"doer": _name_of("account"), "principal": _name_of("on_behalf_of")}
    rows = list(_touching(records).annotate(**named).order_by("-revision_id", "id").values_list(*paths)[:MOST_TOUCHED])
    here, split = current_organisation_id(), len(told)
    own = (row for _, *row in (row for row in rows if row[0] == here))  # in Python: the database would begin with all that was ever done
    acts = [Act._make((*head, tuple(Touched._make(row[split:]) for row in found))) for head, found in groupby(own, lambda row: row[:split])]
    if len(rows) == MOST_TOUCHED and len(acts) <= count:  # the last of them may be cut off
        return [_act_of(each) for each in history_of(records)[:count]]
    return acts[:count]


def _name_of(role: str) -> Any:
    """The name of an account of a revision, its address where it has none, empty for nobody: an expression."""
    named = NullIf(f"revision__{role}__name", Value(""))
    return Coalesce(named, f"revision__{role}__email", Value(""), output_field=models.CharField())


def _act_of(each: Revision) -> Act:
    people = (str(each.account or ""), str(each.on_behalf_of or ""))
    return Act(each.number, each.at, each.entrance, each.verb, each.reason, *people, _all_touched(each))


def _all_touched(revision: Revision) -> tuple[Touched, ...]:
    changes: list[Change] = revision.touching  # type: ignore[attr-defined]  # put there by `history_of`
    return tuple(Touched(change.record_type, change.record_label, change.action, change.after) for change in changes)


def _touching(records: Mapping[type[models.Model], Collection[int]]) -> QuerySet[Change]:
    """The changes of any of the records."""
    about = Q(pk__in=[])
    for model, ids in records.items():
        if ids:
            about |= Q(record_type=record_type(model), record_id__in=list(ids))
    return Change.objects.filter(about)


def states_as_of(model: type[models.Model], instant: dt.datetime, *, record_ids: list[int] | None = None) -> dict[int, dict[str, Any]]:
    """Every record of a kind as it stood at an instant: key → plain values; records made later or gone are absent."""
    changes = Change.objects.filter(record_type=record_type(model), revision__in=Revision.objects.filter(at__lte=instant)).order_by(
        "revision__number", "id"
    )
    if record_ids is not None:
        changes = changes.filter(record_id__in=record_ids)
    states: dict[int, dict[str, Any]] = {}
    for record_id, action, after in changes.values_list("record_id", "action", "after"):
        if action == Change.DELETED:
            states.pop(record_id, None)
        elif action == Change.CREATED:
            states[record_id] = dict(after or {})
        else:
            states.setdefault(record_id, {}).update(after or {})
    return states
