"""An XER file of Primavera as a schedule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

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
from steerco.capabilities.schedules.services.p6_calendars import STANDARD, week_and_exceptions
from steerco.capabilities.schedules.services.records import FileRefused, Record
from steerco.capabilities.schedules.services.values import Column, read_into
from steerco.capabilities.schedules.services.xer_tables import Tables, read_tables

K = TypeVar("K", bound=Kept)


def read_xer(data: bytes, encoding: str | None = None) -> ScheduleFile:
    """Everything that an XER file holds; refuses it with the line where it can't be read."""
    tables = read_tables(data, encoding)
    known = {name: list(rows) for name, rows in tables.rows.items() if name in columns.XER_TABLES}
    file = ScheduleFile("xer", header={"ERMHDR": "\t".join(tables.header[1:]), "version": "".join(tables.header[1:2])})
    file.projects = _all(known, "PROJECT", Project)
    file.calendars = [_calendar(each) for each in _all(known, "CALENDAR", Calendar)]
    file.wbs = _all(known, "PROJWBS", Wbs)
    file.activities = _all(known, "TASK", Activity)
    file.links = _all(known, "TASKPRED", Link)
    file.resources = _all(known, "RSRC", Resource)
    file.assignments = _all(known, "TASKRSRC", Assignment)
    file.rest = [row for name, rows in tables.rows.items() if name not in columns.XER_TABLES for row in rows]
    file.root = Record("XER", parts=[Record(name, dict.fromkeys(heads, "")) for name, heads in tables.columns.items()])
    _options(file, tables)
    _words(file, tables)
    finish(file)
    return file


def _all(known: dict[str, list[Record]], name: str, make: Callable[[], K]) -> list[K]:
    return [_one(make, row, columns.XER_TABLES[name]) for row in known.get(name, [])]


def _one(make: Callable[[], K], row: Record, said: Sequence[Column]) -> K:
    made = make()
    made.record = row
    read_into(made, row, said)
    return made


def _calendar(calendar: Calendar) -> Calendar:
    record = calendar.record or Record("CALENDAR")
    calendar.days, calendar.exceptions = week_and_exceptions(record.get("clndr_data"), record.place)
    if calendar.parent is None and all(day is None for day in calendar.days):
        calendar.days = STANDARD
    return calendar


def _options(file: ScheduleFile, tables: Tables) -> None:
    """How each project is to be scheduled, in the words of Primavera."""
    by_project = {row.get("proj_id"): dict(row.values) for row in tables.rows.get("SCHEDOPTIONS", [])}
    for project in file.projects:
        project.options = by_project.get(project.uid, {})


def _words(file: ScheduleFile, tables: Tables) -> None:
    """Codes and fields of an organisation's own, by their names."""
    rows = tables.rows
    kinds = {row.get("actv_code_type_id"): row.get("actv_code_type") for row in rows.get("ACTVTYPE", [])}
    codes = {row.get("actv_code_id"): row for row in rows.get("ACTVCODE", [])}
    for row in rows.get("TASKACTV", []):
        code = codes.get(row.get("actv_code_id"), row)
        kind = kinds.get(row.get("actv_code_type_id"), "") or row.get("actv_code_type_id")
        file.codes.append(Value("activity", row.get("task_id"), kind, code.get("short_name") or code.get("actv_code_name")))
    kinds = {row.get("proj_catg_type_id"): row.get("proj_catg_type") for row in rows.get("PCATTYPE", [])}
    codes = {row.get("proj_catg_id"): row for row in rows.get("PCATVAL", [])}
    for row in rows.get("PROJPCAT", []):
        code = codes.get(row.get("proj_catg_id"), row)
        file.codes.append(
            Value("project", row.get("proj_id"), kinds.get(row.get("proj_catg_type_id"), ""), code.get("proj_catg_short_name"))
        )
    types = {row.get("udf_type_id"): row for row in rows.get("UDFTYPE", [])}
    owners = {"TASK": "activity", "PROJECT": "project", "RSRC": "resource", "PROJWBS": "wbs", "TASKRSRC": "assignment"}
    for row in rows.get("UDFVALUE", []):
        kind_row = types.get(row.get("udf_type_id"), row)
        text = row.get("udf_text") or row.get("udf_number") or row.get("udf_date")
        name = kind_row.get("udf_type_label") or row.get("udf_type_id")
        file.fields.append(Value(owners.get(kind_row.get("table_name"), "other"), row.get("fk_id"), name, text))


def finish(file: ScheduleFile) -> None:
    """What the fields of Primavera imply: kinds of milestones, codes of the work breakdown, known ends of links."""
    uids = {each.uid for each in file.activities}
    if len(uids) != len(file.activities) or "" in uids:
        seen: set[str] = set()
        twice = next(each for each in file.activities if not each.uid or each.uid in seen or seen.add(each.uid))  # type: ignore[func-returns-value]
        raise FileRefused("an activity without a number of its own.", twice.record.place if twice.record else "")
    paths = _paths(file)
    for activity in file.activities:
        activity.by_resources = activity.kind == "by_resources"
        activity.kind = "task" if activity.by_resources else activity.kind
        activity.milestone = activity.kind in {"start_milestone", "finish_milestone"}
        activity.summary = activity.kind == "wbs_summary"
        activity.wbs = paths.get(activity.wbs_uid or "", "")
    for link in file.links:
        if not link.predecessor or not link.successor:
            raise FileRefused("a link without its two activities.", link.record.place if link.record else "")


def _paths(file: ScheduleFile) -> dict[str, str]:
    """The full code of each node of the work breakdown; a ring of parents ends where it closes."""
    nodes = {node.uid: node for node in file.wbs}
    paths: dict[str, str] = {}
    for node in file.wbs:
        codes: list[str] = []
        at: Any = node
        seen: set[str] = set()
        while at is not None and at.uid not in seen and len(codes) < 100:
            seen.add(at.uid)
            codes.append(at.code)
            at = nodes.get(at.parent or "")
        paths[node.uid] = ".".join(reversed(codes))
    return paths
