"""What a list of projects says of each beside its picture: its history, its first end date, in how many reports it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from steerco.capabilities.scorecards.queries.portfolio_figures import HistoryPoint, Period, Picture, Row
from steerco.capabilities.scorecards.queries.portfolio_members import Member
from steerco.capabilities.scorecards.queries.portfolio_source import PortfolioSource
from steerco.capabilities.status.queries import TrailPoint
from steerco_engine.staleness import Age, age, cadence

_NO_TRAIL: Mapping[int, TrailPoint] = {}


def rows_of(source: PortfolioSource, picture: Picture, members: Sequence[Member]) -> tuple[Row, ...]:
    """Projects with their history up to the period (one query)."""
    if picture.now is None:
        return tuple(Row(member, (), None, None, 0, 0) for member in members)
    periods = picture.periods[: picture.now.place + 1]
    trails = source.trails([m.who.pk for m in members]) if members else {}
    usual, place = cadence([p.status_on for p in periods]), picture.now.place

    def row(member: Member) -> Row:
        trail = trails.get(member.who.pk, _NO_TRAIL)
        parts = (member, trail, picture.periods)
        return source.derived(("row", place, member.who.pk), parts, lambda _: _row(member, periods, trail, usual), lambda _: len(periods))

    return tuple(map(row, members))


def first_ends(source: PortfolioSource, picture: Picture) -> Mapping[int, dt.date]:
    """Project → the first end date that it ever reported up to the period."""
    until, told = picture.now.place if picture.now else -1, source.firsts

    def make(_: object) -> Mapping[int, dt.date]:
        return {pk: first.end_on for pk, first in told.items() if first.end <= until and first.end_on is not None}

    return source.derived(("first ends", until), (told,), make, len)


def reports_held(source: PortfolioSource, picture: Picture) -> Mapping[int, int]:
    """Project → in how many reports up to the period it is."""
    return source.held(picture.now.place + 1 if picture.now else 0)


def ratings_of(source: PortfolioSource, picture: Picture, pk: int) -> list[tuple[Period, str]]:
    """What a project was rated in each report that it is in, up to the period."""
    known, until = source.standings.ratings, picture.now.place + 1 if picture.now else 0
    return [(period, known[period.pk][pk]) for period in picture.periods[:until] if pk in known[period.pk]]


def _row(member: Member, periods: Sequence[Period], trail: Mapping[int, TrailPoint], usual: int | None) -> Row:
    history = tuple(_point(period, trail.get(period.pk)) for period in periods)
    first_end = next((point for point in history if point.end_on is not None), None)
    kind = (member.now.currency, member.now.price_basis) if member.now else None
    first_cost = next((point for point in history if point.cost is not None and point.money == kind), None)
    last = next((point for point in reversed(history) if point.rating is not None), None)
    old = None
    if member.now is None and last is not None and usual:
        old = age(last.period.status_on, periods[-1].status_on, usual)
    return Row(
        member, history, first_end, first_cost, sum(1 for point in history if point.rating is not None), len(periods),
        stale_rating=last.rating if old in (Age.FRESH, Age.STALE) and last else None,
        age=old.value if old else None,
        last_period=last.period if last else None,
    )  # fmt: skip


def _point(period: Period, told: TrailPoint | None) -> HistoryPoint:
    if told is None:
        return HistoryPoint(period, None)
    return HistoryPoint(period, told.confidence, told.end_on, told.cost, (told.currency, told.price_basis))
