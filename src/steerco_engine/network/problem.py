"""The problem of scheduling: projects, calendars, activities and links as a planning tool holds them, without any calculated date.

Instants are civil time (no zone); durations, lags and work are minutes of working time unless they are said to be elapsed.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from steerco_engine.calendars.patterns import Pattern
from steerco_engine.reasons import Fault, InputRefused


class Mode(StrEnum):
    """Whose rules apply where the tools differ."""

    PRIMAVERA = "primavera"
    MICROSOFT_PROJECT = "microsoft_project"


class Kind(StrEnum):
    """What an activity is."""

    TASK = "task"
    START_MILESTONE = "start_milestone"
    FINISH_MILESTONE = "finish_milestone"
    LEVEL_OF_EFFORT = "level_of_effort"
    SUMMARY = "summary"


class LinkKind(StrEnum):
    """Which ends of the two activities a link joins."""

    FS = "FS"
    SS = "SS"
    FF = "FF"
    SF = "SF"


class LagUnit(StrEnum):
    """What a lag counts: working minutes, minutes around the clock, or percent of the predecessor's duration (working or elapsed)."""

    WORKING = "working"
    ELAPSED = "elapsed"
    PERCENT = "percent"
    ELAPSED_PERCENT = "elapsed_percent"


class ConstraintKind(StrEnum):
    """How a date holds an activity; the mandatory ones break logic, the others only push."""

    AS_LATE_AS_POSSIBLE = "as_late_as_possible"
    START_NO_EARLIER = "start_no_earlier"
    START_NO_LATER = "start_no_later"
    FINISH_NO_EARLIER = "finish_no_earlier"
    FINISH_NO_LATER = "finish_no_later"
    START_ON = "start_on"
    FINISH_ON = "finish_on"
    MANDATORY_START = "mandatory_start"
    MANDATORY_FINISH = "mandatory_finish"


class LagCalendar(StrEnum):
    """Whose calendar a working lag is counted on."""

    PREDECESSOR = "predecessor"
    SUCCESSOR = "successor"
    PROJECT = "project"
    ALL_HOURS = "all_hours"


class Progress(StrEnum):
    """What happens to the rest of an activity that started before its predecessors let it."""

    RETAINED_LOGIC = "retained_logic"
    PROGRESS_OVERRIDE = "progress_override"
    ACTUAL_DATES = "actual_dates"


class FloatRule(StrEnum):
    """What total float is counted from."""

    SMALLEST = "smallest"
    START = "start"
    FINISH = "finish"


class CriticalBy(StrEnum):
    """What makes an activity critical."""

    TOTAL_FLOAT = "total_float"
    LONGEST_PATH = "longest_path"


@dataclass(frozen=True, slots=True)
class Constraint:
    """A date that holds an activity; as late as possible needs none."""

    kind: ConstraintKind
    date: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """A resource on an activity: its calendar, the working minutes that it takes there, when it begins after the activity's start.

    `units` is in percent; `material` resources neither work nor have hours. `drives` says whether the dates depend on it.
    """

    resource: str
    calendar: str | None = None
    work: float | None = None
    remaining_work: float | None = None
    units: float | None = None
    lag: float = 0.0
    material: bool = False
    drives: bool = True


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity, milestone or summary, as planned and as progressed; nothing in it was calculated by a scheduler.

    `duration` is the whole duration, `remaining` what is left of it (None: all while it has no actual finish). `calendar` is the activity's
    own; `effective_calendar` is in force where it has none (None: the project's). `by_resources` activities work when their resources do.
    `start` and `finish` count for manual activities alone. `splits` are the stretches worked, as instants. `levelling_delay` is elapsed.
    """

    uid: str
    project: str = ""
    code: str = ""
    name: str = ""
    wbs: str = ""
    kind: Kind = Kind.TASK
    parent: str | None = None
    order: int = 0
    duration: float = 0.0
    remaining: float | None = None
    elapsed: bool = False
    milestone: bool = False
    calendar: str | None = None
    effective_calendar: str | None = None
    by_resources: bool = False
    ignore_resource_calendars: bool = False
    constraint: Constraint | None = None
    second_constraint: Constraint | None = None
    deadline: dt.datetime | None = None
    expected_finish: dt.datetime | None = None
    actual_start: dt.datetime | None = None
    actual_finish: dt.datetime | None = None
    suspended: dt.datetime | None = None
    resumed: dt.datetime | None = None
    percent: float | None = None
    manual: bool = False
    start: dt.datetime | None = None
    finish: dt.datetime | None = None
    inactive: bool = False
    external_start: dt.datetime | None = None
    external_finish: dt.datetime | None = None
    splits: tuple[tuple[dt.datetime, dt.datetime], ...] = ()
    levelling_delay: float = 0.0
    priority: int = 500
    assignments: tuple[Assignment, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A dependency: the successor waits for the predecessor; uids are unique over all projects of a problem."""

    predecessor: str
    successor: str
    kind: LinkKind = LinkKind.FS
    lag: float = 0.0
    unit: LagUnit = LagUnit.WORKING


@dataclass(frozen=True, slots=True)
class Project:
    """A project of the problem: from where its dates are counted, and what its end must not pass."""

    uid: str
    name: str = ""
    start: dt.datetime | None = None
    data_date: dt.datetime | None = None
    must_finish: dt.datetime | None = None
    calendar: str | None = None
    from_finish: bool = False
    finish: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """How to schedule: the mode and what a planner may set in it.

    `float_to_project_end` measures late dates to the end of each project (else to the end of all). `critical_float` is in working minutes.
    `start_lag_from_early` counts the lag of a start-to-start link from the early start, else from the actual start.
    """

    mode: Mode = Mode.PRIMAVERA
    progress: Progress = Progress.RETAINED_LOGIC
    lag_calendar: LagCalendar = LagCalendar.PREDECESSOR
    float_rule: FloatRule = FloatRule.FINISH
    critical_by: CriticalBy = CriticalBy.TOTAL_FLOAT
    critical_float: float = 0.0
    use_expected_finish: bool = True
    start_lag_from_early: bool = True
    open_ends_critical: bool = False
    float_to_project_end: bool = True
    honour_constraints: bool = True
    ignore_external_links: bool = False
    minutes_per_day: float = 480.0


@dataclass(frozen=True, slots=True)
class Schedule:
    """A whole problem: everything that a scheduler needs, and nothing that one has calculated."""

    projects: tuple[Project, ...]
    activities: tuple[Activity, ...]
    links: tuple[Link, ...] = ()
    calendars: tuple[Pattern, ...] = ()
    options: Options = field(default_factory=Options)

    def project(self, uid: str | None) -> Project:
        """One of the projects by its uid (None: the first); raises `InputRefused` with `OUT_OF_RANGE` for one that is not there."""
        found = next((each for each in self.projects if uid in (None, each.uid)), None)
        if found is None:
            said = f"“{uid}” is no project of this schedule" if uid is not None else "the schedule holds no project"
            raise InputRefused(Fault.OUT_OF_RANGE, "project", said)
        return found
