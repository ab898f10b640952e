"""`steerco seed`: a generated organisation of any size, loaded through the same import as a real one."""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import io
import time

from steerco.foundation.access.actor import Actor
from steerco.foundation.imports.services import GivenFile, load_files
from steerco.foundation.organisations.queries import NoSuchOrganisation, organisation_named
from steerco.foundation.organisations.services import found_organisation
from steerco_engine.sample import SampleRow, month_ends, sample_portfolio

HEAD = ("Key", "Project", "Unit", "Category", "Confidence", "Start", "End", "Whole-life cost", "Year budget", "Year forecast", "Headline")
LAST_MONTH = dt.date(2025, 12, 31)
MOST_PROJECTS, MOST_REPORTS = 100_000, 120


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How large, and into which organisation."""
    parser.add_argument("--organisation", metavar="KEY", required=True, help="the organisation; made where it is new")
    parser.add_argument("--projects", type=int, default=100, help="how many projects (default 100)")
    parser.add_argument("--reports", type=int, default=12, help="how many monthly reports of each (default 12)")
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
    print(f"\n{options.projects:,} projects in “{organisation}”, {created:,} reports new, {time.perf_counter() - start:.1f} s")
    return 0


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
