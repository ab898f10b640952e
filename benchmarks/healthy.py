"""Fills an organisation whose reports have facts for all eight dimensions: `python -m benchmarks.healthy KEY PROJECTS REPORTS`."""

from __future__ import annotations

import datetime as dt
import random
import sys
from collections.abc import Iterator
from decimal import Decimal

import django

django.setup()

from django.utils import timezone  # noqa: E402

from steerco.capabilities.projects.models import Project  # noqa: E402
from steerco.capabilities.status.models import Origin, ReportingPeriod, ReportState, StatusReport  # noqa: E402
from steerco.foundation.access.actor import Actor  # noqa: E402
from steerco.foundation.ledger.writer import revise  # noqa: E402
from steerco.foundation.organisations.models import Organisation  # noqa: E402
from steerco.foundation.organisations.scope import within  # noqa: E402
from steerco.foundation.organisations.services import found_organisation  # noqa: E402

LAST = dt.date(2025, 12, 31)
COLOURS = ("green", "amber", "red")
SPREAD = {
    "volatility": (0, 20, 100),
    "acceptance": (70, 100, 100),
    "exposure": (50, 140, 100),
    "demand": (75, 105, 100),
    "pulse": (25, 50, 10),
}
"""Measures with the least and the largest value that a report gives, before they are divided."""


def reports_of(project: Project, periods: list[ReportingPeriod], chance: random.Random) -> Iterator[StatusReport]:
    """Its reports: dates and cost now and then worse, everything else anew each time."""
    end, cost = LAST + dt.timedelta(days=chance.randint(300, 2000)), Decimal(chance.randint(5, 900)) * 1_000_000
    for period in periods:
        end += dt.timedelta(days=chance.randint(10, 300) if chance.random() < 0.1 else 0)
        cost *= Decimal(chance.randint(98, 120)) / 100 if chance.random() < 0.1 else 1
        measures = {name: str(Decimal(chance.randint(low, high)) / by) for name, (low, high, by) in SPREAD.items()}
        yield StatusReport(
            organisation=project.organisation, project=project, period=period, state=ReportState.PUBLISHED, origin=Origin.IMPORTED,
            published_at=timezone.now(), reported_name=project.name, confidence=chance.choice(COLOURS), currency="GBP", end_on=end,
            whole_life_cost_amount=cost.quantize(Decimal("0.01")), year_budget_amount=Decimal(1000),
            year_forecast_amount=Decimal(chance.randint(950, 1060)), benefits_amount=Decimal(chance.randint(4500, 5000)),
            snapshot={"generated": {"measures": measures}},
            reported_colours={each: {"colour": chance.choice(COLOURS)} for each in ("schedule", "cost", "risk", "quality")},
        )  # fmt: skip


def main() -> None:
    """Makes it where it is not there yet."""
    key, projects, reports = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    if Organisation.objects.filter(key=key).exists():
        return
    chance = random.Random(7)
    organisation = found_organisation(key=key, name=key.title(), is_sample=True)
    by = Actor.system(organisation, entrance="seed")
    with within(organisation), revise(by, "bring_reports") as revision:
        days = [LAST - dt.timedelta(days=30 * place) for place in reversed(range(reports))]
        periods = [revision.create(ReportingPeriod(name=f"{day:%d %b %Y}", status_on=day, scale="three")) for day in days]
        known = revision.create_many(
            Project(organisation=organisation, ref=f"PRJ-{number:05}", name=f"Project {number:,}", tier=1 + number % 4, currency="GBP")
            for number in range(projects)
        )
        revision.create_many(report for project in known for report in reports_of(project, periods, chance))


if __name__ == "__main__":
    main()
