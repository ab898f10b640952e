"""A generated portfolio of any size: every name, date and amount is invented, and the same seed gives the same portfolio."""

from __future__ import annotations

import calendar
import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

UNITS = ("FIN", "OPS", "ICT", "HR", "LEG", "EST", "MKT", "RND", "SUP", "CUS")
CATEGORIES = ("Infrastructure", "Transformation", "Product", "ICT")
LEVELS = ("Green", "Amber", "Red")
_VERBS = ("Renew", "Move", "Merge", "Open", "Replace", "Extend", "Automate", "Secure", "Rebuild", "Launch")
_THINGS = (
    "payroll",
    "warehouse",
    "web shop",
    "data centre",
    "call centre",
    "laboratory",
    "archive",
    "fleet",
    "campus",
    "ledger",
    "portal",
    "depot",
)
_PLACES = ("North", "South", "East", "West", "Harbour", "Valley", "Hill", "Lake", "Forest", "City", "Airport", "Island")


@dataclass(frozen=True, slots=True)
class SampleRow:
    """One project in one period, as a return would say it; None is a gap. Amounts in whole currency units."""

    key: str
    name: str
    unit: str
    category: str
    rating: str | None
    start_on: dt.date
    end_on: dt.date | None
    whole_life_cost: Decimal | None
    year_budget: Decimal
    year_forecast: Decimal


@dataclass(slots=True)
class _Project:
    key: str
    name: str
    unit: str
    category: str
    level: int
    start_on: dt.date
    end_on: dt.date
    cost: int
    discloses: bool


def month_ends(last: dt.date, count: int) -> list[dt.date]:
    """The ends of `count` months up to and including the month of `last`, oldest first.

    >>> [day.isoformat() for day in month_ends(dt.date(2024, 3, 5), 3)]
    ['2024-01-31', '2024-02-29', '2024-03-31']
    """
    found: list[dt.date] = []
    year, month = last.year, last.month
    for _ in range(count):
        found.append(dt.date(year, month, calendar.monthrange(year, month)[1]))
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return found[::-1]


def sample_portfolio(*, projects: int, periods: list[dt.date], seed: int) -> Iterator[tuple[dt.date, list[SampleRow]]]:
    """Each period with the rows of its return: ratings wander, some ends slip, some costs grow, one row in twenty has gaps.

    Parameters
    ----------
    projects : number of projects, the same in every period.
    periods : status dates, oldest first.
    seed : the same seed gives the same rows.

    >>> [(day.isoformat(), len(rows), rows[0].name) for day, rows in sample_portfolio(projects=2, periods=[dt.date(2024, 1, 31)], seed=1)]
    [('2024-01-31', 2, 'Launch the warehouse, Harbour 1')]
    """
    chance = random.Random(seed)
    known = [_project(chance, number, periods[0]) for number in range(1, projects + 1)]
    for day in periods:
        yield day, [_row(chance, project) for project in known]


def _project(chance: random.Random, number: int, first: dt.date) -> _Project:
    start = first - dt.timedelta(days=chance.randrange(30, 900))
    return _Project(
        key=f"GEN-{number:05}",
        name=f"{chance.choice(_VERBS)} the {chance.choice(_THINGS)}, {chance.choice(_PLACES)} {number}",
        unit=chance.choice(UNITS),
        category=chance.choice(CATEGORIES),
        level=chance.choices((0, 1, 2), (4, 5, 1))[0],
        start_on=start,
        end_on=first + dt.timedelta(days=chance.randrange(200, 1800)),
        cost=int(chance.lognormvariate(14.5, 1.3) // 1000 * 1000) + 10_000,
        discloses=chance.random() > 0.05,
    )


def _row(chance: random.Random, project: _Project) -> SampleRow:
    """Lets one period pass for a project."""
    if chance.random() < 0.15:
        project.level = min(2, max(0, project.level + chance.choice((-1, 1))))
    if chance.random() < 0.06:
        project.end_on += dt.timedelta(days=chance.randrange(20, 240))
    if chance.random() < 0.05:
        project.cost = int(project.cost * chance.uniform(0.97, 1.25))
    budget = Decimal(project.cost // 4)
    return SampleRow(
        project.key, project.name, project.unit, project.category,
        LEVELS[project.level] if chance.random() > 0.03 else None,
        project.start_on, project.end_on if chance.random() > 0.02 else None,
        Decimal(project.cost) if project.discloses else None,
        budget, (budget * Decimal(chance.randrange(80, 125)) / 100).quantize(Decimal("0.01")),
    )  # fmt: skip
