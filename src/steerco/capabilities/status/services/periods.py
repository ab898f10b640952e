"""Reporting periods: one a status date."""

from __future__ import annotations

import datetime as dt

from steerco.capabilities.status.access import REPORTS
from steerco.capabilities.status.models import ReportingPeriod, Scale
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.writer import RevisionWriter


def ensure_period(
    by: Actor,
    writer: RevisionWriter,
    *,
    status_on: dt.date,
    name: str,
    scale: str = Scale.THREE,
    scale_changed_in: str = "",
    budget_year: str = "",
) -> ReportingPeriod:
    """The period with a status date, made where it is new; a name that another period has gets the date added."""
    if not REPORTS.allows(by, "import"):
        REPORTS.require(by, "draft")
    known: ReportingPeriod | None = ReportingPeriod.objects.filter(status_on=status_on).first()
    if known is not None:
        return known
    if ReportingPeriod.objects.filter(name=name).exists():
        name = f"{name}, {status_on.isoformat()}"
    return writer.create(
        ReportingPeriod(
            organisation=by.organisation, status_on=status_on, name=name, scale=scale or Scale.THREE,
            scale_changed_in=scale_changed_in, budget_year=budget_year,
        )
    )  # fmt: skip
