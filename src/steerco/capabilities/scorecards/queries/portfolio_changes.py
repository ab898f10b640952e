"""What changed between two periods: ratings, end dates, cost, who joined and who left, as counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from steerco.capabilities.scorecards.queries.portfolio_figures import Changed, Period, Split
from steerco.capabilities.scorecards.queries.portfolio_members import BOTH, JOINED, Member
from steerco_engine.reasons import Direction
from steerco_engine.sums import disclosed


def changed(members: Sequence[Member], left: Sequence[Member], now: Period, before: Period) -> Changed:
    """The counts of what changed, each over the projects that can be compared."""
    both_costs = [(m.before, m.now) for m in members if m.cost_moved is not None and m.before is not None and m.now is not None]
    return Changed(
        rating=_split(members, lambda m: m.rating_moved),
        points=5 if now.scale == before.scale == "five" else 3,
        end_date=_split(members, lambda m: m.end_moved),
        cost=_split(members, lambda m: m.cost_moved),
        cost_before=disclosed(((b.cost, b.currency, b.price_basis) for b, _ in both_costs), len(both_costs)),
        cost_now=disclosed(((n.cost, n.currency, n.price_basis) for _, n in both_costs), len(both_costs)),
        joined=sum(1 for m in members if m.presence == JOINED),
        left=len(left),
        both=sum(1 for m in members if m.presence == BOTH),
    )


def _split(members: Sequence[Member], moved: Callable[[Member], Direction | None]) -> Split:
    counts = Counter(moved(m) for m in members)
    return Split(counts[Direction.BETTER], counts[Direction.SAME], counts[Direction.WORSE])
