"""From a problem and its schedule to the picture that the checks look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from steerco_engine.network.problem import Activity, ConstraintKind, Kind, Project, Schedule
from steerco_engine.network.result import Line, Scheduled
from steerco_engine.schedule_quality.days import ADDED
from steerco_engine.schedule_quality.path import tested_activity
from steerco_engine.schedule_quality.population import Population
from steerco_engine.schedule_quality.snapshot import (
    ActivityKind,
    ActivityState,
    CheckedActivity,
    CheckedLink,
    CheckedSchedule,
    HeldDate,
    Hold,
    LinkType,
)

KINDS = {
    Kind.TASK: ActivityKind.TASK, Kind.START_MILESTONE: ActivityKind.MILESTONE, Kind.FINISH_MILESTONE: ActivityKind.MILESTONE,
    Kind.LEVEL_OF_EFFORT: ActivityKind.LEVEL_OF_EFFORT, Kind.SUMMARY: ActivityKind.SUMMARY,
}  # fmt: skip
HOLDS = {
    ConstraintKind.START_NO_EARLIER: Hold.SNET, ConstraintKind.FINISH_NO_EARLIER: Hold.FNET, ConstraintKind.START_NO_LATER: Hold.SNLT,
    ConstraintKind.FINISH_NO_LATER: Hold.FNLT, ConstraintKind.START_ON: Hold.MSO, ConstraintKind.FINISH_ON: Hold.MFO,
    ConstraintKind.MANDATORY_START: Hold.MSO, ConstraintKind.MANDATORY_FINISH: Hold.MFO,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Baselined:
    """The baseline of an activity: dates on the wall clock, duration in working minutes."""

    start: dt.datetime | None = None
    finish: dt.datetime | None = None
    duration: float | None = None
    margin: bool = False


def checked_schedule(
    problem: Schedule, scheduled: Scheduled, *, project: str | None = None, baselines: Mapping[str, Baselined] | None = None,
    costs: Mapping[str, Decimal] | None = None, status_at: dt.datetime | None = None,
    reschedule: Callable[[Schedule], Scheduled] | None = None,
) -> CheckedSchedule:  # fmt: skip
    """The picture of one project of a scheduled problem, for `dcma14`.

    Parameters
    ----------
    problem, scheduled
        The problem and what the scheduler made of it; minutes become days by the problem's `minutes_per_day`.
    project
        The uid of the project to look at (None: the first).
    baselines, costs
        By uid of the activity; those without are unplanned and without cost.
    status_at
        The status date; None: the project's data date, else its start.
    reschedule
        The scheduler, for the critical path test over all calendars and constraints; without it the test is done by a simpler pass.

    Raises
    ------
    InputRefused
        `OUT_OF_RANGE` for a project that is not there, and what `reschedule` refuses.

    Notes
    -----
    Mandatory constraints of Primavera and those that must be met in Microsoft Project are one kind here. Source: domain.md §6.7.
    """
    chosen = problem.project(project)
    lines = {each.uid: each for each in scheduled.lines}
    own = (
        [each for each in problem.activities if each.project in (chosen.uid, "")] if len(problem.projects) > 1 else list(problem.activities)
    )
    ids = {each.uid for each in own}
    planned, spent, day = baselines or {}, costs or {}, problem.options.minutes_per_day
    activities = tuple(
        _activity(each, lines[each.uid], planned.get(each.uid), spent.get(each.uid), day) for each in own if each.uid in lines
    )
    links = tuple(
        CheckedLink(each.predecessor, each.successor, LinkType(each.kind.value), each.lag / day)
        for each in problem.links
        if each.predecessor in ids and each.successor in ids
    )
    status = status_at or chosen.data_date or chosen.start or min(line.start for line in lines.values() if line.start)
    found = CheckedSchedule(activities, status, links, required_finish=chosen.must_finish, finish=_finish_of(scheduled, ids, problem))
    return _tested(found, problem, chosen, reschedule) if reschedule else found


def _activity(each: Activity, line: Line, planned: Baselined | None, cost: Decimal | None, day: float) -> CheckedActivity:
    held = [held for held in (each.constraint, each.second_constraint) if held is not None and held.kind in HOLDS]
    return CheckedActivity(
        id=each.uid, name=each.name or each.code, duration=each.duration / day,
        kind=ActivityKind.MILESTONE if each.milestone and each.kind is Kind.TASK else KINDS[each.kind], state=_state(each),
        remaining=None if each.remaining is None else max(0.0, each.remaining / day),
        total_float=None if line.tf is None else line.tf / day,
        start=line.start, finish=line.finish, actual_start=each.actual_start, actual_finish=each.actual_finish,
        baseline_start=planned.start if planned else None, baseline_finish=planned.finish if planned else None,
        baseline_duration=None if planned is None or planned.duration is None else planned.duration / day,
        constraints=tuple(HeldDate(HOLDS[held.kind], held.date) for held in held), resources=len(each.assignments), cost=cost,
        critical=line.critical or line.longest_path, margin=bool(planned and planned.margin),
    )  # fmt: skip


def _state(each: Activity) -> ActivityState:
    if each.inactive:
        return ActivityState.CANCELLED
    if each.actual_finish is not None:
        return ActivityState.COMPLETE
    return ActivityState.IN_PROGRESS if each.actual_start is not None else ActivityState.NOT_STARTED


def _finish_of(scheduled: Scheduled, ids: set[str], problem: Schedule) -> dt.datetime | None:
    """The latest finish of what is no summary."""
    counted = {each.uid for each in problem.activities if each.uid in ids and each.kind in (Kind.TASK, Kind.FINISH_MILESTONE)}
    return max((line.finish for line in scheduled.lines if line.uid in counted and line.finish is not None), default=None)


def _tested(found: CheckedSchedule, problem: Schedule, project: Project, reschedule: Callable[[Schedule], Scheduled]) -> CheckedSchedule:
    """The critical path test by the scheduler itself: how far the finish moves in the working time of the tested activity."""
    tested = tested_activity(Population.of(found))
    if tested is None or found.finish is None:
        return found
    longer = ADDED * problem.options.minutes_per_day
    activities = tuple(_longer(each, longer) if each.uid == tested.id else each for each in problem.activities)
    after = _finish_of(reschedule(replace(problem, activities=activities)), {each.id for each in found.activities}, problem)
    if after is None:
        return replace(found, test_activity=tested.id)
    activity = next(each for each in problem.activities if each.uid == tested.id)
    worked = _worked(problem, activity.calendar or activity.effective_calendar or project.calendar, found.finish, after, activity.elapsed)
    return replace(found, test_activity=tested.id, test_movement=worked / problem.options.minutes_per_day)


def _longer(each: Activity, minutes: float) -> Activity:
    return replace(
        each, duration=each.duration + minutes, remaining=None if each.remaining is None else each.remaining + minutes, expected_finish=None
    )


def _worked(problem: Schedule, calendar: str | None, start: dt.datetime, end: dt.datetime, elapsed: bool) -> float:
    """Working minutes from one instant to another on a calendar (around the clock for elapsed time)."""
    from steerco_engine.calendars.clock import MINUTE, ticks_of
    from steerco_engine.calendars.clocks import work_until
    from steerco_engine.calendars.compiling import compiled

    clocks, places, _empty = compiled(problem.calendars)
    place = 0 if elapsed else places.get(calendar, 0)
    return (work_until(clocks, place, ticks_of(end)) - work_until(clocks, place, ticks_of(start))) / MINUTE
