"""What changed between two periods: ratings, end dates, cost, who joined and who left, as counts."""

from __future__ import annotations

from collections.abc import Sequence

from steerco.capabilities.scorecards.queries.portfolio_figures import Changed, Period
from steerco.capabilities.scorecards.queries.portfolio_members import Member
from steerco.capabilities.scorecards.queries.portfolio_sieve import Sieve
from steerco_engine.sums import disclosed_of


def changed(found: Sieve, left: Sequence[Member], now: Period, before: Period) -> Changed:
    """The counts of what changed, each over the projects that can be compared."""
    return Changed(
        rating=found.rating,
        points=5 if now.scale == before.scale == "five" else 3,
        end_date=found.end_date,
        cost=found.cost,
        cost_before=disclosed_of(found.cost_before, found.cost.comparable),
        cost_now=disclosed_of(found.cost_now, found.cost.comparable),
        joined=len(found.members) - found.stayed,
        left=len(left),
        both=found.stayed,
    )
