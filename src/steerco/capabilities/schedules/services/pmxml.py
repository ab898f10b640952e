"""A PMXML file of Primavera as a schedule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TypeVar

from steerco.capabilities.schedules.services import columns
from steerco.capabilities.schedules.services.model import (
    Activity,
    Assignment,
    Calendar,
    Kept,
    Link,
    Project,
    Resource,
    ScheduleFile,
    Value,
    Wbs,
)
from steerco.capabilities.schedules.services.p6_calendars import STANDARD, minute_of
from steerco.capabilities.schedules.services.records import FileRefused, Record
from steerco.capabilities.schedules.services.values import Column, instant_of, is_yes, read_into
from steerco.capabilities.schedules.services.xer import finish
from steerco_engine.calendars import DayException, Shift

K = TypeVar("K", bound=Kept)
WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
KNOWN = {"Calendar", "Resource", "Project", "BaselineProject"}
KNOWN_INSIDE = {"Activity", "Relationship", "ResourceAssignment", "WBS", "Calendar"}


def read_pmxml(root: Record, space: str) -> ScheduleFile:
    """Everything that a PMXML file holds; refuses it with the line where it can't be read."""
    file = ScheduleFile("pmxml", header={"xmlns": space, **root.values}, root=root)
    for each in root.parts:
        if each.name == "Calendar":
            file.calendars.append(_calendar(each, None))
        elif each.name == "Resource":
            file.resources.append(_one(Resource, each, columns.P6_RESOURCE[1]))
        elif each.name == "Project":
            _project(file, each)
        else:
            file.rest.append(each)
    if not file.projects:
        raise FileRefused("the file holds no project.", f"line {root.line}")
    _words(file, root)
    finish(file)
    return file


def _one(make: Callable[[], K], record: Record, said: tuple[Column, ...]) -> K:
    made = make()
    made.record = record
    read_into(made, record, said)
    return made


def _project(file: ScheduleFile, record: Record) -> None:
    """A project with its activities, links, assignments and work breakdown; they bear its number even where they do not say so."""
    project = _one(Project, record, columns.P6_PROJECT[1])
    project.id = project.id or project.name
    project.options = dict(next((each.values for each in record.each("ScheduleOptions")), {}))
    file.projects.append(project)
    made: list[Activity | Wbs] = []
    for each in record.parts:
        if each.name == "Activity":
            file.activities.append(_one(Activity, each, columns.P6_ACTIVITY[1]))
            made.append(file.activities[-1])
        elif each.name == "WBS":
            file.wbs.append(_one(Wbs, each, columns.P6_WBS[1]))
            made.append(file.wbs[-1])
        elif each.name == "Relationship":
            file.links.append(_one(Link, each, columns.P6_LINK[1]))
        elif each.name == "ResourceAssignment":
            file.assignments.append(_one(Assignment, each, columns.P6_ASSIGNMENT[1]))
        elif each.name == "Calendar":
            file.calendars.append(_calendar(each, project.uid))
    for thing in made:
        thing.project = thing.project or project.uid


def _calendar(record: Record, project: str | None) -> Calendar:
    calendar = _one(Calendar, record, columns.P6_CALENDAR[1])
    calendar.project = calendar.project or project
    days: list[Shift | None] = [None] * 7
    for day in record.inner("StandardWorkWeek", "StandardWorkHours"):
        if day.get("DayOfWeek") in WEEK:
            days[WEEK.index(day.get("DayOfWeek"))] = _shift(day)
    calendar.days = STANDARD if calendar.parent is None and all(day is None for day in days) else tuple(days)
    calendar.exceptions = tuple(_exception(each) for each in record.inner("HolidayOrExceptions", "HolidayOrException"))
    return calendar


def _exception(record: Record) -> DayException:
    try:
        at = instant_of(record.get("Date"))
    except ValueError:
        at = None
    if not isinstance(at, dt.datetime):
        raise FileRefused("an exception of a calendar without its date.", record.place)
    return DayException(at.date(), at.date(), _shift(record))


def _shift(record: Record) -> Shift:
    """The spans of a day; an end says the last minute that is worked."""
    spans = []
    for part in record.each("WorkTime"):
        if part.get("Start") and part.get("Finish"):
            last = minute_of(part.get("Finish"), part.place)
            last = last + 1 if last % 5 == 4 else last or 1440
            first = minute_of(part.get("Start"), part.place)
            if first < last:
                spans.append((first, last))
    return tuple(sorted(spans))


def _words(file: ScheduleFile, root: Record) -> None:
    """Codes and fields of an organisation's own, by their names."""
    kinds = {each.get("ObjectId"): each.get("Name") for each in root.each("ActivityCodeType")}
    codes = {each.get("ObjectId"): each for each in root.each("ActivityCode")}
    types = {each.get("ObjectId"): each.get("Title") for each in root.each("UDFType")}
    for project in root.each("Project"):
        codes |= {each.get("ObjectId"): each for each in project.each("ActivityCode")}
        kinds |= {each.get("ObjectId"): each.get("Name") for each in project.each("ActivityCodeType")}
    for activity in file.activities:
        for part in activity.record.parts if activity.record else []:
            if part.name == "Code":
                code = codes.get(part.get("ValueObjectId"), part)
                name = kinds.get(part.get("TypeObjectId"), part.get("TypeObjectId"))
                file.codes.append(Value("activity", activity.uid, name, code.get("CodeValue") or part.get("ValueObjectId")))
            elif part.name == "UDF":
                text = next((value for key, value in part.values.items() if key.endswith("Value") and value), "")
                file.fields.append(Value("activity", activity.uid, types.get(part.get("TypeObjectId"), part.get("TypeObjectId")), text))


def says_yes(options: dict[str, str], *names: str) -> bool | None:
    """What a flag says under one of its names; None where it is not said."""
    return next((is_yes(options[name]) for name in names if options.get(name)), None)
