"""What changed between two periods: ratings, end dates, cost, who joined and who left; as counts and as a list of movements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from steerco.capabilities.scorecards.queries.portfolio_figures import Changed, Period, Split, disclosed
from steerco.capabilities.scorecards.queries.portfolio_members import BOTH, JOINED, LEFT, Member
from steerco_engine.reasons import Direction


@dataclass(frozen=True, slots=True)
class Movement:
    """One thing that changed of one project: what (`rating`, `end`, `cost`, `joined`, `left`), which way, and its size for sorting."""

    kind: str
    member: Member
    direction: Direction | None
    size: float


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


def movements(members: Sequence[Member], left: Sequence[Member]) -> tuple[Movement, ...]:
    """Everything that moved: worst ratings first, then the longest slips, the largest cost changes, who joined and who left."""
    found = [Movement("rating", m, m.rating_moved, 0) for m in members if m.rating_moved not in (None, Direction.SAME)]
    found += [Movement("end", m, m.end_moved, abs(m.days)) for m in members if m.days]
    found += [
        Movement("cost", m, m.cost_moved, abs(float(m.cost_share or 0)))
        for m in members
        if m.cost_moved in (Direction.WORSE, Direction.BETTER)
    ]
    found += [Movement(JOINED, m, None, float(m.cost or 0)) for m in members if m.presence == JOINED]
    found += [Movement(LEFT, m, None, float(m.before.cost or 0) if m.before else 0) for m in left]
    kinds = ("rating", "end", "cost", JOINED, LEFT)
    return tuple(sorted(found, key=lambda x: (kinds.index(x.kind), x.direction is not Direction.WORSE, -x.size, x.member.who.name)))


def _split(members: Sequence[Member], moved: Callable[[Member], Direction | None]) -> Split:
    counts = Counter(moved(m) for m in members)
    return Split(counts[Direction.BETTER], counts[Direction.SAME], counts[Direction.WORSE])
