"""A schedule file in memory, the same whichever tool wrote it; what it has no field for stays beside the fields, as it was written.

Instants are civil; durations, lags and work are minutes of working time. Identifiers are texts, unique in a file.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from steerco.capabilities.schedules.services.records import Record
from steerco_engine.calendars import DayException, Shift, WorkWeek


@dataclass(slots=True)
class Kept:
    """Whatever came from a file: the record that it stood in, for the values that have no field here."""

    record: Record | None = None

    @property
    def raw(self) -> dict[str, str]:
        """The texts that it came with."""
        return self.record.values if self.record else {}


@dataclass(slots=True)
class Calendar(Kept):
    """A calendar: seven days from Monday (None: as in the parent), and what differs from them."""

    uid: str = ""
    name: str = ""
    kind: str = ""
    parent: str | None = None
    days: tuple[Shift | None, ...] = (None,) * 7
    exceptions: tuple[DayException, ...] = ()
    work_weeks: tuple[WorkWeek, ...] = ()
    minutes_per_day: float | None = None
    minutes_per_week: float | None = None
    project: str | None = None


@dataclass(slots=True)
class Project(Kept):
    """A project of the file, and how its tool is told to schedule it (`options` in the words of that tool)."""

    uid: str = ""
    id: str = ""
    name: str = ""
    start: dt.datetime | None = None
    finish: dt.datetime | None = None
    data_date: dt.datetime | None = None
    must_finish: dt.datetime | None = None
    calendar: str | None = None
    from_start: bool = True
    critical_float: float | None = None
    critical_by: str = ""
    honour_constraints: bool | None = None
    minutes_per_day: float | None = None
    minutes_per_week: float | None = None
    days_per_month: float | None = None
    options: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Baseline:
    """What was once planned of an activity; number 0 is the first."""

    number: int = 0
    start: dt.datetime | None = None
    finish: dt.datetime | None = None
    duration: float | None = None
    work: float | None = None
    cost: float | None = None


@dataclass(slots=True)
class Wbs(Kept):
    """A node of the work breakdown structure."""

    uid: str = ""
    project: str = ""
    parent: str | None = None
    code: str = ""
    name: str = ""
    order: float | None = None


@dataclass(slots=True)
class Activity(Kept):
    """An activity with what was planned, what happened, and (`early_…` to `critical`) what its tool had calculated."""

    uid: str = ""
    project: str = ""
    row: float | None = None
    code: str = ""
    name: str = ""
    wbs: str = ""
    wbs_uid: str | None = None
    level: float | None = None
    parent: str | None = None
    kind: str = "task"
    status: str = ""
    summary: bool = False
    milestone: bool = False
    manual: bool = False
    active: bool = True
    blank: bool = False
    external: bool = False
    recurring: bool = False
    by_resources: bool = False
    ignore_resource_calendars: bool = False
    effort_driven: bool = False
    duration: float | None = None
    duration_format: str = ""
    remaining: float | None = None
    actual_duration: float | None = None
    manual_duration: float | None = None
    duration_type: str = ""
    percent_type: str = ""
    percent: float | None = None
    physical_percent: float | None = None
    calendar: str | None = None
    constraint: str | None = None
    constraint_date: dt.datetime | None = None
    second_constraint: str | None = None
    second_constraint_date: dt.datetime | None = None
    deadline: dt.datetime | None = None
    expected_finish: dt.datetime | None = None
    actual_start: dt.datetime | None = None
    actual_finish: dt.datetime | None = None
    suspended: dt.datetime | None = None
    resumed: dt.datetime | None = None
    stopped: dt.datetime | None = None
    planned_start: dt.datetime | None = None
    planned_finish: dt.datetime | None = None
    start: dt.datetime | None = None
    finish: dt.datetime | None = None
    manual_start: dt.datetime | None = None
    manual_finish: dt.datetime | None = None
    external_start: dt.datetime | None = None
    external_finish: dt.datetime | None = None
    levelling_delay: float | None = None
    priority: float | None = None
    splits: tuple[tuple[dt.datetime, dt.datetime], ...] = ()
    baselines: list[Baseline] = field(default_factory=list)
    early_start: dt.datetime | None = None
    early_finish: dt.datetime | None = None
    late_start: dt.datetime | None = None
    late_finish: dt.datetime | None = None
    total_float: float | None = None
    free_float: float | None = None
    critical: bool | None = None


@dataclass(slots=True)
class Link(Kept):
    """A dependency: `kind` FS, SS, FF or SF; `unit` working, elapsed, percent or elapsed_percent."""

    uid: str = ""
    predecessor: str = ""
    successor: str = ""
    predecessor_project: str | None = None
    kind: str = "FS"
    lag: float = 0
    unit: str = "working"
    project: str = ""


@dataclass(slots=True)
class Resource(Kept):
    """Who or what works: `kind` work, material or cost."""

    uid: str = ""
    code: str = ""
    name: str = ""
    kind: str = "work"
    calendar: str | None = None
    parent: str | None = None
    most_units: float | None = None


@dataclass(slots=True)
class Assignment(Kept):
    """A resource on an activity; units in percent."""

    uid: str = ""
    activity: str = ""
    resource: str = ""
    project: str = ""
    units: float | None = None
    work: float | None = None
    actual_work: float | None = None
    remaining_work: float | None = None
    delay: float | None = None
    start: dt.datetime | None = None
    finish: dt.datetime | None = None


@dataclass(slots=True)
class Value:
    """A code or field of an organisation's own: of what (`activity`, `resource`, `project`), its name and what it says there."""

    owner: str
    uid: str
    name: str
    text: str


@dataclass(slots=True)
class ScheduleFile:
    """Everything that a file holds. `kind` is xer, pmxml, mspdi, mpx or mpp; `rest` are the records of no kind above, untouched."""

    kind: str
    header: dict[str, str] = field(default_factory=dict)
    projects: list[Project] = field(default_factory=list)
    calendars: list[Calendar] = field(default_factory=list)
    wbs: list[Wbs] = field(default_factory=list)
    activities: list[Activity] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    resources: list[Resource] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)
    codes: list[Value] = field(default_factory=list)
    fields: list[Value] = field(default_factory=list)
    rest: list[Record] = field(default_factory=list)
    root: Record | None = None

    @property
    def mode(self) -> str:
        """Whose rules the dates of this file follow."""
        return "primavera" if self.kind in {"xer", "pmxml"} else "microsoft_project"
