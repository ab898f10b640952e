"""Compiles what calculates, once for this kind of processor: run while installing, so that the first use costs nothing."""

from __future__ import annotations

import datetime as dt

from steerco_engine.calendars import Pattern
from steerco_engine.network import Activity, Constraint, ConstraintKind, Link, Mode, Options, Project, Schedule


def warmed() -> int:
    """Calculates a plan of three activities in every mode; gives how many activities were calculated.

    Examples
    --------
    >>> warmed()
    6
    """
    from steerco_engine.network.building import Builder
    from steerco_engine.network.changing import Live
    from steerco_engine.network.scheduling import schedule

    start = dt.datetime.fromisoformat("2026-03-02T08:00")
    week = Pattern("week", days=(((480, 720), (780, 1020)),) * 5 + ((), ()))
    late = Constraint(ConstraintKind.AS_LATE_AS_POSSIBLE)
    activities = (Activity("a", duration=480), Activity("b", duration=960, constraint=late), Activity("c", duration=480))
    count = 0
    for mode in Mode:
        project = (Project("", start=start, calendar="week"),)
        problem = Schedule(project, activities, (Link("a", "b"), Link("a", "c")), (week,), Options(mode))
        count += len(schedule(problem).lines)
        built = Builder(Schedule(project, activities[::2], (Link("a", "c"),), (week,), Options(mode))).build()
        Live(built.net, built.rules, built.clocks).last(0, 9600)
    return count


if __name__ == "__main__":
    from concurrent.futures import ProcessPoolExecutor

    from steerco_engine.uncertainty import warm

    with ProcessPoolExecutor(2) as both:
        for compiled in (both.submit(warmed), both.submit(warm)):
            compiled.result()
