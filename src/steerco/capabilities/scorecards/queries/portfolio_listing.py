"""The list under the picture: one page of projects with their history, and the totals of all that the filters let through."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence

from steerco.capabilities.scorecards.queries.portfolio_figures import HistoryPoint, Listing, Period, Picture, Row
from steerco.capabilities.scorecards.queries.portfolio_filters import Filters, listed
from steerco.capabilities.scorecards.queries.portfolio_members import Member
from steerco.capabilities.scorecards.queries.portfolio_source import PortfolioSource
from steerco.capabilities.status import queries as status_queries
from steerco.capabilities.status.queries import TrailPoint
from steerco_engine.staleness import Age, age, cadence
from steerco_engine.sums import disclosed

PER_PAGE = 25


def listing(source: PortfolioSource, picture: Picture, filters: Filters) -> Listing:
    """One page of the list (one query for the history of its rows)."""
    found = listed(picture, filters)
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(filters.page, pages)
    shown = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    told = [m.now or m.before for m in found] if filters.presence == "left" else [m.now for m in found]
    cost = disclosed(((f.cost, f.currency, f.price_basis) for f in told if f is not None), len(found))
    counts = Counter(f.confidence if f else "" for f in told)
    return Listing(rows_of(source, picture, shown), len(found), page, pages, counts, cost)


def rows_of(source: PortfolioSource, picture: Picture, members: Sequence[Member]) -> tuple[Row, ...]:
    """Projects with their history up to the period (one query)."""
    if picture.now is None:
        return tuple(Row(member, (), None, None, 0, 0) for member in members)
    periods = picture.periods[: picture.now.place + 1]
    trails: dict[int, dict[int, TrailPoint]] = {}
    for point in status_queries.trail(source.by, [m.who.pk for m in members], picture.now.status_on) if members else ():
        trails.setdefault(point.project_id, {})[point.period_id] = point
    usual = cadence([p.status_on for p in periods])
    return tuple(_row(member, periods, trails.get(member.who.pk, {}), usual) for member in members)


def first_ends(source: PortfolioSource, picture: Picture) -> Mapping[int, dt.date]:
    """Project → the first end date that it ever reported up to the period (one query, kept)."""
    now = picture.now
    if now is None:
        return {}
    return source.kept.of(
        source.stamp, ("first ends", source.known.pk, now.pk), lambda: _first_ends(source, now), lambda found: len(found) // 8
    )


def _first_ends(source: PortfolioSource, now: Period) -> dict[int, dt.date]:
    told = status_queries.published(source.by).filter(project__memberships__portfolio_id=source.known.pk, end_on__isnull=False)
    rows = told.filter(period__status_on__lte=now.status_on).order_by("-period__status_on").values_list("project_id", "end_on")
    return dict(rows)


def reports_held(source: PortfolioSource, picture: Picture) -> Mapping[int, int]:
    """Project → in how many reports up to the period it is (kept)."""
    until = picture.now.place + 1 if picture.now else 0

    def count() -> Counter[int]:
        held: Counter[int] = Counter()
        for period in picture.periods[:until]:
            held.update(source.standings.ratings[period.pk].keys())
        return held

    return source.kept.of(source.stamp, ("held", source.known.pk, until), count, lambda found: len(found) // 8)


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
        member, history, first_end, first_cost, len(trail), len(periods),
        stale_rating=last.rating if old in (Age.FRESH, Age.STALE) and last else None,
        age=old.value if old else None,
        last_period=last.period if last else None,
    )  # fmt: skip


def _point(period: Period, told: TrailPoint | None) -> HistoryPoint:
    if told is None:
        return HistoryPoint(period, None)
    return HistoryPoint(period, told.confidence, told.end_on, told.cost, (told.currency, told.price_basis))
