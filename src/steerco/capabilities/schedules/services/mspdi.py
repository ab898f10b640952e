"""An MSPDI file of Microsoft Project as a schedule."""

from __future__ import annotations

import datetime as dt

from steerco.capabilities.schedules.services import columns
from steerco.capabilities.schedules.services.model import (
    Activity,
    Assignment,
    Baseline,
    Calendar,
    Link,
    Project,
    Resource,
    ScheduleFile,
    Value,
)
from steerco.capabilities.schedules.services.p6_calendars import span_of
from steerco.capabilities.schedules.services.records import FileRefused, Record
from steerco.capabilities.schedules.services.values import instant_of, is_yes, number_of, read_into
from steerco_engine.calendars import DayException, Recurrence, Shift, WorkWeek

ELAPSED_FORMATS = {"4", "6", "8", "10", "12", "20", "36", "38", "40", "42", "44", "52"}
PERCENT, ELAPSED_PERCENT = {"19", "51"}, {"20", "52"}
NOBODY = "-65535"
KNOWN = {"Calendars", "Tasks", "Resources", "Assignments"}
_KINDS = {
    "1": Recurrence.DAILY, "2": Recurrence.YEARLY, "3": Recurrence.YEARLY_WEEKDAY, "4": Recurrence.MONTHLY, "5": Recurrence.MONTHLY_WEEKDAY,
    "6": Recurrence.WEEKLY, "7": Recurrence.DAILY,
}  # fmt: skip


def read_mspdi(root: Record, space: str, kind: str = "mspdi") -> ScheduleFile:
    """Everything that an MSPDI file holds; refuses it with the line where it can't be read."""
    file = ScheduleFile(kind, header={"xmlns": space}, root=root)
    project = Project(record=root, uid="1")
    read_into(project, root, columns.MSP_PROJECT)
    project.id = project.id or project.name
    project.options = dict(root.values)
    project.calendar = None if project.calendar == "-1" else project.calendar
    file.projects = [project]
    file.calendars = [_calendar(each) for each in root.inner("Calendars", "Calendar")]
    for each in root.inner("Resources", "Resource"):
        resource = read_into(Resource(record=each), each, columns.MSP_RESOURCE)
        resource.calendar = None if resource.calendar == "-1" else resource.calendar
        file.resources.append(resource)
    parents: list[str] = []
    for each in root.inner("Tasks", "Task"):
        _activity(file, each, parents)
    for each in root.inner("Assignments", "Assignment"):
        if each.get("ResourceUID") != NOBODY:
            given = Assignment(record=each, project="1", work=0, actual_work=0, remaining_work=0, delay=0)
            file.assignments.append(read_into(given, each, columns.MSP_ASSIGNMENT))
    file.rest = [each for each in root.parts if each.name not in KNOWN]
    _words(file, root)
    return file


def _activity(file: ScheduleFile, record: Record, parents: list[str]) -> None:
    """A task with its links and baselines; its parent is the last one before it on the level above."""
    activity = read_into(Activity(record=record, project="1", actual_duration=0), record, columns.MSP_ACTIVITY)
    if not activity.uid:
        raise FileRefused("a task without UID.", record.place)
    if activity.calendar == "-1":
        activity.calendar = None
    level = int(activity.level or 0)
    if not 0 <= level <= 1000:
        raise FileRefused(f"no task stands on level {level}.", record.place)
    if not activity.blank:
        del parents[level:]
        activity.parent = next((uid for uid in reversed(parents) if uid), None)
        parents.extend([""] * (level - len(parents)) + [activity.uid])
    if activity.remaining is None and (activity.actual_finish or not activity.duration):
        activity.remaining = 0
    if not activity.remaining and activity.duration and not activity.actual_start:
        activity.remaining = None  # a file that stores none: all of it is left
    file.activities.append(activity)
    for part in record.each("PredecessorLink"):
        link = read_into(Link(record=part, successor=activity.uid, project="1"), part, columns.MSP_LINK)
        _lag(link, part)
        if link.predecessor:
            file.links.append(link)
    for part in record.each("Baseline"):
        activity.baselines.append(read_into(Baseline(), part, columns.MSP_BASELINE))


def _lag(link: Link, record: Record) -> None:
    try:
        lag = number_of(record.get("LinkLag") or "0")
    except ValueError:
        raise FileRefused(f"LinkLag is “{record.get('LinkLag')[:20]}”.", record.place) from None
    said = record.get("LagFormat")
    if said in PERCENT or said in ELAPSED_PERCENT:
        link.lag, link.unit = lag, "percent" if said in PERCENT else "elapsed_percent"
    else:
        link.lag, link.unit = round(lag / 10, 4), "elapsed" if said in ELAPSED_FORMATS else "working"
        link.lag = int(link.lag) if float(link.lag).is_integer() else link.lag


def _calendar(record: Record) -> Calendar:
    calendar = Calendar(record=record)
    read_into(calendar, record, columns.MSP_CALENDAR)
    calendar.parent = None if calendar.parent in {"-1", "0", None} else calendar.parent
    calendar.kind = "base" if is_yes(record.get("IsBaseCalendar")) else "resource"
    calendar.days = _week(record)
    exceptions = [_exception(each) for each in record.inner("Exceptions", "Exception")]
    if not exceptions:
        exceptions = [_exception(each) for each in record.inner("WeekDays", "WeekDay") if each.get("DayType") == "0"]
    calendar.exceptions = tuple(exceptions)
    calendar.work_weeks = tuple(WorkWeek(*_period(each), _week(each)) for each in record.inner("WorkWeeks", "WorkWeek"))
    return calendar


def _week(record: Record) -> tuple[Shift | None, ...]:
    """Seven days from Monday; 1 is Sunday in the file."""
    days: list[Shift | None] = [None] * 7
    for day in record.inner("WeekDays", "WeekDay"):
        if day.get("DayType") in {"1", "2", "3", "4", "5", "6", "7"}:
            days[(int(day.get("DayType")) + 5) % 7] = _shift(day)
    return tuple(days)


def _shift(record: Record) -> Shift:
    if not is_yes(record.get("DayWorking") or "1"):
        return ()
    spans = [span_of(each.get("FromTime"), each.get("ToTime"), each.place) for each in record.inner("WorkingTimes", "WorkingTime")
             if each.get("FromTime") and each.get("ToTime")]  # fmt: skip
    return tuple(sorted(span for span in spans if span[0] < span[1]))


def _period(record: Record) -> tuple[dt.date, dt.date]:
    inner = next(record.each("TimePeriod"), record)
    try:
        first, last = instant_of(inner.get("FromDate")), instant_of(inner.get("ToDate"))
    except ValueError:
        first = last = None
    if first is None or last is None or last < first or (last - first).days > 120_000:
        raise FileRefused("an exception or working week of a calendar without its two dates.", record.place)
    return first.date(), last.date()


def _exception(record: Record) -> DayException:
    """An exception, once or recurring; working times say whether it is worked."""
    first, last = _period(record)
    said = record.get("Type")
    number = {
        name: _whole(record, name) for name in ("Period", "Occurrences", "DaysOfWeek", "MonthItem", "MonthPosition", "Month", "MonthDay")
    }
    spans = _shift(record) if is_yes(record.get("DayWorking")) or not record.get("DayWorking") else ()
    kind = _KINDS.get(said, Recurrence.ONCE)
    period = max(1, number["Period"] or 1)
    if kind is Recurrence.ONCE or (kind is Recurrence.DAILY and period == 1):
        return DayException(first, last, spans)
    times = number["Occurrences"] if is_yes(record.get("EnteredByOccurrences")) and number["Occurrences"] else None
    weekdays = tuple((bit + 6) % 7 for bit in range(7) if (number["DaysOfWeek"] or 0) >> bit & 1)
    which = None
    if kind in (Recurrence.YEARLY_WEEKDAY, Recurrence.MONTHLY_WEEKDAY):
        item = number["MonthItem"] or 0
        weekdays = ((item - 3 + 6) % 7,) if 3 <= item <= 9 else ()
        which = {0: 1, 1: 2, 2: 3, 3: 4, 4: -1}.get(number["MonthPosition"] or 0, 1)
    if kind in (Recurrence.YEARLY, Recurrence.YEARLY_WEEKDAY, Recurrence.MONTHLY, Recurrence.MONTHLY_WEEKDAY):
        first = _from(first, number["Month"] if kind in (Recurrence.YEARLY, Recurrence.YEARLY_WEEKDAY) else None, number["MonthDay"])
    return DayException(first, last, spans, kind, period, times, tuple(sorted(weekdays)), which)


def _from(first: dt.date, month: int | None, day: int | None) -> dt.date:
    """The first day of a rule that names a month (0 is January) and a day; the given one where they are none."""
    wanted_month = month + 1 if month is not None and 0 <= month <= 11 else first.month
    wanted_day = day if day and 1 <= day <= 31 else (first.day if month is None else 1)
    for year in (first.year, first.year + 1):
        try:
            found = dt.date(year, wanted_month, wanted_day)
        except ValueError:
            continue
        if found >= first.replace(day=1):
            return found
    return first


def _whole(record: Record, name: str) -> int | None:
    text = record.get(name)
    return int(text) if text.isdigit() and len(text) < 7 else None


def _words(file: ScheduleFile, root: Record) -> None:
    """Fields of an organisation's own: by their alias, else by the name that the tool gives them."""
    names = {
        each.get("FieldID"): each.get("Alias") or each.get("FieldName") for each in root.inner("ExtendedAttributes", "ExtendedAttribute")
    }
    for owner, records in (("activity", root.inner("Tasks", "Task")), ("resource", root.inner("Resources", "Resource")),
                           ("assignment", root.inner("Assignments", "Assignment"))):  # fmt: skip
        for record in records:
            for part in record.each("ExtendedAttribute"):
                name = names.get(part.get("FieldID"), part.get("FieldID"))
                file.fields.append(Value(owner, record.get("UID"), name, part.get("Value")))
            for part in record.each("OutlineCode"):
                file.codes.append(Value(owner, record.get("UID"), part.get("FieldID"), part.get("ValueID") or part.get("ValueGUID")))
