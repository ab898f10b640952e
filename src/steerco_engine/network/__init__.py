"""Scheduling: the critical path by the rules of the planning tools, over calendars, with the reason of every date."""

from __future__ import annotations

from steerco_engine.network.problem import (
    Activity,
    Assignment,
    Constraint,
    ConstraintKind,
    CriticalBy,
    FloatRule,
    Kind,
    LagCalendar,
    LagUnit,
    Link,
    LinkKind,
    Mode,
    Options,
    Progress,
    Project,
    Schedule,
)
from steerco_engine.network.result import Because, Line, Notice, Scheduled

CALCULATIONS = ("schedule",)
"""What is offered by name from outside."""

__all__ = [
    "Activity",
    "Assignment",
    "Because",
    "Constraint",
    "ConstraintKind",
    "CriticalBy",
    "FloatRule",
    "Kind",
    "LagCalendar",
    "LagUnit",
    "Line",
    "Link",
    "LinkKind",
    "Mode",
    "Notice",
    "Options",
    "Progress",
    "Project",
    "Schedule",
    "Scheduled",
    "schedule",
]


def schedule(problem: Schedule) -> Scheduled:
    """The dates, floats and reasons of every activity of a problem, by the rules of Primavera or Microsoft Project.

    Parameters
    ----------
    problem
        Projects, calendars, activities, links and options; instants on the wall clock, durations and lags in minutes of working time.

    Returns
    -------
    Scheduled
        One line an activity, in their order: early and late dates, floats in working minutes, whether it is critical and what holds it;
        and what a planner should look at.

    Raises
    ------
    InputRefused
        `CYCLE` where links go round in a loop, `UNKNOWN_TASK` where a link names no activity, `OUT_OF_RANGE` for what can't be.

    Notes
    -----
    Source: domain.md §6.3; where the two tools differ, `options.mode` says whose rules apply.

    Examples
    --------
    >>> import datetime as dt
    >>> plan = Schedule((Project("P", start=dt.datetime.fromisoformat("2026-03-02T08:00")),), (Activity("A", "P", duration=480.0),))
    >>> schedule(plan).line("A").ef
    datetime.datetime(2026, 3, 2, 16, 0)
    """
    from steerco_engine.network.scheduling import schedule as calculate  # the compiler's library takes a fifth of a second

    return calculate(problem)
