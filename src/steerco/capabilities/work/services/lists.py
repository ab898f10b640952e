"""Lists and boards of tasks become tasks of projects, each found again by its key, parts below their tasks, gaps with their reasons."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _, ngettext

from steerco.capabilities.people.services import people_from_source, units_from_source
from steerco.capabilities.projects import services as projects
from steerco.capabilities.projects.queries import LifeState
from steerco.capabilities.work.access import TASKS
from steerco.capabilities.work.models import Task, TaskState
from steerco.capabilities.work.services.tasks import next_references
from steerco.foundation.access.actor import Actor
from steerco.foundation.imports.own_values import OwnValues, own_values
from steerco.foundation.imports.problems import CHECK, NOTE, Problem
from steerco.foundation.imports.reconciliation import own_columns
from steerco.foundation.imports.sheets import Record, Sheet
from steerco.foundation.imports.targets import Effect, Outcome, TargetField, too_long
from steerco.foundation.imports.values import EMPTY
from steerco.foundation.ledger.fresh import fresh as new_record
from steerco.foundation.ledger.writer import RevisionWriter
from steerco_engine.names import Naming, fold

AMOUNTS = ("budget_amount", "estimate_amount", "spent_amount")
DATES = ("start_on", "due_on", "entered_on", "completed_on")
KEY_LENGTH, PROJECT_KEY_LENGTH = 200, 80


class TaskLists:
    """The import target for lists and boards: each row is one task, in the project that it names or that the file is of."""

    key = "tasks"
    register = "tasks"
    fields = (
        TargetField("name", "Task", "text", required=True, max_length=500),
        TargetField("key", "Key", "text"),
        TargetField("project", "Project", "text", max_length=300),
        TargetField("project_key", "Key of the project", "text"),
        TargetField("unit", "Department or unit of the project", "text", max_length=40),
        TargetField("unit_name", "Name of the unit", "text", max_length=160),
        TargetField("category", "Category of the project", "text", max_length=120),
        TargetField("section", "Section", "text", max_length=160),
        TargetField("state", "State", "choice"),
        TargetField("done", "Done", "choice"),
        TargetField("priority", "Priority", "choice"),
        TargetField("assignee", "Assignee", "text"),
        TargetField("start_on", "Start date", "date"),
        TargetField("due_on", "Due date", "date"),
        TargetField("entered_on", "Entered", "date"),
        TargetField("completed_on", "Completed", "date"),
        TargetField("zone", "Time zone", "text"),
        TargetField("tags", "Tags", "text"),
        TargetField("parent", "Part of", "text"),
        TargetField("archived", "Archived", "choice"),
        TargetField("description", "Description", "words"),
        TargetField("budget_amount", "Budget", "money"),
        TargetField("estimate_amount", "Estimate at completion", "money"),
        TargetField("spent_amount", "Spent", "money"),
    )

    def require(self, by: Actor, level: int = 0) -> None:
        """Raises `Refused` unless the actor may import tasks for the whole organisation, up to this confidentiality."""
        TASKS.require(by, "import", level=level)

    def load(self, by: Actor, writer: RevisionWriter, sheet: Sheet) -> Outcome:
        """Writes a task a row; see the module."""
        self.require(by)
        return _Load(by, writer, sheet).run()


@dataclass(slots=True)
class _Load:
    """One sheet on its way into the records."""

    by: Actor
    writer: RevisionWriter
    sheet: Sheet
    outcome: Outcome = field(default_factory=Outcome)
    people: dict[str, Any] = field(default_factory=dict)
    projects: dict[int, projects.KnownProject] = field(default_factory=dict)
    keys: dict[int, str] = field(default_factory=dict)
    own: OwnValues | None = None

    def run(self) -> Outcome:
        records = self._accepted()
        names = {name for record in records if (name := _first(record.text("assignee")))}
        self.people = people_from_source(self.by, self.writer, names) if names else {}
        records = self._placed(records)
        self._keyed(records)
        if own_columns(self.sheet):
            self.own = own_values(self.by, self.writer, self.sheet, records, TaskLists.register)
        self._write(records)
        self._say_odd(records)
        return self.outcome

    def _accepted(self) -> list[Record]:
        accepted: list[Record] = []
        for record in self.sheet.records:
            reason, blamed = too_long(TaskLists.fields, record) if record.text("name") else (_("The task has no name."), "name")
            if reason:
                self.outcome.refuse(self.sheet, record, reason, blamed)
            else:
                accepted.append(record)
        return accepted

    def _placed(self, records: Sequence[Record]) -> list[Record]:
        """The rows with their projects found or made; a row of a project that the actor may not touch is refused."""
        heads: dict[tuple[str, str], Record] = {}
        for record in records:
            heads.setdefault(self._project_of(record), record)
        order = list(heads)
        refs = {place: str(index) for index, place in enumerate(order)}
        units = units_from_source(self.by, self.writer, {
            code: record.text("unit_name") or code for record in heads.values() if (code := record.text("unit"))
        })  # fmt: skip
        found = projects.identify(
            self.by, self.writer, source=self.sheet.profile.label[:80],
            namings=[Naming(refs[name, key], name, key, heads[name, key].text("unit")) for name, key in order],
            same_unit=lambda one, other: not one or not other or fold(one) == fold(other),
            fields_of=lambda ref: self._new_project(heads[order[int(ref)]], units), name_identifies=True, decided={},
        )  # fmt: skip
        placed: list[Record] = []
        for record in records:
            identified = found.get(refs[self._project_of(record)])
            if identified is None:
                self.outcome.refuse(self.sheet, record, _("You may not add tasks to this project."))
                continue
            self.projects[record.number] = identified.project
            placed.append(record)
        self.outcome.level = max((project.confidentiality for project in self.projects.values()), default=0)
        self.outcome.named.update(project.pk for project in self.projects.values())
        self.outcome.made.update(identified.project.pk for identified in found.values() if identified.new)
        new = tuple(identified.project.name for identified in found.values() if identified.new)
        self.outcome.effects.append(Effect("new_projects", _("New projects"), len(new), new))
        return placed

    def _project_of(self, record: Record) -> tuple[str, str]:
        """The name and the key of the project of a row."""
        several = self.sheet.profile.context.get("several_projects", False)
        named = (
            (_first(record.text("project")) if several else record.text("project"))
            or self.sheet.answers.get("project", "")
            or _stem(self.sheet.file)
        )
        return named, fitted(record.text("project_key"), PROJECT_KEY_LENGTH)

    def _new_project(self, record: Record, units: Mapping[str, Any]) -> dict[str, Any]:
        unit = units.get(record.text("unit"))
        said = {"unit": unit, "category": record.text("category")}
        return {"state": LifeState.EXECUTING, **{name: value for name, value in said.items() if value}}

    def _keyed(self, records: Sequence[Record]) -> None:
        """The key of each row within its project: its own, else its name with its turn among the rows of that name."""
        turns: Counter[tuple[int, str]] = Counter()
        for record in records:
            own = record.text("key") or record.text("name")
            turn = (self.projects[record.number].pk, own)
            turns[turn] += 1
            self.keys[record.number] = fitted(own if turns[turn] == 1 else f"{own} #{turns[turn]}", KEY_LENGTH)

    def _write(self, records: Sequence[Record]) -> None:
        ids = {project.pk for project in self.projects.values()}
        known = {(task.project_id, task.source_key): task for task in Task.objects.select_related("project") if task.project_id in ids}
        by_name: dict[tuple[int, str], tuple[int, str]] = {}
        for record in records:
            place = (self.projects[record.number].pk, self.keys[record.number])
            by_name.setdefault((place[0], record.text("name")), place)
            by_name[(place[0], record.text("key"))] = place
        new = [r for r in records if (self.projects[r.number].pk, self.keys[r.number]) not in known]
        refs = iter(next_references(self.by, len(new)) if new else [])
        waiting = [(record, self._above(record, by_name)) for record in records]
        while waiting:
            ready = [(r, above) for r, above in waiting if above is None or above in known] or [(r, None) for r, _above in waiting]
            self._write_level(ready, known, refs)
            done = {record.number for record, _above in ready}
            waiting = [(record, above) for record, above in waiting if record.number not in done]
        counts = self.outcome.rows
        for key, label in (("created", _("New tasks")), ("changed", _("Tasks changed"))):
            self.outcome.effects.append(Effect(key, label, counts[key]))

    def _above(self, record: Record, by_name: Mapping[tuple[int, str], tuple[int, str]]) -> tuple[int, str] | None:
        """The place of the task that a row is a part of; None where it names none that the file holds."""
        parent, project = record.text("parent"), self.projects[record.number].pk
        above = by_name.get((project, parent)) if parent else None
        if parent and above is None:
            cell = record.cells["parent"]
            said = _("“%(parent)s” is not in this file.") % {"parent": parent[:120]}
            self.outcome.problems.append(
                Problem(self.sheet.file, cell.row, cell.column, said, CHECK, where=record.text("name")[:120], action=_("Loaded on its own"))
            )
        return None if above == (project, self.keys[record.number]) else above

    def _write_level(self, ready: Iterable[tuple[Record, Any]], known: dict[tuple[int, str], Task], refs: Any) -> None:
        fresh: list[Task] = []
        for record, above in ready:
            place = (self.projects[record.number].pk, self.keys[record.number])
            fields = {**self._fields(record), "parent_id": known[above].pk if above is not None else None}
            task = known.get(place)
            if self.own is not None:
                fields["custom"] = self.own.of(record, task.custom if task is not None else {})
            if task is None:
                place_of = {"project_id": place[0], "source_key": place[1], "ref": next(refs)}
                fresh.append(new_record(Task, organisation=self.by.organisation, **place_of, **fields))
                self.outcome.rows["created"] += 1
            else:
                del fields["parent_id"]
                changed = self.writer.update(task, **fields, parent=known[above] if above is not None else None)
                self.outcome.rows["changed" if changed else "unchanged"] += 1
        for task in self.writer.create_many(fresh):
            known[(task.project_id, task.source_key)] = task

    def _fields(self, record: Record) -> dict[str, Any]:
        gaps = {
            name: {"kind": gap.kind, "text": gap.text[:300]}
            for name in (*DATES, *AMOUNTS) if (gap := record.gap(name)) is not None and gap.kind != EMPTY
        }  # fmt: skip
        days = {name: self._day(record, name) for name in DATES}
        amounts = {name: record.value(name) for name in AMOUNTS}
        priced = any(amount is not None for amount in amounts.values())
        state = _state(record, days["completed_on"])
        return {
            "name": record.text("name"), "section": record.text("section"), "state": state, "priority": record.value("priority") or "",
            "assignee": self.people.get(_first(record.text("assignee"))), "tags": record.text("tags")[:300],
            "description": record.text("description"), "archived": record.value("archived") == "yes", "gaps": gaps,
            "currency": (record.currency or self.sheet.currency) if priced else "", **days, **amounts,
        }  # fmt: skip

    def _day(self, record: Record, name: str) -> dt.date | None:
        """The civil day of a date; an instant is the day that it falls on in the row's time zone, else in the organisation's."""
        value: dt.date | None = record.value(name)
        if value is None or "T" not in (text := record.cells[name].text):
            return value
        try:
            at = dt.datetime.fromisoformat(text)
        except ValueError:
            return value
        return value if at.tzinfo is None else at.astimezone(_zone(record.text("zone") or self.by.organisation.time_zone)).date()

    def _say_odd(self, records: Sequence[Record]) -> None:
        """What can't be carried of a row, and dates that contradict each other, counted once a kind."""
        self.outcome.problems.extend(self.own.problems if self.own is not None else ())
        for record in records:
            if record.value("completed_on") is not None and record.value("state") in (TaskState.NOT_STARTED, TaskState.IN_PROGRESS):
                cell, said = record.cells["completed_on"], _("It has a day of completion, and its state says that it is open.")
                where, action = record.text("name")[:120], _("Both kept as given")
                self.outcome.problems.append(Problem(self.sheet.file, cell.row, cell.column, said, CHECK, where=where, action=action))
        backwards = [r for r in records if (e := r.value("entered_on")) and (c := r.value("completed_on")) and c < e]
        if backwards:
            cell = backwards[0].cells["completed_on"]
            one, many = "%(count)d task was completed before it was entered.", "%(count)d tasks were completed before they were entered."
            said = ngettext(one, many, len(backwards)) % {"count": len(backwards)}
            action = _("Kept as given; such a task has no time taken")
            self.outcome.problems.append(Problem(self.sheet.file, cell.row, cell.column, said, CHECK, where=_("Completed"), action=action))
        if not self.sheet.profile.says_lost or self.sheet.profile.reader:
            return
        action = _("Lost here; kept in the file, which stays with this import")
        several = [("assignee", _("Further assignees of tasks"))]
        if self.sheet.profile.context.get("several_projects"):
            several.append(("project", _("Further projects of tasks")))
        for name, label in several:
            more = sum(max(len(_parts(record.text(name))) - 1, 0) for record in records)
            if more:
                said = _("%(what)s: %(count)d not carried over") % {"what": label, "count": more}
                self.outcome.problems.append(Problem(self.sheet.file, None, None, said, NOTE, where=_("Left behind"), action=action))


def fitted(text: str, length: int) -> str:
    """A key that fits: one that is too long is cut, with a digest of the whole at its end, so that no two become one."""
    return text if len(text) <= length else f"{text[: length - 11]}#{hashlib.sha256(text.encode()).hexdigest()[:10]}"


def _state(record: Record, completed_on: dt.date | None) -> str:
    said: str | None = record.value("state")
    if said:
        return said
    if record.value("done") == "yes" or (completed_on is not None and record.value("done") is None):
        return TaskState.COMPLETE
    return TaskState.NOT_STARTED


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _first(text: str) -> str:
    return next(iter(_parts(text)), "")


def _stem(file: str) -> str:
    """What a file is called, without its ending, as the name of a project."""
    return " ".join(file.rpartition(".")[0].replace("_", " ").replace("-", " ").split()).capitalize() or file
