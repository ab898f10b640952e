"""A schedule file as the problem that the engine solves: every date that its tool had calculated is left out."""

from __future__ import annotations

import datetime as dt
import json

from steerco.capabilities.schedules.services import model
from steerco.capabilities.schedules.services.values import is_yes
from steerco_engine.calendars import Pattern, Shift, WorkWeek
from steerco_engine.network import (
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

ELAPSED_FORMATS = {"4", "6", "8", "10", "12", "36", "38", "40", "42", "44"}
FIXED_DURATION = "1"
_LAG_CALENDARS = {
    "rcal_Successor": LagCalendar.SUCCESSOR, "rcal_24Hour": LagCalendar.ALL_HOURS, "rcal_ProjDefault": LagCalendar.PROJECT,
    "Successor Activity Calendar": LagCalendar.SUCCESSOR, "24 Hour Calendar": LagCalendar.ALL_HOURS,
    "Project Default Calendar": LagCalendar.PROJECT,
}  # fmt: skip
_FLOATS = {
    "FT_SF": FloatRule.START, "FT_Min": FloatRule.SMALLEST, "Start Float": FloatRule.START,
    "Smallest of Start Float and Finish Float": FloatRule.SMALLEST,
    "Smallest of Start Float or Finish Float": FloatRule.SMALLEST,
}  # fmt: skip
_ORDERS = {"Progress Override": Progress.PROGRESS_OVERRIDE, "Actual Dates": Progress.ACTUAL_DATES}


def problem_of(file: model.ScheduleFile, mode: str | None = None) -> Schedule:
    """The problem that a file says; `mode` says by whose rules, where they are not those of its own tool."""
    microsoft = file.mode == "microsoft_project"
    given = _Given(file, microsoft)
    known = {each.uid for each in file.activities if not each.blank}
    return Schedule(
        tuple(_project(each, microsoft) for each in file.projects),
        tuple(given.activity(place, each) for place, each in enumerate(file.activities) if not each.blank),
        tuple(_link(each) for each in file.links if each.predecessor in known and each.successor in known),
        tuple(_pattern(each, file) for each in file.calendars),
        _options(file, Mode(mode or file.mode)),
    )


def links_outside(file: model.ScheduleFile) -> list[model.Link]:
    """Links to activities that the file does not hold: nothing can be calculated from them."""
    known = {each.uid for each in file.activities}
    return [each for each in file.links if each.predecessor not in known or each.successor not in known]


class _Given:
    """What an activity is read beside: the resources and assignments of the file."""

    def __init__(self, file: model.ScheduleFile, microsoft: bool) -> None:
        self.microsoft = microsoft
        self.resources = {each.uid: each for each in file.resources}
        self.calendars = {each.uid for each in file.calendars}
        self.projects = {each.uid: each for each in file.projects}
        self.nodes = {each.uid: each.parent for each in file.wbs}
        self.spans = {each.wbs_uid: each.uid for each in file.activities if each.kind == "wbs_summary" and each.wbs_uid}
        self.assignments: dict[str, list[model.Assignment]] = {}
        for each in file.assignments:
            self.assignments.setdefault(each.activity, []).append(each)

    def activity(self, place: int, each: model.Activity) -> Activity:
        """The activity with what works on it."""
        assigned = tuple(self._assignment(one) for one in self.assignments.get(each.uid, []))
        own = each.calendar if each.calendar in self.calendars else None
        by_resources = bool(assigned) and (each.by_resources or (self.microsoft and each.duration_type != FIXED_DURATION))
        project = self.projects.get(each.project)
        still = each.manual or each.external
        paused = not self.microsoft or (each.stopped is not None and each.resumed != each.stopped)
        return Activity(
            uid=each.uid, project=each.project, code=each.code, name=each.name, wbs=each.wbs, kind=_kind(each),
            parent=each.parent or self._spanning(each),
            order=int(each.row if each.row is not None else place), duration=each.duration or 0.0, remaining=each.remaining,
            elapsed=self.microsoft and each.duration_format in ELAPSED_FORMATS, milestone=each.milestone, calendar=own,
            effective_calendar=project.calendar if project else None, by_resources=by_resources,
            ignore_resource_calendars=each.ignore_resource_calendars,
            constraint=_constraint(each.constraint, each.constraint_date),
            second_constraint=_constraint(each.second_constraint, each.second_constraint_date),
            deadline=each.deadline, expected_finish=each.expected_finish, actual_start=each.actual_start, actual_finish=each.actual_finish,
            suspended=each.suspended, resumed=each.resumed if paused else None, percent=each.percent, manual=still,
            start=(each.manual_start or each.start) if still else None, finish=(each.manual_finish or each.finish) if still else None,
            inactive=not each.active, external_start=each.external_start, external_finish=each.external_finish, splits=each.splits,
            levelling_delay=each.levelling_delay or 0.0, priority=int(each.priority if each.priority is not None else 500),
            assignments=assigned,
        )  # fmt: skip

    def _spanning(self, each: model.Activity) -> str | None:
        """The activity that spans the branch of the work breakdown in which this one stands, if there is one."""
        if not self.spans:
            return None
        at = each.wbs_uid if self.spans.get(each.wbs_uid or "") != each.uid else self.nodes.get(each.wbs_uid or "")
        for _step in self.nodes:
            if at is None or at in self.spans:
                return self.spans.get(at or "")
            at = self.nodes.get(at)
        return None

    def _assignment(self, each: model.Assignment) -> Assignment:
        resource = self.resources.get(each.resource)
        calendar = resource.calendar if resource and resource.calendar in self.calendars else None
        material = resource is not None and resource.kind != "work"
        return Assignment(each.resource, calendar, each.work, each.remaining_work, each.units, each.delay or 0.0, material)


def _kind(each: model.Activity) -> Kind:
    if each.summary or each.kind == "wbs_summary":
        return Kind.SUMMARY
    return Kind(each.kind) if each.kind in {kind.value for kind in Kind} else Kind.TASK


def _constraint(kind: str | None, date: dt.datetime | None) -> Constraint | None:
    if kind is None or (date is None and kind != "as_late_as_possible"):
        return None
    return Constraint(ConstraintKind(kind), date)


def _link(each: model.Link) -> Link:
    return Link(each.predecessor, each.successor, LinkKind(each.kind), each.lag, LagUnit(each.unit))


def _project(each: model.Project, microsoft: bool) -> Project:
    return Project(
        each.uid, each.id or each.name, each.start, each.data_date, None if microsoft else each.must_finish, each.calendar,
        from_finish=not each.from_start, finish=each.finish if not each.from_start else None,
    )  # fmt: skip


def _pattern(each: model.Calendar, file: model.ScheduleFile) -> Pattern:
    weeks = each.work_weeks or _weeks(json.loads(file.header.get("weeks", "{}")).get(each.uid, []))
    parent = each.parent if each.parent != each.uid and any(one.uid == each.parent for one in file.calendars) else None
    return Pattern(each.uid, each.name, each.days, parent, each.exceptions, weeks, each.minutes_per_day or 480.0)


def _weeks(said: list[list[object]]) -> tuple[WorkWeek, ...]:
    """Working weeks as the reader of binary files tells them."""
    found = []
    for first, last, days in said:
        week = tuple(None if day is None else _shift(day) for day in days) if isinstance(days, list) else (None,) * 7
        found.append(WorkWeek(dt.date.fromisoformat(str(first)[:10]), dt.date.fromisoformat(str(last)[:10]), week))
    return tuple(found)


def _shift(spans: list[list[str]]) -> Shift:
    minutes = [(int(a[:2]) * 60 + int(a[3:5]), int(b[:2]) * 60 + int(b[3:5])) for a, b in spans]
    return tuple(sorted((first, last or 1440) for first, last in minutes if first < (last or 1440)))


def _options(file: model.ScheduleFile, mode: Mode) -> Options:
    """How the tool is told to schedule; the first project speaks for the file, as it does when several are opened together."""
    project = file.projects[0] if file.projects else model.Project()
    said = project.options
    if file.mode == "microsoft_project":
        honoured = project.honour_constraints if project.honour_constraints is not None else True
        day = project.minutes_per_day or 480.0
        return Options(mode, critical_float=(project.critical_float or 0.0) * day, honour_constraints=honoured, minutes_per_day=day)
    if is_yes(said.get("sched_progress_override", "")):
        progress = Progress.PROGRESS_OVERRIDE
    else:
        actual = said.get("sched_retained_logic") == "N"
        progress = Progress.ACTUAL_DATES if actual else _ORDERS.get(said.get("OutOfSequenceScheduleType", ""), Progress.RETAINED_LOGIC)
    calendar = next((each for each in file.calendars if each.uid == project.calendar), None)
    lag = said.get("sched_calendar_on_relationship_lag") or said.get("RelationshipLagCalendar", "")
    return Options(
        mode, progress, _LAG_CALENDARS.get(lag, LagCalendar.PREDECESSOR),
        _FLOATS.get(said.get("sched_float_type") or said.get("ComputeTotalFloatType", ""), FloatRule.FINISH),
        CriticalBy.LONGEST_PATH if project.critical_by in {"CT_DrivPath", "Longest Path"} else CriticalBy.TOTAL_FLOAT,
        project.critical_float or 0.0, use_expected_finish=_says(said, "sched_use_expect_end_flag", "UseExpectedFinishDates"),
        start_lag_from_early=_says(said, "sched_lag_early_start_flag", "StartToStartLagCalculationType"),
        open_ends_critical=_says(said, "sched_open_critical_flag", "MakeOpenEndedActivitiesCritical", other=False),
        float_to_project_end=_says(said, "sched_use_project_end_date_for_float", "CalculateFloatBasedOnFinishDate"),
        ignore_external_links=said.get("sched_outer_depend_type") == "SD_None" or is_yes(said.get("IgnoreOtherProjectRelationships", "")),
        minutes_per_day=(calendar.minutes_per_day if calendar else None) or 480.0,
    )  # fmt: skip


def _says(said: dict[str, str], *names: str, other: bool = True) -> bool:
    """What a flag says under one of its names; the default of the tool where it is not said."""
    return next((is_yes(said[name]) for name in names if said.get(name)), other)
