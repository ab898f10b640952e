"""The backward pass: the latest dates of each activity that delay neither its successors nor the end."""

from __future__ import annotations

from steerco_engine.calendars.clock import NEVER
from steerco_engine.calendars.clocks import Clocks, last_work, next_work, work_until
from steerco_engine.kernels import kernel
from steerco_engine.network.arrays import (
    AT_END,
    DONE,
    EARLIEST,
    EFFORT,
    FF,
    FIXED,
    FS,
    IDLE,
    JUNCTION,
    PARTED,
    PIN_FINISH,
    PIN_START,
    PLAIN,
    POINT,
    SF,
    SS,
    STARTED,
    Dates,
    Net,
    Rules,
    Whole,
)
from steerco_engine.network.early import finish_from, later, pushed, start_from
from steerco_engine.network.floats import float_one
from steerco_engine.network.plain import late_plain

EVER = 1 << 62


@kernel
def ends(net: Net, rules: Rules, dates: Dates, into: Whole) -> None:
    """The end of each project, to which late dates are counted: the required one, else the last early finish."""
    overall = NEVER
    for project in range(len(into)):
        into[project] = NEVER
    for at in range(len(net.clock)):
        if net.flags[at] & (JUNCTION | IDLE) == 0:
            overall = max(overall, dates.ef[at])
            into[net.project[at]] = max(into[net.project[at]], dates.ef[at])
    for project in range(len(into)):
        if not rules.to_own_end:
            into[project] = overall
        if rules.required[project] != NEVER:
            into[project] = rules.required[project]
        elif not rules.microsoft:
            into[project] = max(into[project], rules.floor[project])


@kernel
def waited(net: Net, rules: Rules, clocks: Clocks, dates: Dates, link: int) -> int:
    """What of a lag behind a complete activity still lies after the data date."""
    clock = net.lag_clock[link]
    bound = pushed(net, rules, clocks, dates, link)
    now = rules.floor[net.project[net.source[link]]]
    return max(0, work_until(clocks, clock, bound) - work_until(clocks, clock, now))


@kernel
def pulled(net: Net, rules: Rules, clocks: Clocks, dates: Dates, link: int) -> int:
    """The latest finish that a link leaves to its predecessor."""
    source, target, kind = net.source[link], net.target[link], net.kind[link]
    when = dates.ls[target] if kind in (FS, SS) else dates.lf[target]
    if rules.actual and kind in (FS, SS) and net.flags[target] & STARTED and net.flags[source] & DONE == 0:
        when = net.begun[target]
    if when == EVER or (net.flags[source] & FIXED and (kind in (SS, SF))):
        return EVER
    lag = net.lag[link]
    if net.flags[source] & DONE and not rules.microsoft:
        lag = waited(net, rules, clocks, dates, link)
    when = later(clocks, net.lag_clock[link], when, -lag)
    if kind in (FS, FF) or net.flags[source] & JUNCTION:
        return when
    if net.flags[source] & STARTED:
        return EVER
    return finish_from(net, clocks, source, when, True)


@kernel
def latest_finish(net: Net, rules: Rules, clocks: Clocks, dates: Dates, end: Whole, at: int) -> int:
    """The latest finish that the links out of an activity, and its project, leave to it."""
    flags = net.flags[at]
    finish = EVER if flags & JUNCTION else end[net.project[at]]
    if rules.open_ends and flags & JUNCTION == 0 and net.out[at] == net.out[at + 1]:
        finish = min(finish, dates.ef[at])
    for place in range(net.out[at], net.out[at + 1]):
        link = net.out_link[place]
        target = net.target[link]
        blind = EFFORT | IDLE if not rules.microsoft else EFFORT | IDLE | DONE
        if net.flags[target] & blind or (rules.override and not rules.actual and net.flags[target] & STARTED and flags & DONE == 0):
            continue
        if net.flags[target] & EARLIEST and dates.es[at] > dates.es[target]:
            continue
        finish = min(finish, pulled(net, rules, clocks, dates, link))
    return finish


@kernel
def rested(net: Net, clocks: Clocks, at: int, finish: int) -> int:
    """The last instant until one at which the activity, or any of its resources, can have worked."""
    if not net.flags[at] & PARTED:
        return last_work(clocks, net.clock[at], finish)
    found = NEVER
    for part in range(net.part_at[at], net.part_at[at + 1]):
        found = max(found, last_work(clocks, net.part_clock[part], finish))
    return found


@kernel
def late_one(net: Net, rules: Rules, clocks: Clocks, dates: Dates, end: Whole, at: int) -> None:
    """The latest dates of one activity, its successors' being known."""
    flags = net.flags[at]
    finish = latest_finish(net, rules, clocks, dates, end, at)
    if flags & JUNCTION:
        dates.ls[at] = dates.lf[at] = finish
        return
    if flags & DONE and rules.microsoft:
        dates.ls[at], dates.lf[at] = net.begun[at], net.ended[at]
        return
    if flags & FIXED == 0:
        if net.finish_max[at] != NEVER:
            finish = min(finish, net.finish_max[at])
        if net.start_max[at] != NEVER:
            finish = min(finish, finish_from(net, clocks, at, net.start_max[at], True))
        if flags & PIN_FINISH:
            finish = net.finish_min[at]
        elif flags & PIN_START:
            finish = finish_from(net, clocks, at, net.start_min[at], True)
    if flags & POINT and not flags & AT_END and not rules.microsoft and not flags & DONE:
        finish = next_work(clocks, net.clock[at], finish)
    elif rules.microsoft or not flags & DONE:
        finish = rested(net, clocks, at, finish)
    dates.lf[at] = finish
    if flags & EFFORT or flags & DONE:
        dates.ls[at] = finish
    elif flags & STARTED and rules.microsoft:
        dates.ls[at] = finish if flags & POINT else start_from(net, clocks, at, dates.ef[at], False)
    else:
        dates.ls[at] = start_from(net, clocks, at, finish, False)


@kernel
def effort_late(net: Net, rules: Rules, clocks: Clocks, dates: Dates, end: Whole, at: int) -> None:
    """A level of effort has the latest dates of what starts and ends it."""
    start, finish = EVER, NEVER
    for link in range(net.into[at], net.into[at + 1]):
        source, kind = net.source[link], net.kind[link]
        when = dates.lf[source] if kind in (FS, FF) else dates.ls[source]
        when = later(clocks, net.lag_clock[link], when, net.lag[link])
        if kind in (FS, SS):
            start = min(start, when)
        else:
            finish = max(finish, when)
    clock = net.clock[at]
    finish = last_work(clocks, clock, end[net.project[at]] if finish == NEVER else finish)
    dates.lf[at] = finish
    dates.ls[at] = start_from(net, clocks, at, finish, False) if start == EVER else min(next_work(clocks, clock, start), finish)


@kernel
def late_pass(net: Net, rules: Rules, clocks: Clocks, dates: Dates, end: Whole) -> None:
    """The latest dates and the floats of all."""
    for at in range(len(net.clock) - 1, -1, -1):
        if net.flags[at] & PLAIN:
            late_plain(net, rules, clocks, dates, end, at)
        else:
            late_one(net, rules, clocks, dates, end, at)
            if net.flags[at] & JUNCTION == 0:
                float_one(net, rules, clocks, dates, end, at)
    for at in range(len(net.clock)):
        if net.flags[at] & EFFORT:
            effort_late(net, rules, clocks, dates, end, at)
            float_one(net, rules, clocks, dates, end, at)
