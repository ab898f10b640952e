"""Every report of a portfolio in the least words, by project and by period, brought up to date project by project."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from sys import intern
from typing import NamedTuple

from steerco.capabilities.scorecards.queries.portfolio_figures import Period
from steerco.foundation.ledger.derived import Made

LONGER_THAN_USUAL = 1.5
NEVER = 1_000_000
Told = tuple[int, str, bool]
"""One report: its period, its rating, whether it gives a cost."""
Reported = tuple[int, int, str, str, str | None]
"""A report as it is read: project, period, rating, “y” if it gives a cost, its end date as text."""
PeriodRow = tuple[int, str, dt.date, str, str, str]
"""A reporting period: key, name, date, scale, when the scale changed, budget year."""
Ratings = Mapping[int, Mapping[int, str]]
"""Period → project → rating."""


class Standing(NamedTuple):
    """The reports of one project, and the first of them that gives an end date: its period and that date."""

    reports: tuple[Told, ...]
    first_end: tuple[int, dt.date] | None


@dataclass(frozen=True, slots=True)
class Standings:
    """The periods that have any report, and for each: project → rating."""

    periods: tuple[Period, ...]
    ratings: Ratings
    by_project: Mapping[int, Standing]


@dataclass(frozen=True, slots=True)
class Firsts:
    """The places of the first periods in which a project gave a report, a rating, a cost and an end date; `NEVER` where it gave none."""

    report: int
    rating: int
    cost: int
    end: int
    end_on: dt.date | None


def standings_by_project(rows: Iterable[Reported], periods: Sequence[PeriodRow]) -> dict[int, Standing]:
    """Reports by project; alike reports are one object."""
    order = {row[0]: place for place, row in enumerate(periods)}
    alike: dict[Told, Told] = {}
    found: dict[int, list[Told]] = {}
    ends: dict[int, tuple[int, str, int]] = {}
    for project_id, period_id, rating, gives_cost, end_on in rows:
        told = (period_id, rating, gives_cost == "y")
        found.setdefault(project_id, []).append(alike.setdefault(told, told))
        if end_on and period_id in order:
            end = (order[period_id], end_on, period_id)
            ends[project_id] = min(end, ends.get(project_id, end))
    return {pk: Standing(tuple(sorted(reports)), _end(ends.get(pk))) for pk, reports in sorted(found.items())}


def _end(first: tuple[int, str, int] | None) -> tuple[int, dt.date] | None:
    return None if first is None else (first[2], dt.date.fromisoformat(first[1]))


def standings_by_period(by_project: Mapping[int, Standing], rows: Sequence[PeriodRow], before: Made[Standings] | None) -> Standings:
    """The same by period; the mapping of a period in which nothing changed stays the same object."""
    ratings = _ratings(by_project) if before is None else _patched(by_project, before.result)
    periods = _spaced([row for row in rows if row[0] in ratings])
    return Standings(before.result.periods if before is not None and before.result.periods == periods else periods, ratings, by_project)


def ratings_by_period(rows: Iterable[Reported]) -> dict[int, dict[int, str]]:
    """Period → project → rating of reports as they are read."""
    found: dict[int, dict[int, str]] = {}
    for project_id, period_id, rating, *_ in rows:
        found.setdefault(period_id, {})[project_id] = intern(rating)
    return found


def firsts(standing: Standing, places: Mapping[int, int]) -> Firsts:
    """When a project gave its first report, rating, cost and end date; `places` says where each period stands."""
    told = [(places[period], rating, gives_cost) for period, rating, gives_cost in standing.reports if period in places]
    period, end_on = standing.first_end or (None, None)
    return Firsts(
        min((place for place, *_ in told), default=NEVER),
        min((place for place, rating, _ in told if rating), default=NEVER),
        min((place for place, _, gives_cost in told if gives_cost), default=NEVER),
        NEVER if period is None else places.get(period, NEVER),
        end_on,
    )


def _ratings(by_project: Mapping[int, Standing]) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = {}
    for project_id, standing in by_project.items():
        for period_id, rating, _ in standing.reports:
            found.setdefault(period_id, {})[project_id] = rating
    return found


def _patched(by_project: Mapping[int, Standing], before: Standings) -> Ratings:
    old = before.by_project
    differ = [pk for pk, standing in by_project.items() if old.get(pk) is not standing] + [pk for pk in old if pk not in by_project]
    if len(differ) > len(by_project) // 4:
        return _ratings(by_project)
    ratings = dict(before.ratings)
    copied: dict[int, dict[int, str]] = {}
    for pk in differ:
        was, now = (_by_period(standings.get(pk)) for standings in (old, by_project))
        for period_id in _unlike(was, now):
            if period_id not in copied:
                copied[period_id] = dict(ratings.get(period_id, {}))
            copied[period_id].pop(pk, None)
            if period_id in now:
                copied[period_id][pk] = now[period_id]
    return {period_id: told for period_id, told in (ratings | copied).items() if told}


def _by_period(standing: Standing | None) -> dict[int, str]:
    return {period_id: rating for period_id, rating, _ in standing.reports} if standing else {}


def _unlike(was: Mapping[int, str], now: Mapping[int, str]) -> Collection[int]:
    return [period_id for period_id in was.keys() | now.keys() if was.get(period_id) != now.get(period_id)]


def _spaced(found: Sequence[PeriodRow]) -> tuple[Period, ...]:
    """The periods in order, each knowing whether more time than usual lies before it."""
    days = [(b[2] - a[2]).days for a, b in pairwise(found)]
    usual = median(days) if days else 0
    return tuple(
        Period(pk, place, name, on, scale, changed_in, year, place > 0 and days[place - 1] > usual * LONGER_THAN_USUAL)
        for place, (pk, name, on, scale, changed_in, year) in enumerate(found)
    )
