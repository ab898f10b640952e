"""Real and invented portfolios for the tests of the scorecards, written through the ledger like everything else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone

from steerco.capabilities.people.models import OrgUnit
from steerco.capabilities.projects.models import Portfolio, PortfolioMembership, Project
from steerco.capabilities.status.models import ReportingPeriod, ReportState, StatusReport
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.writer import revise
from steerco_engine.tests.reference import STATUS_ON, amount, date, rating, rows

YEARS = tuple(STATUS_ON)
DEPARTMENTS = {
    "MoD": "MOD",
    "MoJ": "MOJ",
    "DfT": "DFT",
    "DfE": "DFE",
    "DH": "DHSC",
    "DOH": "DHSC",
    "DoH Non Capital": "DHSC",
    "DoH Capital": "DHSC",
}


def real_portfolio(by: Actor, years: Sequence[str] = YEARS, *, ref: str = "gmpp") -> Portfolio:
    """The real returns of these years in the order given; rows without id join the project of the same name."""
    portfolio = Portfolio(ref=ref, name="Government Major Projects Portfolio", membership=Portfolio.Membership.RETURNS)
    with revise(by, "open_portfolio") as revision:
        revision.create(portfolio)
    for year in years:
        load_year(by, portfolio, year)
    return portfolio


def load_year(by: Actor, portfolio: Portfolio, year: str) -> None:
    """One return of the reference file as published reports."""
    three = year == "2023"
    with revise(by, "import_returns", reason=f"return {year}") as revision:
        period = revision.create(
            ReportingPeriod(
                name=year,
                status_on=STATUS_ON[year],
                scale="three" if three else "five",
                scale_changed_in="2022" if three else "",
                budget_year=f"{int(year) - 1}/{year[2:]}",
            )
        )
        known = _known_projects()
        units = {unit.code: unit for unit in OrgUnit.objects.all()}
        reports = []
        for row in rows(year):
            code = DEPARTMENTS.get(row["department"], row["department"])
            if code not in units:
                units[code] = revision.create(OrgUnit(code=code, name=code))
            project = _project(known, row)
            if project is None:
                project = revision.create(
                    Project(
                        ref=f"P-{len(known) + 1:05}",
                        name=row["project_name"],
                        key=row["gmpp_id"],
                        unit=units[code],
                        category=row["category"],
                    )
                )
                known[row["gmpp_id"] or _folded(row["project_name"])] = project
                revision.create(PortfolioMembership(portfolio=portfolio, project=project))
            reports.append(_report(project, period, units[code], row))
        revision.create_many(reports)


def invented_portfolio(
    by: Actor, *, projects: int, periods: int, ref: str = "many", units: int = 12, membership: str = "returns"
) -> Portfolio:
    """Many projects with monthly reports, all alike enough to compute and different enough to show."""
    ratings = ("green", "amber", "amber", "amber", "red", "")
    with revise(by, "seed") as revision:
        portfolio = revision.create(Portfolio(ref=ref, name="Many projects", membership=membership))
        departments = revision.create_many([OrgUnit(code=f"U{n:02}", name=f"Unit {n}") for n in range(units)])
        made = revision.create_many(
            [Project(ref=f"M-{n:05}", name=f"Project {n}", unit=departments[n % units], category=f"Kind {n % 4}") for n in range(projects)]
        )
        revision.create_many([PortfolioMembership(portfolio=portfolio, project=project) for project in made])
        months = revision.create_many(
            [ReportingPeriod(name=f"2025-{n + 1:02}", status_on=dt.date(2025, n + 1, 28)) for n in range(periods)]
        )
        revision.create_many(
            [
                report(
                    project,
                    month,
                    confidence=ratings[(n * 7 + m // 3) % 6],
                    end_on=dt.date(2026, 1, 1) + dt.timedelta(days=n % 900 + m * (n % 5)),
                    whole_life_cost_amount=None if n % 6 == 0 else Decimal(1_000_000 + n * 1000 * (m + 1)),
                    year_budget_amount=Decimal(1000),
                    year_forecast_amount=Decimal(1000 + n % 200),
                    unit=departments[n % units],
                )
                for m, month in enumerate(months)
                for n, project in enumerate(made)
            ]
        )
    return portfolio


def report(project: Project, period: ReportingPeriod, **facts: Any) -> StatusReport:
    """A published report, not yet written."""
    told = {"currency": "GBP", "reported_name": project.name, "state": ReportState.PUBLISHED, "published_at": timezone.now(), **facts}
    return StatusReport(project=project, period=period, **told)


def _report(project: Project, period: ReportingPeriod, unit: OrgUnit, row: dict[str, str]) -> StatusReport:
    notes = {"confidence": row["dca_note"], "end_on": row["end_date_note"], "whole_life_cost_amount": row["wlc_note"]}
    return report(
        project, period, unit=unit, confidence=rating(row) or "", start_on=date(row["start_date"]), end_on=date(row["end_date"]),
        whole_life_cost_amount=amount(row["wlc_gbp_m"]), year_budget_amount=amount(row["fy_baseline_gbp_m"]),
        year_forecast_amount=amount(row["fy_forecast_gbp_m"]), reported_name=row["project_name"],
        reported_key=row["gmpp_id"], reported_category=row["category"],
        gaps={name: {"kind": "withheld", "text": text} for name, text in notes.items() if text},
    )  # fmt: skip


def _project(known: dict[str, Project], row: dict[str, str]) -> Project | None:
    return known.get(row["gmpp_id"]) or known.get(_folded(row["project_name"]))


def _known_projects() -> dict[str, Project]:
    found: dict[str, Project] = {}
    reports: Iterable[StatusReport] = StatusReport.objects.select_related("project")
    for told in reports:
        found[_folded(told.reported_name)] = told.project
        if told.reported_key:
            found[told.reported_key] = told.project
    return found


def _folded(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
