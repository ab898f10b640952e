"""Everything that moved between two periods of a portfolio, worst first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from steerco.capabilities.scorecards.queries.portfolio_members import JOINED, LEFT, Member
from steerco_engine.reasons import Direction


@dataclass(frozen=True, slots=True)
class Movement:
    """One thing that changed of one project: what (`rating`, `end`, `cost`, `joined`, `left`), which way, and its size for sorting."""

    kind: str
    member: Member
    direction: Direction | None
    size: float


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
