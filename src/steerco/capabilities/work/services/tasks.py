"""Tasks are created, changed, moved on and removed here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from steerco.capabilities.projects.access import scopes_of
from steerco.capabilities.projects.queries import Project
from steerco.capabilities.work.access import TASKS
from steerco.capabilities.work.models import Task, TaskState
from steerco.foundation.access.actor import Actor
from steerco.foundation.fields.values import checked_values
from steerco.foundation.ledger.models import Change
from steerco.foundation.ledger.writer import locked_head, revise
from steerco.foundation.registers.checks import as_changed, check_fields, given_reason, refuse, refuse_stale

FIELDS = (
    "project", "parent", "name", "section", "state", "priority", "assignee", "start_on", "due_on", "entered_on", "completed_on", "tags",
    "description", "archived", "currency", "budget_amount", "estimate_amount", "spent_amount",
)  # fmt: skip
PROGRESS = ("state", "start_on", "completed_on")
PREFIX = "TSK-"


def create_task(*, by: Actor, project: Project, custom: Mapping[str, Any] | None = None, reason: str = "", **fields: Any) -> Task:
    """A new task of a project, with the organisation's next reference."""
    TASKS.require(by, "create", scopes=scopes_of(project), level=project.confidentiality)
    task = as_changed(Task(organisation=by.organisation, project=project, entered_on=timezone.localdate()), fields, FIELDS)
    task.custom = checked_values("tasks", by, {}, custom or {})
    _settle(task, by)
    with revise(by, "create_task", reason=reason) as revision:
        task.ref = next_references(by)[0]
        _check(task, by)
        return revision.create(task)


def update_task(
    *, by: Actor, task: Task, version: int | None = None, custom: Mapping[str, Any] | None = None, reason: str = "", **changes: Any
) -> Task:
    """Changes fields of a task; a state that ends it sets the day of completion, one that reopens it takes that day away."""
    _require(by, "edit", task)
    refuse_stale(task, version)
    draft = as_changed(task, changes, FIELDS)
    if draft.project_id != task.project_id:
        TASKS.require(by, "create", scopes=scopes_of(draft.project), level=draft.project.confidentiality)
    _settle(draft, by)
    _check(draft, by)
    if custom:
        changes["custom"] = checked_values("tasks", by, task.custom, custom)
    changes = {**changes, "completed_on": draft.completed_on, "currency": draft.currency}
    with revise(by, "update_task", reason=reason) as revision:
        revision.update(task, **changes)
    return task


def progress_task(*, by: Actor, task: Task, version: int | None = None, reason: str = "", **changes: Any) -> Task:
    """Says how far a task is: whoever may edit it, or the member of the team who does it."""
    _require(by, "progress", task)
    if not TASKS.allows(by, "edit", scopes=scopes_of(task.project), level=task.project.confidentiality):
        mine = task.assignee is not None and by.account is not None and task.assignee.account_id == by.account.pk
        if not mine:
            _require(by, "edit", task)
    refuse_stale(task, version)
    draft = as_changed(task, changes, PROGRESS)
    _settle(draft, by)
    _check(draft, by)
    with revise(by, "progress_task", reason=reason) as revision:
        revision.update(task, **{**changes, "completed_on": draft.completed_on})
    return task


def delete_task(*, by: Actor, task: Task, reason: str = "") -> None:
    """Removes a task; the ledger keeps it. One with parts stays until they are gone."""
    _require(by, "delete", task)
    parts = Task.objects.filter(parent=task).count()
    if parts:
        said = ngettext(
            "Refused: %(ref)s has %(count)d part. Remove it first.", "Refused: %(ref)s has %(count)d parts. Remove them first.", parts
        )
        refuse("__all__", said % {"ref": task.ref, "count": parts})
    with revise(by, "delete_task", reason=given_reason(reason)) as revision:
        revision.delete(task)


def next_references(by: Actor, count: int = 1) -> list[str]:
    """The next references of tasks, never given twice. Call it inside `revise`: the ledger's head is locked until they are written."""
    locked_head(by.organisation)
    living = Task.objects.filter(ref__startswith=PREFIX).order_by("-id").values_list("ref", flat=True)[:1]
    gone = Change.objects.filter(record_type="work.task", action=Change.DELETED, revision__organisation=by.organisation)
    refs = [*living, *gone.order_by("-record_id").values_list("before__ref", flat=True)[:1]]
    last = max((int(ref.removeprefix(PREFIX)) for ref in refs if ref.removeprefix(PREFIX).isdecimal()), default=0)
    return [f"{PREFIX}{number:05d}" for number in range(last + 1, last + count + 1)]


def _require(by: Actor, action: str, task: Task) -> None:
    TASKS.require(by, action, scopes=scopes_of(task.project), level=task.project.confidentiality)


def _settle(task: Task, by: Actor) -> None:
    """Puts right what follows from the rest: the day of completion from the state, the currency from the organisation."""
    if task.state == TaskState.COMPLETE and task.completed_on is None:
        task.completed_on = timezone.localdate()
    if task.state in (TaskState.NOT_STARTED, TaskState.IN_PROGRESS):
        task.completed_on = None
    amounts = (task.budget_amount, task.estimate_amount, task.spent_amount)
    if any(amount is not None for amount in amounts) and not task.currency:
        task.currency = task.project.currency or by.organisation.currency


def _check(task: Task, by: Actor) -> None:
    check_fields(task, by)
    if task.start_on and task.due_on and task.due_on < task.start_on:
        refuse("due_on", _("The due date is before the start date."))
    above, steps = task.parent, 0
    while above is not None:
        if above.project_id != task.project_id:
            refuse("parent", _("A part belongs to the same project as its task."))
        if above.pk == task.pk or steps > 20:
            refuse("parent", _("A task can't be a part of itself."))
        above, steps = above.parent, steps + 1
