"""As late as possible: activities that use up their free float, or in Microsoft's way all of their float."""

from __future__ import annotations

from steerco_engine.calendars.clocks import Clocks, last_work
from steerco_engine.kernels import kernel
from steerco_engine.network.arrays import DONE, EFFORT, FF, FS, IDLE, JUNCTION, LATE, SS, STARTED, Dates, Net, Rules, Whole
from steerco_engine.network.early import early_one, finish_from, later, start_from


@kernel
def early_limit(net: Net, rules: Rules, clocks: Clocks, dates: Dates, end: Whole, at: int) -> int:
    """The latest finish of an activity that delays none of its successors."""
    finish = end[net.project[at]]
    for place in range(net.out[at], net.out[at + 1]):
        link = net.out_link[place]
        target, kind = net.target[link], net.kind[link]
        if net.flags[target] & (EFFORT | IDLE | DONE) or (rules.override and not rules.actual and net.flags[target] & STARTED):
            continue
        when = dates.es[target] if kind in (FS, SS) else dates.ef[target]
        when = later(clocks, net.lag_clock[link], when, -net.lag[link])
        if kind != FS and kind != FF:
            when = finish_from(net, clocks, at, when, True)
        finish = min(finish, when)
    return int(finish)


@kernel
def late_shift(net: Net, rules: Rules, clocks: Clocks, dates: Dates, end: Whole) -> None:
    """Moves what is to be as late as possible: up to its successors' early dates, or (Microsoft) to its late dates, pushing the rest."""
    if rules.microsoft:
        for at in range(len(net.clock)):
            if net.flags[at] & (STARTED | JUNCTION) == 0:
                early_one(net, rules, clocks, dates, at)
                if net.flags[at] & LATE and dates.ls[at] >= dates.es[at]:
                    dates.es[at], dates.ef[at] = dates.ls[at], dates.lf[at]
        return
    for at in range(len(net.clock) - 1, -1, -1):
        if net.flags[at] & LATE and not net.flags[at] & STARTED:
            finish = last_work(clocks, net.clock[at], early_limit(net, rules, clocks, dates, end, at))
            if finish > dates.ef[at]:
                dates.ef[at] = finish
                dates.es[at] = start_from(net, clocks, at, finish, True)
