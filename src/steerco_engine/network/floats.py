"""Floats: how far an activity can move without moving the end, or its successors."""

from __future__ import annotations

from steerco_engine.calendars.clocks import Clocks, work_until
from steerco_engine.kernels import kernel
from steerco_engine.network.arrays import DONE, EFFORT, FS, IDLE, JUNCTION, SS, STARTED, TAIL, Dates, Net, Rules, Whole
from steerco_engine.network.early import pushed

SMALLEST, START, FINISH = 0, 1, 2


@kernel
def between(clocks: Clocks, clock: int, first: int, second: int) -> int:
    """The working ticks from one instant to another, below zero where it is before."""
    return work_until(clocks, clock, second) - work_until(clocks, clock, first)


@kernel
def link_float(net: Net, rules: Rules, clocks: Clocks, dates: Dates, link: int) -> int:
    """How far the predecessor of a link can move before the link moves its successor, on the predecessor's calendar."""
    source, target, kind = net.source[link], net.target[link], net.kind[link]
    bound = pushed(net, rules, clocks, dates, link)
    reached = dates.es[target] if kind in (FS, SS) else dates.ef[target]
    if rules.actual and kind in (FS, SS) and net.flags[target] & STARTED:
        reached = net.begun[target]
    return between(clocks, net.clock[source], bound, reached)


@kernel
def float_one(net: Net, rules: Rules, clocks: Clocks, dates: Dates, end: Whole, at: int) -> None:
    """The total and the free float of one activity."""
    clock, flags = net.clock[at], net.flags[at]
    start = between(clocks, clock, dates.es[at], dates.ls[at])
    finish = between(clocks, clock, dates.ef[at], dates.lf[at])
    total = finish
    if rules.microsoft:
        if flags & STARTED == 0:
            total = min(start, finish)
    elif rules.float_rule == START:
        total = start
    elif rules.float_rule == SMALLEST:
        total = min(start, finish)
    dates.tf[at] = total
    free = between(clocks, clock, dates.ef[at], end[net.project[at]])
    if rules.microsoft or (rules.open_ends and net.out[at] == net.out[at + 1]):
        free = total
    linked = False
    for place in range(net.out[at], net.out[at + 1]):
        link = net.out_link[place]
        target = net.target[link]
        if net.flags[target] & (EFFORT | IDLE) or (rules.microsoft and net.flags[target] & (DONE | TAIL)):
            continue
        if rules.override and not rules.actual and net.flags[target] & STARTED and flags & DONE == 0:
            continue
        found = link_float(net, rules, clocks, dates, link)
        free = min(free, found) if linked else found
        linked = True
    if flags & EFFORT:
        free = total
    if rules.microsoft and (flags & DONE or free < 0):
        free = 0
    dates.ff[at] = free


@kernel
def float_pass(net: Net, rules: Rules, clocks: Clocks, dates: Dates, end: Whole) -> None:
    """The floats of all."""
    for at in range(len(net.clock)):
        if net.flags[at] & JUNCTION == 0:
            float_one(net, rules, clocks, dates, end, at)
