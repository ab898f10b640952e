"""Calendars as arrays: work until each day as prefix sums, and an endless week on both sides of the days that differ."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from steerco_engine.calendars.clock import DAY
from steerco_engine.kernels import kernel

Clocks = NDArray[np.int64]
"""Every calendar of a problem in one array, all amounts in ticks; work is counted from the first of the days that differ.

For each clock `HEAD` numbers: the first day that differs, how many days from it are laid out, their work, the work of a week around them,
where the days are, where the week is. A day is two numbers, the work before it and where its spans are; spans are their count, then for
each its beginning, its end and the work before it on that day. Passed as one array, a call costs next to nothing.
"""
HEAD = 6
FIRST, DAYS, CORE, WEEKLY, DAY_AT, WEEK_AT = range(HEAD)


@kernel
def work_until(clocks: Clocks, clock: int, when: int) -> int:
    """The working ticks from the calendar's origin to an instant."""
    head = clock * HEAD
    day = when // DAY
    minute = when - day * DAY
    place = day - clocks[head + FIRST]
    days = clocks[head + DAYS]
    if 0 <= place < days:
        at = clocks[head + DAY_AT] + 2 * place
        before = clocks[at]
    else:
        rest = place if place < 0 else place - days
        week = rest // 7
        at = clocks[head + WEEK_AT] + 2 * (rest - week * 7)
        before = week * clocks[head + WEEKLY] + clocks[at]
        if place >= 0:
            before += clocks[head + CORE]
    shift = clocks[at + 1]
    for span in range(shift + 3 * clocks[shift] - 2, shift, -3):
        if minute >= clocks[span]:
            return int(before + clocks[span + 2] + min(minute, clocks[span + 1]) - clocks[span])
    return int(before)


@kernel
def day_of(clocks: Clocks, head: int, work: int) -> int:
    """The place, among the days that differ, of the day in which the working tick after so much work lies."""
    at = clocks[head + DAY_AT]
    low, high = 0, clocks[head + DAYS]
    guess = work * high // clocks[head + CORE]
    if guess - 8 > low and clocks[at + 2 * (guess - 8)] <= work:
        low = guess - 8
    if guess + 8 < high and clocks[at + 2 * (guess + 8)] > work:
        high = guess + 8
    while high - low > 1:
        middle = (low + high) >> 1
        if clocks[at + 2 * middle] <= work:
            low = middle
        else:
            high = middle
    return int(low)


@kernel
def begin_after(clocks: Clocks, clock: int, work: int) -> int:
    """The instant at which the next work begins after so much work: 08:00 on Monday, not 17:00 on Friday."""
    head = clock * HEAD
    core = clocks[head + CORE]
    if 0 <= work < core:
        place = day_of(clocks, head, work)
        at = clocks[head + DAY_AT] + 2 * place
        rest = work - clocks[at]
    else:
        beyond = work if work < 0 else work - core
        weekly = clocks[head + WEEKLY]
        week = beyond // weekly
        rest = beyond - week * weekly
        at = clocks[head + WEEK_AT]
        place = week * 7
        while clocks[at + 2] <= rest:
            at += 2
            place += 1
        rest -= clocks[at]
        if work >= 0:
            place += clocks[head + DAYS]
    shift = clocks[at + 1]
    span = shift + 1
    last = shift + 3 * clocks[shift] - 2
    while span < last and clocks[span + 5] <= rest:
        span += 3
    return int((clocks[head + FIRST] + place) * DAY + clocks[span] + rest - clocks[span + 2])


@kernel
def end_after(clocks: Clocks, clock: int, work: int) -> int:
    """The instant at which so much work is done: 17:00 on Friday, not 08:00 on Monday."""
    return begin_after(clocks, clock, work - 1) + 1


@kernel
def next_work(clocks: Clocks, clock: int, when: int) -> int:
    """The instant itself where work goes on after it, else the next at which it does."""
    return begin_after(clocks, clock, work_until(clocks, clock, when))


@kernel
def last_work(clocks: Clocks, clock: int, when: int) -> int:
    """The instant itself where work went on until it, else the last before it until which it did."""
    return end_after(clocks, clock, work_until(clocks, clock, when))
