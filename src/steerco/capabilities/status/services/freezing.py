"""What is frozen with a report when it is submitted and when it is published, and when it was due: rooms above add what they know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from steerco.capabilities.status.models import ReportState, StatusReport


class DueTerm(NamedTuple):
    """By when a report is due, and from which day on only the PMO takes it in."""

    due_on: dt.date
    freezes_on: dt.date | None = None


Part = Callable[[StatusReport], Mapping[str, Any] | None]
Due = Callable[[StatusReport], DueTerm | None]
_parts: dict[str, Part] = {}
_due: list[Due] = []


def freezes(name: str) -> Callable[[Part], Part]:
    """Registers what a room adds to the snapshot of a report, under a name of its own; values that JSON can hold, None adds nothing."""

    def register(part: Part) -> Part:
        _parts[name] = part
        return part

    return register


def says_when_due(due: Due) -> Due:
    """Registers who knows by when a report is due; the one that was registered last is asked."""
    _due[:] = [due]
    return due


def term_of(report: StatusReport) -> DueTerm | None:
    """By when a report is due and frozen; None where no calendar asks for it."""
    return _due[0](report) if _due else None


def frozen(report: StatusReport) -> dict[str, Any]:
    """The snapshot of a report: every part that a room adds, by name."""
    made = {name: part(report) for name, part in sorted(_parts.items())}
    return {name: dict(part) for name, part in made.items() if part is not None}


@freezes("facts")
def facts_now(report: StatusReport) -> Mapping[str, Any]:
    """The facts of the report itself, of the first report ever published, and of the one before (one query)."""
    others = StatusReport.objects.filter(project_id=report.project_id, state=ReportState.PUBLISHED).select_related("period")
    before = list(others.filter(period__status_on__lt=report.period.status_on).order_by("period__status_on"))
    return {
        "status_on": report.period.status_on.isoformat(),
        "now": _values(report),
        "first": _values(before[0]) if before else None,
        "before": _values(before[-1]) if before else None,
    }


def _values(report: StatusReport) -> dict[str, Any]:
    facts = {name: _text(getattr(report, name)) for name in StatusReport.FACTS}
    gaps = {name: dict(gap) if isinstance(gap, Mapping) else {"text": str(gap)} for name, gap in report.gaps.items()}
    return {
        **facts,
        "status_on": report.period.status_on.isoformat(),
        "currency": report.currency,
        "price_basis": report.price_basis,
        "gaps": gaps,
    }


def _text(value: Any) -> str | None:
    if value in (None, ""):
        return None
    return value.isoformat() if isinstance(value, dt.date) else str(value)
