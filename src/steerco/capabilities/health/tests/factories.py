"""Projects with published reports whose facts say what a test needs, written through the ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone

from steerco.capabilities.projects.models import Project
from steerco.capabilities.status.models import Origin, ReportingPeriod, ReportState, StatusReport
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.writer import revise

END = dt.date(2027, 6, 30)
MONTHS = tuple(dt.date(2026, month, 28) for month in (1, 2, 3, 4, 5, 6))
PLAN: dict[str, Any] = {
    "end_on": END, "whole_life_cost_amount": Decimal(1000), "year_budget_amount": Decimal(100), "year_forecast_amount": Decimal(100),
    "benefits_amount": Decimal(500), "confidence": "green", "currency": "GBP",
}  # fmt: skip


def periods(by: Actor, days: Sequence[dt.date] = MONTHS) -> list[ReportingPeriod]:
    """The periods of these days, each made once."""
    known = {each.status_on: each for each in ReportingPeriod.objects.all()}
    with revise(by, "open_periods") as revision:
        return [known.get(day) or revision.create(ReportingPeriod(name=f"{day:%b %Y}", status_on=day, scale="three")) for day in days]


def project_with(by: Actor, name: str, *reports: dict[str, Any], tier: int | None = None) -> Project:
    """A project whose reports, oldest first, say what was planned but for these facts."""
    months = periods(by, MONTHS[: len(reports)])
    with revise(by, "bring_reports") as revision:
        project: Project = revision.create(Project(ref=f"PRJ-{Project.objects.count() + 1:04}", name=name, tier=tier, currency="GBP"))
        revision.create_many(
            StatusReport(
                organisation=by.organisation, project=project, period=month, state=ReportState.PUBLISHED, origin=Origin.IMPORTED,
                published_at=timezone.now(), reported_name=name, **{**PLAN, **facts},
            )
            for month, facts in zip(months, reports, strict=True)
        )  # fmt: skip
    return project
