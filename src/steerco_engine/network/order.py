"""The order in which activities are calculated: each after all that lead to it; a loop is refused with its activities named."""

from __future__ import annotations

import numpy as np

from steerco_engine.kernels import kernel
from steerco_engine.network.arrays import Small


@kernel
def ordered(count: int, source: Small, target: Small) -> tuple[Small, int]:
    """The places in topological order, and how many were reached; fewer than there are means a loop."""
    waits = np.zeros(count, dtype=np.int32)
    start = np.zeros(count + 1, dtype=np.int32)
    for link in range(len(source)):
        waits[target[link]] += 1
        start[source[link] + 1] += 1
    for at in range(count):
        start[at + 1] += start[at]
    filled = start[:-1].copy()
    follow = np.empty(len(source), dtype=np.int32)
    for link in range(len(source)):
        follow[filled[source[link]]] = target[link]
        filled[source[link]] += 1
    found = np.empty(count, dtype=np.int32)
    reached = 0
    for at in range(count):
        if waits[at] == 0:
            found[reached] = at
            reached += 1
    done = 0
    while done < reached:
        at = found[done]
        done += 1
        for place in range(start[at], start[at + 1]):
            after = follow[place]
            waits[after] -= 1
            if waits[after] == 0:
                found[reached] = after
                reached += 1
    return found, reached


def loop_among(count: int, source: Small, target: Small, found: Small, reached: int) -> list[int]:
    """One loop, as the places of its activities in the order of its links."""
    settled = set(found[:reached].tolist())
    ties = zip(source.tolist(), target.tolist(), strict=True)
    before = {other: one for one, other in ties if one not in settled and other not in settled}
    at = next(iter(before))
    seen: list[int] = []
    while at not in seen:
        seen.append(at)
        at = before[at]
    return seen[seen.index(at) :][::-1]
