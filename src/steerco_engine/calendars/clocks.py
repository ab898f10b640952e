"""Calendars as arrays: work until each day as prefix sums, and an endless week on both sides of the days that differ."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from steerco_engine.calendars.clock import DAY
from steerco_engine.kernels import kernel

Whole = NDArray[np.int64]
Small = NDArray[np.int32]


class Clocks(NamedTuple):
    """Every calendar of a problem; all amounts are ticks. Work is counted from the first of the days that differ, backwards below zero."""

    first_day: Whole
    days: Whole
    offset: Whole
    core_work: Whole
    week_work: Whole
    week_before: Whole
    week_shift: Small
    day_before: Whole
    day_shift: Small
    span_at: Small
    span_from: Small
    span_to: Small
    span_before: Small


@kernel
def work_until(clocks: Clocks, clock: int, when: int) -> int:
    """The working ticks from the calendar's origin to an instant."""
    day = when // DAY
    minute = when - day * DAY
    place = day - clocks.first_day[clock]
    days = clocks.days[clock]
    if 0 <= place < days:
        at = clocks.offset[clock] + place
        before = clocks.day_before[at]
        shift = clocks.day_shift[at]
    else:
        rest = place if place < 0 else place - days
        week = rest // 7
        of_week = rest - week * 7
        before = week * clocks.week_work[clock] + clocks.week_before[clock * 8 + of_week]
        if place >= 0:
            before += clocks.core_work[clock]
        shift = clocks.week_shift[clock * 7 + of_week]
    for span in range(clocks.span_at[shift + 1] - 1, clocks.span_at[shift] - 1, -1):
        if minute >= clocks.span_from[span]:
            return before + clocks.span_before[span] + min(minute, clocks.span_to[span]) - clocks.span_from[span]
    return before


@kernel
def day_of(clocks: Clocks, clock: int, work: int) -> int:
    """The place, among the days that differ, of the day in which the working tick after so much work lies."""
    low = clocks.offset[clock]
    high = low + clocks.days[clock]
    first = low
    guess = low + work * clocks.days[clock] // clocks.core_work[clock]
    reach = 8
    if guess - reach > low and clocks.day_before[guess - reach] <= work:
        low = guess - reach
    if guess + reach < high and clocks.day_before[guess + reach] > work:
        high = guess + reach
    while high - low > 1:
        middle = (low + high) >> 1
        if clocks.day_before[middle] <= work:
            low = middle
        else:
            high = middle
    return low - first


@kernel
def begin_after(clocks: Clocks, clock: int, work: int) -> int:
    """The instant at which the next work begins after so much work: 08:00 on Monday, not 17:00 on Friday."""
    core = clocks.core_work[clock]
    if 0 <= work < core:
        place = day_of(clocks, clock, work)
        at = clocks.offset[clock] + place
        rest = work - clocks.day_before[at]
        shift = clocks.day_shift[at]
    else:
        beyond = work if work < 0 else work - core
        week_work = clocks.week_work[clock]
        week = beyond // week_work
        rest = beyond - week * week_work
        of_week = 0
        while clocks.week_before[clock * 8 + of_week + 1] <= rest:
            of_week += 1
        rest -= clocks.week_before[clock * 8 + of_week]
        shift = clocks.week_shift[clock * 7 + of_week]
        place = week * 7 + of_week
        if work >= 0:
            place += clocks.days[clock]
    span = clocks.span_at[shift]
    while span + 1 < clocks.span_at[shift + 1] and clocks.span_before[span + 1] <= rest:
        span += 1
    return (clocks.first_day[clock] + place) * DAY + clocks.span_from[span] + rest - clocks.span_before[span]


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
