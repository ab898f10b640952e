"""The DCMA 14-point assessment of a schedule (domain.md §6.7): each check with its count, limit, verdict and offenders."""

from __future__ import annotations

from collections.abc import Callable

from steerco_engine.reasons import Fault, InputRefused
from steerco_engine.schedule_quality import dates, logic, path
from steerco_engine.schedule_quality.beside import beside
from steerco_engine.schedule_quality.population import Population
from steerco_engine.schedule_quality.results import Assessment, Check
from steerco_engine.schedule_quality.snapshot import CheckedSchedule

CHECKS: tuple[Callable[[Population], Check], ...] = (
    logic.complete_logic, logic.leads, logic.lags, logic.relationship_types, dates.hard_constraints, dates.high_float, dates.negative_float,
    dates.high_duration, dates.invalid_dates, dates.resources, dates.missed, path.critical_path_test, path.path_length_index,
    path.execution_index,
)  # fmt: skip
"""The checks in the order of their numbers."""


def dcma14(schedule: CheckedSchedule) -> Assessment:
    """The 14 checks of a schedule, each with numerator, denominator, limit, verdict and every offending activity with what to do.

    Parameters
    ----------
    schedule
        The plan as scheduled, its baseline and its status date; durations, lags and floats in working days.

    Returns
    -------
    Assessment
        Shares are fractions (0.05 is 5%) and compared with their limits before any rounding. A check that nothing can be said about has
        neither value nor verdict but a reason: `NO_POPULATION` (nothing to count), `NO_BASELINE`, `NO_DATA` (no floats or dates given),
        `PLAN_DATE_PASSED` (the finish lies before the status date).

    Raises
    ------
    InputRefused
        For two activities of one id, a link to an activity that is not there, links that make a loop, and a number that is not finite.

    Notes
    -----
    Source: DCMA EVMS Program Analysis Pamphlet 200.1 (2012), with the variants of domain.md §6.7 and Appendix E: links count when their
    successor is incomplete, long activities by their baseline duration, the execution index over every task due or never baselined.

    Examples
    --------
    >>> import datetime as dt
    >>> from steerco_engine.schedule_quality import CheckedActivity, CheckedLink
    >>> days = dict(start=dt.datetime(2026, 3, 2, 8), finish=dt.datetime(2026, 3, 6, 17), total_float=0.0, resources=1)
    >>> plan = CheckedSchedule((CheckedActivity("A", 5, **days), CheckedActivity("B", 5, **days)), dt.datetime(2026, 2, 27, 17),
    ...                        (CheckedLink("A", "B", lag=-1),))
    >>> found = dcma14(plan)
    >>> found.words, found.failed, found.checks[1].offenders[0].link
    ('8 of 9 checks that could be assessed passed', (2,), 'A → B FS-1 d')
    """
    population = Population.of(_checked(schedule))
    return Assessment(tuple(check(population) for check in CHECKS), beside(population))


def _checked(schedule: CheckedSchedule) -> CheckedSchedule:
    known: set[str] = set()
    for place, activity in enumerate(schedule.activities):
        if activity.id in known:
            raise InputRefused(Fault.OUT_OF_RANGE, f"activities.{place}.id", f"“{activity.id}” stands twice")
        known.add(activity.id)
        if not (activity.duration >= 0 and activity.left >= 0 and activity.duration < float("inf") and activity.left < float("inf")):
            raise InputRefused(Fault.OUT_OF_RANGE, f"activities.{place}.duration", "must be zero or more working days")
    for place, link in enumerate(schedule.links):
        for end, name in (("predecessor", link.predecessor), ("successor", link.successor)):
            if name not in known:
                raise InputRefused(Fault.UNKNOWN_TASK, f"links.{place}.{end}", f"“{name}” is no activity of this schedule")
        if not abs(link.lag) < float("inf"):
            raise InputRefused(Fault.OUT_OF_RANGE, f"links.{place}.lag", "must be a number of working days")
    return schedule
