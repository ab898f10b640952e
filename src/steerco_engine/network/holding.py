"""Why an activity stands where it stands: which links drive it, what else may hold it, and which path is the longest."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from steerco_engine.calendars.clock import NEVER
from steerco_engine.calendars.clocks import Clocks, work_until
from steerco_engine.kernels import kernel
from steerco_engine.network import arrays as a
from steerco_engine.network.arrays import Bits, Dates, Net, Rules, Whole
from steerco_engine.network.building import Built
from steerco_engine.network.early import pushed, start_from
from steerco_engine.network.result import Because


@kernel
def drivers(net: Net, rules: Rules, clocks: Clocks, dates: Dates, drives: Bits) -> None:
    """Marks each link that leaves its successor no room: the successor stands at the first work that the link allows."""
    for link in range(len(net.source)):
        target, kind = net.target[link], net.kind[link]
        if net.flags[target] & (a.FIXED | a.DONE) or (rules.override and net.flags[target] & a.STARTED):
            continue
        bound = pushed(net, rules, clocks, dates, link)
        clock = net.clock[target]
        if net.flags[target] & a.JUNCTION:
            drives[link] = bound == dates.es[target]
            continue
        if net.flags[target] & a.EFFORT:
            reached = dates.es[target] if kind == a.FS or kind == a.SS else dates.ef[target]
        else:
            reached = dates.es[target]
            if kind == a.FF or kind == a.SF:
                bound = start_from(net, clocks, target, bound, False)
        drives[link] = work_until(clocks, clock, bound) == work_until(clocks, clock, reached)


@kernel
def longest(net: Net, dates: Dates, drives: Bits, end: Whole, path: Bits) -> None:
    """Marks what leads, over driving links, to the end of a project."""
    for at in range(len(net.clock) - 1, -1, -1):
        if net.flags[at] & (a.JUNCTION | a.IDLE | a.DONE) == 0 and dates.ef[at] >= end[net.project[at]]:
            path[at] = 1
        if path[at]:
            for link in range(net.into[at], net.into[at + 1]):
                if drives[link]:
                    path[net.source[link]] = 1


class Holding:
    """What holds each place of a network that was calculated."""

    def __init__(self, built: Built, dates: Dates) -> None:
        self.built, self.dates = built, dates
        net = built.net
        self.drives, self.path = np.zeros(len(net.source), dtype=np.uint8), np.zeros(len(net.clock), dtype=np.uint8)
        drivers(net, built.rules, built.clocks, dates, self.drives)
        last = np.full(len(built.rules.floor), NEVER, dtype=np.int64)
        counted = (net.flags & (a.JUNCTION | a.IDLE)) == 0
        np.maximum.at(last, net.project[counted], dates.ef[counted])
        longest(net, dates, self.drives, last, self.path)

    def because(self, at: int) -> tuple[Because, tuple[str, ...]]:
        """What holds a place, and which activities."""
        flags = int(self.built.net.flags[at])
        if flags & a.FIXED:
            return Because.MANUAL, ()
        if flags & a.DONE or (flags & a.STARTED and self.built.rules.microsoft):
            return Because.ACTUAL, ()
        if flags & a.LATE and int(self.dates.es[at]) == int(self.dates.ls[at]):
            return Because.AS_LATE_AS_POSSIBLE, ()
        held = tuple(dict.fromkeys(self._before(at)))
        if held:
            return Because.LINK, held
        if self.built.net.delay[at]:
            return Because.LEVELLING, ()
        if flags & (a.PIN_START | a.PIN_FINISH) or self._constrained(at):
            return Because.CONSTRAINT, ()
        if flags & a.STARTED or not self.built.rules.microsoft:
            return Because.DATA_DATE, ()
        return Because.PROJECT_START, ()

    def _constrained(self, at: int) -> bool:
        """Whether a lower limit of its own is where the activity stands."""
        net, es, ef = self.built.net, int(self.dates.es[at]), int(self.dates.ef[at])
        return bool((net.start_min[at] != NEVER and net.start_min[at] >= es) or (net.finish_min[at] != NEVER and net.finish_min[at] >= ef))

    def _before(self, at: int) -> Iterator[str]:
        """The activities whose links drive a place; through the junctions of summaries to what stands before them."""
        net = self.built.net
        for link in range(int(net.into[at]), int(net.into[at + 1])):
            if self.drives[link]:
                source = int(net.source[link])
                if net.flags[source] & a.JUNCTION:
                    yield from self._before(source)
                else:
                    yield self.built.names[source]
