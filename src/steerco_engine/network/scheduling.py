"""Scheduling a problem: arrays are built, the passes run, and each activity gets its line with the reason why it stands there."""

from __future__ import annotations

from steerco_engine.network.arrays import LATE
from steerco_engine.network.building import Builder
from steerco_engine.network.lines import lines_of
from steerco_engine.network.passes import dates_of
from steerco_engine.network.problem import Schedule
from steerco_engine.network.result import Scheduled


def schedule(problem: Schedule) -> Scheduled:
    """The dates, floats and reasons of every activity of a problem."""
    built = Builder(problem).build()
    dates, end = dates_of(built.net, built.rules, built.clocks, bool((built.net.flags & LATE).any()))
    return Scheduled(tuple(lines_of(built, dates, end)), tuple(built.notices))
