"""Invented projects with reports, written through the ledger, for the tests of the page of one project."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone

from steerco.capabilities.projects.models import Project
from steerco.capabilities.status.models import Narrative, ReportingPeriod, ReportState, StatusReport
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.writer import revise


def month(number: int) -> dt.date:
    """The last day of a month of 2024, counted on into later years."""
    year, place = divmod(number, 12)
    first = dt.date(2024 + year + (place == 11), (place + 1) % 12 + 1, 1)
    return first - dt.timedelta(days=1)


def make_periods(by: Actor, count: int, *, three_from: int = 0) -> list[ReportingPeriod]:
    """Monthly periods from January 2024; before the one numbered `three_from` the scale has five points."""
    with revise(by, "open_periods") as revision:
        return [
            revision.create(
                ReportingPeriod(
                    name=month(number).strftime("%b %Y"),
                    status_on=month(number),
                    scale="five" if number < three_from else "three",
                    scale_changed_in="Spring 2024" if number == three_from > 0 else "",
                )
            )
            for number in range(count)
        ]


def make_story(
    by: Actor,
    periods: Sequence[ReportingPeriod],
    reports: Sequence[Mapping[str, Any] | None],
    *,
    words: Sequence[Mapping[str, str]] = (),
    **project: Any,
) -> Project:
    """A project with a published report for each period, by facts (None: not in that return) and words."""
    fields = {"ref": f"P-{Project.everywhere.count() + 1:04d}", "name": "New bridge", "state": "executing"} | project
    with revise(by, "load_import") as revision:
        made = revision.create(Project(**fields))
        for number, (period, facts) in enumerate(zip(periods, reports, strict=False)):
            if facts is None:
                continue
            values = {"reported_name": made.name, "currency": "GBP", "confidence": "green", "confidence_by": "SRO"} | dict(facts)
            report = revision.create(
                StatusReport(project=made, period=period, state=ReportState.PUBLISHED, published_at=timezone.now(), **values)
            )
            for topic, text in (words[number] if number < len(words) else {}).items():
                revision.create(Narrative(report=report, topic=topic, text=text))
    return made


def facts(
    end: str = "2026-12-31", cost: int | str = 100_000_000, budget: int = 10_000_000, forecast: int = 10_000_000, **more: Any
) -> dict[str, Any]:
    """The facts of a report; an empty end date or cost is left out."""
    told: dict[str, Any] = {"year_budget_amount": Decimal(budget), "year_forecast_amount": Decimal(forecast)}
    if end:
        told["end_on"] = dt.date.fromisoformat(end)
    if cost != "":
        told["whole_life_cost_amount"] = Decimal(cost)
    return told | more
