"""`steerco seed`: a generated organisation of any size, loaded through the same import as a real one."""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import io
import random
import time
from decimal import Decimal
from typing import Any

from django.utils import timezone

from steerco.capabilities.projects.queries import projects
from steerco.capabilities.raid.queries import Action, Issue, Risk, risks
from steerco.capabilities.raid.services import create_record
from steerco.foundation.access.actor import Actor
from steerco.foundation.imports.services import GivenFile, load_files
from steerco.foundation.organisations.queries import NoSuchOrganisation, organisation_named
from steerco.foundation.organisations.scope import within
from steerco.foundation.organisations.services import found_organisation
from steerco_engine.sample import SampleRow, month_ends, sample_portfolio

HEAD = ("Key", "Project", "Unit", "Category", "Confidence", "Start", "End", "Whole-life cost", "Year budget", "Year forecast", "Headline")
LAST_MONTH = dt.date(2025, 12, 31)
MOST_PROJECTS, MOST_REPORTS = 100_000, 120
RISKS = (
    ("commercial", "The only supplier fails"), ("technical", "Integration is harder than planned"), ("requirements", "A need changes late"),
    ("schedule", "Approval takes longer than planned"), ("people", "A key person leaves"), ("finance", "The budget is cut"),
    ("legal", "A permit comes late"), ("operational", "Users do not take it up"), ("external", "Storms stop the work on site"),
)  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How large, and into which organisation."""
    parser.add_argument("--organisation", metavar="KEY", required=True, help="the organisation; made where it is new")
    parser.add_argument("--projects", type=int, default=100, help="how many projects (default 100)")
    parser.add_argument("--reports", type=int, default=12, help="how many monthly reports of each (default 12)")
    parser.add_argument("--log", type=int, metavar="PROJECTS", default=0, help="for how many projects a log of risks, issues and actions")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same portfolio (default 1)")


def run(options: argparse.Namespace) -> int:
    """Loads one return a month; running it again with the same seed changes nothing."""
    if not (1 <= options.projects <= MOST_PROJECTS and 1 <= options.reports <= MOST_REPORTS):
        print(f"Ask for 1 to {MOST_PROJECTS:,} projects and 1 to {MOST_REPORTS} reports.")
        return 1
    try:
        organisation = organisation_named(options.organisation)
    except NoSuchOrganisation:
        organisation = found_organisation(key=options.organisation, name=options.organisation.replace("-", " ").title(), is_sample=True)
    by = Actor.system(organisation, entrance="seed")
    start = time.perf_counter()
    created = 0
    periods = month_ends(LAST_MONTH, options.reports)
    for day, rows in sample_portfolio(projects=options.projects, periods=periods, seed=options.seed):
        created += load_files(by=by, files=[_as_file(day, rows)], profile="generated")["created"]
        print(f"\r{day:%b %Y}: {created:,} reports", end="", flush=True)
    with within(organisation):
        logged = _keep_logs(by, options.log, random.Random(options.seed))
    took = time.perf_counter() - start
    print(f"\n{options.projects:,} projects in “{organisation}”, {created:,} reports and {logged:,} log records new, {took:.1f} s")
    return 0


def _keep_logs(by: Actor, count: int, chance: random.Random) -> int:
    """A log for the first projects that have none: four risks, an issue and two actions each, some late or without an owner."""
    made = 0
    for project in projects(by).exclude(pk__in=risks(by).values("project_id")).order_by("pk")[:count]:
        for category, title in chance.sample(RISKS, 4):
            money = {"probability": Decimal(chance.randint(5, 90)), "cost_amount": Decimal(chance.randint(1, 400)) * 10_000}
            bands = {"probability_band": chance.randint(1, 5), "time_band": chance.randint(1, 5)}
            after = {"residual_probability_band": chance.randint(1, 3), "residual_impact_band": chance.randint(1, 3)}
            fields: dict[str, Any] = {**(money if chance.random() < 0.7 else bands), **(after if chance.random() < 0.3 else {})}
            create_record(Risk, by=by, project=project, title=title, category=category, **fields)
        create_record(Issue, by=by, project=project, title="A permit is late", impact=chance.randint(1, 4), urgency=chance.randint(1, 4))
        for title, days in (("Ask the supplier for a second date", -20), ("Agree who tests", 30)):
            create_record(Action, by=by, project=project, title=title, due_on=timezone.localdate() + dt.timedelta(days=days))
        made += 7
    return made


def _as_file(day: dt.date, rows: list[SampleRow]) -> GivenFile:
    """One month's return as a CSV file."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEAD)
    writer.writerows(_line(row) for row in rows)
    return GivenFile(f"generated_{day.isoformat()}.csv", text.getvalue().encode())


def _line(row: SampleRow) -> tuple[object, ...]:
    gap = "Not provided"
    return (
        row.key, row.name, row.unit, row.category, row.rating or gap,
        row.start_on.isoformat(), row.end_on.isoformat() if row.end_on else gap,
        gap if row.whole_life_cost is None else row.whole_life_cost, row.year_budget, row.year_forecast,
        f"{row.name}: forecast {row.year_forecast} against {row.year_budget} for the year.",
    )  # fmt: skip
