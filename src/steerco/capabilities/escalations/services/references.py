"""References that are never given twice."""

from __future__ import annotations

from typing import Any

from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.models import Change
from steerco.foundation.ledger.snapshot import record_type
from steerco.foundation.ledger.writer import locked_head


def next_reference(by: Actor, model: type[Any], prefix: str) -> str:
    """The next reference of a kind. Call it inside `revise`: the ledger's head is locked until it is written."""
    locked_head(by.organisation)
    living = model.objects.filter(ref__startswith=prefix).order_by("-id").values_list("ref", flat=True)[:1]
    gone = Change.objects.filter(record_type=record_type(model), action=Change.DELETED, revision__organisation=by.organisation)
    refs = [*living, *gone.order_by("-record_id").values_list("before__ref", flat=True)[:1]]
    last = max((int(ref.removeprefix(prefix)) for ref in refs if ref.removeprefix(prefix).isdecimal()), default=0)
    return f"{prefix}{last + 1:05d}"
