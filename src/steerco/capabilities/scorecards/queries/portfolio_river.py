"""Ratings over all periods, and the ways of the projects between neighbouring periods."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from steerco.capabilities.scorecards.queries.portfolio_figures import NO_RATING, RATINGS, Column, Flow, Period, River

Standing = Mapping[int, str]


def river(periods: Sequence[Period], ratings: Sequence[Standing], members: Sequence[Collection[int]] | None = None) -> River:
    """The river of ratings.

    `ratings` holds project → rating for each period; `members` the projects that belonged, where a list is kept: those without a report
    count under no rating.
    """
    columns, flows, joined = [], [], [0]
    full = [_with_missing(standing, members[place] if members is not None else ()) for place, standing in enumerate(ratings)]
    for period, standing in zip(periods, full, strict=True):
        counts = Counter(standing.values())
        columns.append(Column(period, {rating: counts[rating] for rating in (*RATINGS, NO_RATING)}, len(standing)))
    for place in range(1, len(full)):
        before, after = full[place - 1], full[place]
        shared = before.keys() & after.keys()
        ways = Counter((before[pk], after[pk]) for pk in shared)
        flows += [Flow(place - 1, a, b, count) for (a, b), count in sorted(ways.items(), key=lambda way: _order(way[0]))]
        joined.append(len(after) - len(shared))
    return River(tuple(columns), tuple(flows), tuple(joined))


def _with_missing(standing: Standing, members: Collection[int]) -> Standing:
    return {**dict.fromkeys(members, NO_RATING), **standing} if members else standing


def _order(way: tuple[str, str]) -> tuple[int, int]:
    order = (*RATINGS, NO_RATING)
    return order.index(way[0]), order.index(way[1])
