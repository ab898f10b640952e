"""Scheduling a problem: arrays are built, the passes run, and each activity gets its line with the reason why it stands there."""

from __future__ import annotations

from steerco_engine.network.arrays import LATE
from steerco_engine.network.building import Builder
from steerco_engine.network.checking import checked
from steerco_engine.network.lines import lines_of
from steerco_engine.network.passes import dates_of
from steerco_engine.network.problem import Schedule
from steerco_engine.network.result import Scheduled
from steerco_engine.reasons import Fault, InputRefused


def schedule(problem: Schedule) -> Scheduled:
    """The dates, floats and reasons of every activity of a problem."""
    built = Builder(checked(problem)).build()
    dates, end = dates_of(built.net, built.rules, built.clocks, bool((built.net.flags & LATE).any()))
    try:
        return Scheduled(tuple(lines_of(built, dates, end)), tuple(built.notices))
    except OverflowError:
        raise InputRefused(
            Fault.OUT_OF_RANGE, "activities", "reach beyond the year 9999: look for a wrong unit of a duration or lag"
        ) from None
