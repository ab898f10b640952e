"""The passes over activities that have a duration and links and nothing else: most of every plan, so with as little work as possible."""

from __future__ import annotations

from steerco_engine.calendars.clock import NEVER
from steerco_engine.calendars.clocks import Clocks, begin_after, end_after, work_until
from steerco_engine.kernels import inlined
from steerco_engine.network.arrays import DONE, EARLIEST, EFFORT, FF, FS, IDLE, STARTED, TAIL, Dates, Net, Rules, Whole


@inlined
def shifted(clocks: Clocks, clock: int, when: int, amount: int) -> int:
    """An instant moved by working ticks, on or back."""
    if amount == 0:
        return when
    work = work_until(clocks, clock, when) + amount
    return end_after(clocks, clock, work) if amount > 0 else begin_after(clocks, clock, work)


@inlined
def early_plain(net: Net, rules: Rules, clocks: Clocks, dates: Dates, at: int) -> None:
    """The earliest dates of a plain activity."""
    clock, span, floor = net.clock[at], net.span[at], rules.floor[net.project[at]]
    first, last = net.into[at], net.into[at + 1]
    start = floor if first == last or not rules.microsoft else NEVER
    for link in range(first, last):
        source, kind = net.source[link], net.kind[link]
        if kind == FS or kind == FF:  # noqa: SIM109  (compiled: a set of numbers is slower)
            bound = dates.ef[source]
        elif net.flags[source] & STARTED and not rules.microsoft and not rules.lag_from_early:
            bound = net.begun[source]
        else:
            bound = dates.es[source]
        if bound == NEVER:
            continue
        bound = shifted(clocks, net.lag_clock[link], bound, net.lag[link])
        if kind >= FF:
            bound = max(floor, begin_after(clocks, clock, work_until(clocks, clock, bound) - span))
        start = max(start, bound)
    if start == NEVER:
        start = floor
    work = work_until(clocks, clock, start)
    dates.es[at] = begin_after(clocks, clock, work)
    dates.ef[at] = end_after(clocks, clock, work + span)


@inlined
def late_plain(net: Net, rules: Rules, clocks: Clocks, dates: Dates, end: Whole, at: int) -> None:
    """The latest dates and the floats of a plain activity, its successors' being known."""
    clock, span = net.clock[at], net.span[at]
    finish = end[net.project[at]]
    done = work_until(clocks, clock, dates.ef[at])
    free, linked = 0, False
    if rules.open_ends and net.out[at] == net.out[at + 1]:
        finish = min(finish, dates.ef[at])
    blind = EFFORT | IDLE | DONE if rules.microsoft else EFFORT | IDLE
    for place in range(net.out[at], net.out[at + 1]):
        link = net.out_link[place]
        target, kind, lag, lag_clock = net.target[link], net.kind[link], net.lag[link], net.lag_clock[link]
        flags = net.flags[target]
        if flags & blind or (rules.override and not rules.actual and flags & STARTED):
            continue
        starts = kind < FF
        begun = starts and rules.actual and flags & STARTED
        bound = net.begun[target] if begun else dates.ls[target] if starts else dates.lf[target]
        if not (flags & EARLIEST and dates.es[at] > dates.es[target]) and bound != 1 << 62:
            bound = shifted(clocks, lag_clock, bound, -lag)
            if kind != FS and kind != FF:
                bound = end_after(clocks, clock, work_until(clocks, clock, bound) + span)
            finish = min(finish, bound)
        if flags & TAIL and rules.microsoft:
            continue
        reached = work_until(clocks, clock, net.begun[target] if begun else dates.es[target] if starts else dates.ef[target])
        if lag == 0 or lag_clock == clock:
            slack = reached - lag - (done if kind == FS or kind == FF else done - span)  # noqa: SIM109
        else:
            pushed = dates.ef[at] if kind == FS or kind == FF else dates.es[at]  # noqa: SIM109
            slack = reached - work_until(clocks, clock, shifted(clocks, lag_clock, pushed, lag))
        free = min(free, slack) if linked else slack
        linked = True
    work = work_until(clocks, clock, finish)
    dates.lf[at] = end_after(clocks, clock, work)
    dates.ls[at] = begin_after(clocks, clock, work - span)
    total = work - done
    dates.tf[at] = total
    if not linked:
        free = total if rules.microsoft or rules.open_ends else work_until(clocks, clock, end[net.project[at]]) - done
    dates.ff[at] = max(0, free) if rules.microsoft else free
