"""The forward pass: the earliest dates of each activity from those of its predecessors."""

from __future__ import annotations

from steerco_engine.calendars.clock import NEVER
from steerco_engine.calendars.clocks import Clocks, begin_after, end_after, last_work, next_work, work_until
from steerco_engine.kernels import kernel
from steerco_engine.network.arrays import (
    AT_END,
    CAP_FINISH,
    CAP_START,
    DONE,
    EARLIEST,
    EFFORT,
    EXPECTED,
    FF,
    FIXED,
    FS,
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
)
from steerco_engine.network.plain import early_plain


@kernel
def later(clocks: Clocks, clock: int, when: int, amount: int) -> int:
    """An instant moved by working ticks, on or back."""
    if amount == 0:
        return when
    work = work_until(clocks, clock, when) + amount
    return end_after(clocks, clock, work) if amount > 0 else begin_after(clocks, clock, work)


@kernel
def finish_from(net: Net, clocks: Clocks, at: int, start: int, whole: bool) -> int:
    """When an activity that starts (or goes on) at an instant is finished."""
    if net.flags[at] & PARTED:
        found = start
        for part in range(net.part_at[at], net.part_at[at + 1]):
            clock = net.part_clock[part]
            amount = net.part_span[part] if whole else net.part_rest[part]
            found = max(found, later(clocks, clock, start, net.part_lag[part] + amount))
        return found
    return later(clocks, net.clock[at], start, net.span[at] if whole else net.rest[at])


@kernel
def start_from(net: Net, clocks: Clocks, at: int, finish: int, whole: bool) -> int:
    """When an activity has to start to be finished at an instant."""
    if net.flags[at] & PARTED:
        found = finish
        for part in range(net.part_at[at], net.part_at[at + 1]):
            clock = net.part_clock[part]
            amount = net.part_span[part] if whole else net.part_rest[part]
            found = min(found, later(clocks, clock, finish, -net.part_lag[part] - amount))
        return found
    return later(clocks, net.clock[at], finish, -(net.span[at] if whole else net.rest[at]))


@kernel
def settled(net: Net, clocks: Clocks, at: int, when: int, microsoft: bool) -> int:
    """The first instant, from one on, at which the activity can stand: the next work, or for points the end of work."""
    flags = net.flags[at]
    if flags & PARTED:
        found = next_work(clocks, net.part_clock[net.part_at[at]], when)
        for part in range(net.part_at[at] + 1, net.part_at[at + 1]):
            found = min(found, next_work(clocks, net.part_clock[part], when))
        return found
    clock = net.clock[at]
    if flags & POINT:
        before = last_work(clocks, clock, when)
        if before == when and (microsoft or flags & AT_END):
            return when
        if flags & AT_END and not microsoft:
            return before
    return next_work(clocks, clock, when)


@kernel
def pushed(net: Net, rules: Rules, clocks: Clocks, dates: Dates, link: int) -> int:
    """The instant from which a link lets its successor start, or for links to its finish, finish."""
    source = net.source[link]
    kind = net.kind[link]
    if kind in (FS, FF):
        when = dates.ef[source]
    else:
        when = dates.es[source]
        if net.flags[source] & STARTED and not rules.microsoft and not rules.lag_from_early:
            when = net.begun[source]
    if when == NEVER:
        return int(when)
    return later(clocks, net.lag_clock[link], when, net.lag[link])


@kernel
def earliest_start(net: Net, rules: Rules, clocks: Clocks, dates: Dates, at: int) -> int:
    """The first instant that the links into an activity, and its project, leave for its start; not yet on its calendar."""
    flags = net.flags[at]
    floor = rules.floor[net.project[at]]
    start = floor
    if rules.microsoft and (net.into[at] < net.into[at + 1] or net.start_min[at] != NEVER or net.finish_min[at] != NEVER):
        start = NEVER
    if flags & STARTED:
        if rules.override:
            return int(max(floor, net.resume[at]))
        start = max(floor, net.resume[at])
    for link in range(net.into[at], net.into[at + 1]):
        bound = pushed(net, rules, clocks, dates, link)
        if bound == NEVER:
            continue
        if net.kind[link] == FF or net.kind[link] == SF:
            bound = max(start_from(net, clocks, at, bound, False), floor)
        start = max(start, bound)
    return int(start if start != NEVER or net.into[at] == net.into[at + 1] else floor)


@kernel
def junction(net: Net, rules: Rules, clocks: Clocks, dates: Dates, at: int) -> int:
    """Where links tied to a summary begin: the latest, or earliest, of all that leads to it."""
    found = NEVER
    for link in range(net.into[at], net.into[at + 1]):
        bound = pushed(net, rules, clocks, dates, link)
        if found == NEVER or (net.flags[at] & EARLIEST and bound < found) or (not net.flags[at] & EARLIEST and bound > found):
            found = bound
    return found


@kernel
def effort(net: Net, rules: Rules, clocks: Clocks, dates: Dates, at: int) -> None:
    """A level of effort spans from what starts it to what ends it."""
    start, finish = NEVER, NEVER
    for link in range(net.into[at], net.into[at + 1]):
        bound = pushed(net, rules, clocks, dates, link)
        if net.kind[link] == FS or net.kind[link] == SS:
            start = bound if start == NEVER else min(start, bound)
        else:
            finish = max(finish, bound)
    clock = net.clock[at]
    floor = rules.floor[net.project[at]]
    start = next_work(clocks, clock, max(start, floor))
    finish = later(clocks, clock, start, net.rest[at]) if finish == NEVER else max(start, last_work(clocks, clock, finish))
    dates.es[at], dates.ef[at] = start, finish


@kernel
def held(net: Net, clocks: Clocks, at: int, start: int) -> int:
    """A start moved to where the constraints of an activity want it."""
    flags = net.flags[at]
    if net.start_min[at] != NEVER and (start < net.start_min[at] or flags & PIN_START):
        start = net.start_min[at]
    if net.finish_min[at] != NEVER and not flags & EXPECTED:
        wanted = start_from(net, clocks, at, net.finish_min[at], True)
        if start < wanted or flags & PIN_FINISH:
            start = wanted
    if flags & CAP_START:
        start = min(start, net.start_max[at])
    if flags & CAP_FINISH:
        start = min(start, start_from(net, clocks, at, net.finish_max[at], True))
    return start


@kernel
def early_one(net: Net, rules: Rules, clocks: Clocks, dates: Dates, at: int) -> None:
    """The earliest dates of one activity, its predecessors' being known."""
    flags = net.flags[at]
    if flags & FIXED:
        dates.es[at], dates.ef[at] = net.start_min[at], net.finish_min[at]
    elif flags & JUNCTION:
        dates.es[at] = dates.ef[at] = junction(net, rules, clocks, dates, at)
    elif flags & DONE:
        dates.es[at], dates.ef[at] = net.begun[at], net.ended[at]
    elif flags & EFFORT:
        effort(net, rules, clocks, dates, at)
    elif flags & STARTED and rules.microsoft:
        dates.es[at] = net.begun[at]
        if net.resume[at] == NEVER:
            dates.ef[at] = finish_from(net, clocks, at, net.begun[at], True)
        else:
            dates.ef[at] = finish_from(net, clocks, at, net.resume[at], False)
    else:
        start = earliest_start(net, rules, clocks, dates, at)
        if start != NEVER:
            start = settled(net, clocks, at, start, rules.microsoft)
        if not flags & STARTED:
            start = held(net, clocks, at, start)
            if net.delay[at]:
                start = start + net.delay[at]
            if flags & (PIN_START | PIN_FINISH) == 0:
                start = settled(net, clocks, at, start, rules.microsoft)
        dates.es[at] = start
        if flags & EXPECTED and net.finish_min[at] > start:
            dates.ef[at] = last_work(clocks, net.clock[at], net.finish_min[at])
        else:
            dates.ef[at] = finish_from(net, clocks, at, start, not flags & STARTED)


@kernel
def early_pass(net: Net, rules: Rules, clocks: Clocks, dates: Dates) -> None:
    """The earliest dates of all."""
    for at in range(len(net.clock)):
        if net.flags[at] & PLAIN:
            early_plain(net, rules, clocks, dates, at)
        else:
            early_one(net, rules, clocks, dates, at)
