"""Reading the ledger: history of a record, its state at an instant, and the head number that stamps what was computed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.db import models
from django.db.models import Prefetch, Q, QuerySet

from steerco.foundation.ledger.models import Change, LedgerHead, Revision
from steerco.foundation.ledger.snapshot import record_type
from steerco.foundation.organisations.models import Organisation


def head_number(organisation: Organisation) -> int:
    """The number of the newest revision; equal numbers mean that nothing was written in between."""
    return LedgerHead.objects.filter(organisation=organisation).values_list("number", flat=True).first() or 0


def history(model: type[models.Model], record_id: int) -> QuerySet[Revision]:
    """The revisions that touched a record, newest first, each with its changes of that record (two queries)."""
    return history_of({model: [record_id]})


def history_of(records: Mapping[type[models.Model], Collection[int]]) -> QuerySet[Revision]:
    """The revisions that touched any of the records, newest first, each with those changes as `touching` (two queries)."""
    about = Q(pk__in=[])
    for model, ids in records.items():
        if ids:
            about |= Q(record_type=record_type(model), record_id__in=list(ids))
    touched = Change.objects.filter(about)
    named = Change.objects.filter(pk__in=touched.values("pk"))  # by the index of records: a revision may hold thousands of others
    return (
        Revision.objects.filter(pk__in=touched.values("revision_id"))
        .select_related("account", "on_behalf_of", "undoes")
        .prefetch_related(Prefetch("changes", queryset=named.order_by("id"), to_attr="touching"))
        .order_by("-number")
    )


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
