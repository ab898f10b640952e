"""What the checks of a schedule look at: one frozen picture of a scheduled plan, its baseline and its status date."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class ActivityKind(StrEnum):
    """What an activity is; only tasks are in the population of most checks."""

    TASK = "task"
    MILESTONE = "milestone"
    SUMMARY = "summary"
    LEVEL_OF_EFFORT = "level_of_effort"


class ActivityState(StrEnum):
    """How far an activity has come."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETE = "complete"
    CANCELLED = "cancelled"


class Hold(StrEnum):
    """A date that holds an activity: start or finish, no earlier, no later, or on; the last four stop logic from moving it."""

    SNET = "SNET"
    FNET = "FNET"
    SNLT = "SNLT"
    FNLT = "FNLT"
    MSO = "MSO"
    MFO = "MFO"


HARD = frozenset({Hold.SNLT, Hold.FNLT, Hold.MSO, Hold.MFO})
"""Constraints that stop logic (domain.md §6.2)."""


class LinkType(StrEnum):
    """Which ends of the two activities a link joins."""

    FS = "FS"
    SS = "SS"
    FF = "FF"
    SF = "SF"


@dataclass(frozen=True, slots=True)
class HeldDate:
    """A constraint and its date."""

    kind: Hold
    at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class CheckedActivity:
    """An activity as scheduled: durations and float in working days, dates as the wall clock shows them.

    `start` and `finish` are the dates in force: actual where there are some, else forecast. `remaining` is None where all of `duration` is
    left. `margin` marks a visible schedule margin, which the check of long activities leaves out.
    """

    id: str
    duration: float
    name: str = ""
    kind: ActivityKind = ActivityKind.TASK
    state: ActivityState = ActivityState.NOT_STARTED
    remaining: float | None = None
    total_float: float | None = None
    start: dt.datetime | None = None
    finish: dt.datetime | None = None
    actual_start: dt.datetime | None = None
    actual_finish: dt.datetime | None = None
    baseline_start: dt.datetime | None = None
    baseline_finish: dt.datetime | None = None
    baseline_duration: float | None = None
    constraints: tuple[HeldDate, ...] = ()
    resources: int = 0
    cost: Decimal | None = None
    critical: bool | None = None
    margin: bool = False

    @property
    def open(self) -> bool:
        """Whether there is work left, or a milestone to reach."""
        return self.state in (ActivityState.NOT_STARTED, ActivityState.IN_PROGRESS)

    @property
    def left(self) -> float:
        """Working days that are left."""
        if not self.open:
            return 0.0
        return self.duration if self.remaining is None else self.remaining


@dataclass(frozen=True, slots=True)
class CheckedLink:
    """A dependency with its lag in working days (a lead is negative)."""

    predecessor: str
    successor: str
    kind: LinkType = LinkType.FS
    lag: float = 0.0

    @property
    def words(self) -> str:
        """The link as planners write it."""
        lag = f"{self.lag:+g} d" if self.lag else ""
        return f"{self.predecessor} → {self.successor} {self.kind.value}{lag}"


@dataclass(frozen=True, slots=True)
class WorkingWeek:
    """Which days are worked (0 is Monday), less the holidays: the calendar of the project for counting days."""

    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    holidays: frozenset[dt.date] = frozenset()


@dataclass(frozen=True, slots=True)
class CheckedSchedule:
    """A plan to check at its status date, which is the end of a working day.

    `required_finish` stands in where the baseline has no finish. The next three are measured by a scheduler where there is one, in working
    days; where they are None they are worked out here over `week`: `critical_path_length` from the status date to the finish,
    `finish_float` from the forecast to the baseline finish, `test_movement` of the finish when 600 days are added to `test_activity`.
    """

    activities: tuple[CheckedActivity, ...]
    status_at: dt.datetime
    links: tuple[CheckedLink, ...] = ()
    project_start: str | None = None
    project_finish: str | None = None
    finish: dt.datetime | None = None
    baseline_finish: dt.datetime | None = None
    required_finish: dt.datetime | None = None
    critical_path_length: float | None = None
    finish_float: float | None = None
    test_activity: str | None = None
    test_movement: float | None = None
    week: WorkingWeek = WorkingWeek()
