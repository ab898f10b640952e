"""Ratings over all periods, and the ways of the projects between neighbouring periods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from steerco.capabilities.scorecards.queries.portfolio_figures import NO_RATING, RATINGS, Column, Flow, Period

Standing = Mapping[int, str]


def standing_of(ratings: Standing, members: Collection[int] | None) -> Standing:
    """Project → rating of a period; where a list is kept (`members`), of those on it alone, without a rating where they gave no report."""
    if members is None:
        return ratings
    return {pk: ratings.get(pk, NO_RATING) for pk in members}


def column(period: Period, standing: Standing) -> Column:
    """How many projects have each rating in a period."""
    counts = Counter(standing.values())
    return Column(period, {rating: counts[rating] for rating in (*RATINGS, NO_RATING)}, len(standing))


def ways(place: int, before: Standing, after: Standing) -> tuple[tuple[Flow, ...], int]:
    """The ways from the period at a place to the next, and how many projects came new."""
    shared = before.keys() & after.keys()
    counts = Counter((before[pk], after[pk]) for pk in shared)
    flows = tuple(Flow(place, a, b, count) for (a, b), count in sorted(counts.items(), key=lambda way: _order(way[0])))
    return flows, len(after) - len(shared)


def _order(way: tuple[str, str]) -> tuple[int, int]:
    order = (*RATINGS, NO_RATING)
    return order.index(way[0]), order.index(way[1])
