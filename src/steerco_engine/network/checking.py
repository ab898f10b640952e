"""What a problem must keep before anything goes through its tree: no summary lies in itself."""

from __future__ import annotations

from steerco_engine.network.problem import Schedule
from steerco_engine.reasons import Fault, InputRefused


def checked(problem: Schedule) -> Schedule:
    """The problem itself; raises `InputRefused` with `CYCLE` and the activities in order where summaries hold each other."""
    above = {each.uid: each.parent for each in problem.activities if each.parent is not None}
    clear: set[str] = set()
    for uid in above:
        trail: dict[str, None] = {}
        at: str | None = uid
        while at in above and at not in clear:
            if at in trail:
                raise InputRefused(Fault.CYCLE, "activities", f"lie in each other in a loop: {' → '.join((*trail, at))}")
            trail[at] = None
            at = above[at]
        clear.update(trail)
    return problem
