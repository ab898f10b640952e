"""Human references such as PRJ-0042: the next one of an organisation, never given twice, also when two ask at once."""

from __future__ import annotations

from steerco.capabilities.projects.models import Portfolio, Programme, Project
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.models import Change
from steerco.foundation.ledger.snapshot import record_type
from steerco.foundation.ledger.writer import locked_head

PREFIXES: dict[type[Project] | type[Programme] | type[Portfolio], str] = {Project: "PRJ", Programme: "PGM", Portfolio: "PTF"}


def next_references(by: Actor, model: type[Project] | type[Programme] | type[Portfolio], count: int = 1) -> list[str]:
    """The next references of a kind of record. Call it inside `revise`: the ledger's head is locked until the records are written."""
    locked_head(by.organisation)
    prefix = f"{PREFIXES[model]}-"
    living = model._default_manager.filter(ref__startswith=prefix).values_list("ref", flat=True)
    gone = Change.objects.filter(
        record_type=record_type(model), action=Change.DELETED, revision__organisation=by.organisation
    ).values_list("before__ref", flat=True)  # fmt: skip
    last = max((_number(ref, prefix) for refs in (living, gone) for ref in refs), default=0)
    return [f"{prefix}{number:04d}" for number in range(last + 1, last + count + 1)]


def _number(ref: str | None, prefix: str) -> int:
    digits = (ref or "").removeprefix(prefix)
    return int(digits) if digits.isascii() and digits.isdigit() else 0
