"""After an edit only what changes is calculated again: on from the edited activity, then back from all whose dates moved."""

from __future__ import annotations

import numpy as np

from steerco_engine.calendars.clocks import Clocks
from steerco_engine.kernels import kernel
from steerco_engine.network.arrays import EFFORT, JUNCTION, LATE, PLAIN, Bits, Dates, Net, Rules, Whole, room_for
from steerco_engine.network.early import early_one
from steerco_engine.network.floats import float_one
from steerco_engine.network.late import ends, late_one, late_pass
from steerco_engine.network.passes import run
from steerco_engine.network.plain import early_plain, late_plain


@kernel
def onward(net: Net, rules: Rules, clocks: Clocks, dates: Dates, dirty: Bits, back: Bits, first: int) -> int:
    """The early dates again, of what is dirty from the first on; marks what has to be looked at on the way back, and says how far."""
    last, far = first, first
    at = first
    while at <= last:
        if dirty[at]:
            dirty[at] = 0
            es, ef = dates.es[at], dates.ef[at]
            if net.flags[at] & PLAIN:
                early_plain(net, rules, clocks, dates, at)
            else:
                early_one(net, rules, clocks, dates, at)
            back[at] = 1
            far = at
            if es != dates.es[at] or ef != dates.ef[at]:
                for place in range(net.out[at], net.out[at + 1]):
                    target = net.target[net.out_link[place]]
                    dirty[target] = 1
                    last = max(last, target)
                for link in range(net.into[at], net.into[at + 1]):
                    back[net.source[link]] = 1
        at += 1
    return far


@kernel
def backward(net: Net, rules: Rules, clocks: Clocks, dates: Dates, end: Whole, back: Bits, far: int) -> None:
    """The late dates and floats again, of what is marked, from the last on."""
    for at in range(far, -1, -1):
        if back[at] == 0:
            continue
        back[at] = 0
        ls, lf = dates.ls[at], dates.lf[at]
        if net.flags[at] & PLAIN:
            late_plain(net, rules, clocks, dates, end, at)
        else:
            late_one(net, rules, clocks, dates, end, at)
            if net.flags[at] & JUNCTION == 0:
                float_one(net, rules, clocks, dates, end, at)
        if ls != dates.ls[at] or lf != dates.lf[at]:
            for link in range(net.into[at], net.into[at + 1]):
                back[net.source[link]] = 1


@kernel
def again(net: Net, rules: Rules, clocks: Clocks, dates: Dates, end: Whole, dirty: Bits, back: Bits, at: int) -> None:
    """All dates after an edit of one place, where its links leave it; a moved end moves all late dates."""
    dirty[at] = 1
    far = onward(net, rules, clocks, dates, dirty, back, at)
    before = end.copy()
    ends(net, rules, dates, end)
    moved = False
    for project in range(len(end)):
        if end[project] != before[project]:
            moved = True
    if moved:
        back[:] = 0
        late_pass(net, rules, clocks, dates, end)
    else:
        backward(net, rules, clocks, dates, end, back, far)


class Live:
    """A network that is kept calculated while its activities and lags are edited; equal, after each edit, to calculating all of it."""

    def __init__(self, net: Net, rules: Rules, clocks: Clocks) -> None:
        self.net, self.rules, self.clocks = net, rules, clocks
        self.dates, self.end = room_for(len(net.clock)), np.empty(len(rules.floor), dtype=np.int64)
        self._dirty, self._back = np.zeros(len(net.clock), dtype=np.uint8), np.zeros(len(net.clock), dtype=np.uint8)
        self._late, self._whole = bool((net.flags & LATE).any()), bool((net.flags & (LATE | EFFORT)).any())
        self.all()

    def all(self) -> None:
        """Calculates everything."""
        run(self.net, self.rules, self.clocks, self.dates, self.end, self._late)

    def last(self, at: int, ticks: int) -> None:
        """Gives a place that has not started another duration."""
        self.net.span[at] = self.net.rest[at] = ticks
        self._after(at)

    def lag(self, link: int, ticks: int) -> None:
        """Gives a link another lag."""
        self.net.lag[link] = ticks
        self._back[self.net.source[link]] = 1
        self._after(int(self.net.target[link]))

    def _after(self, at: int) -> None:
        """Calculates what an edit changes; where efforts or as-late-as-possible reach beyond links, everything."""
        if self._whole:
            self._back[:] = 0
            self.all()
        else:
            again(self.net, self.rules, self.clocks, self.dates, self.end, self._dirty, self._back, at)
