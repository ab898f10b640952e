"""The register of tasks: each field said once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from steerco.capabilities.people import queries as people
from steerco.capabilities.projects import queries as projects
from steerco.capabilities.projects.access import scopes_of
from steerco.capabilities.work import queries, services
from steerco.capabilities.work.access import TASKS
from steerco.capabilities.work.models import Task, TaskPriority, TaskState
from steerco.capabilities.work.registers.forms import TaskForm
from steerco.foundation.access.actor import Actor
from steerco.foundation.fields.columns import columns_of
from steerco.foundation.fields.rolling_up import lies_beneath
from steerco.foundation.registers.columns import Column, Gap, Kind, Price, Row
from steerco.foundation.registers.filters import Filter
from steerco.foundation.registers.register import Register, declare

GAPS = {"not_applicable": gettext_lazy("not reported"), "not_started": gettext_lazy("not started"), "empty": gettext_lazy("not given")}


def _projects(by: Actor) -> Iterable[tuple[str, str]]:
    return list(projects.projects(by).order_by("name").values_list("ref", "name")[:500])


def _people(by: Actor) -> Iterable[tuple[str, str]]:
    return [(name, name) for name in people.people(by).values_list("name", flat=True)]


def _given(name: str, label: Any, kind: Kind, field: str) -> Column:
    def gap(row: Row) -> Gap:
        said = (row["gaps"] or {}).get(field, {})
        return Gap(GAPS.get(said.get("kind", ""), gettext_lazy("not given")), said.get("text", ""))

    return Column(name, label, kind, field, needs=("gaps",), gap=gap, price=Price("currency"))


def _quiet(row: Row) -> Gap:
    """What a task need not have is left out without a word."""
    return Gap("–", gettext_lazy("not given"))


def _update(*, by: Actor, record: Any, **given: Any) -> Task:
    return services.update_task(by=by, task=record, **given)


def _delete(*, by: Actor, record: Any, **given: Any) -> None:
    services.delete_task(by=by, task=record, **given)


def _consequence(task: Task) -> str:
    return _("%(ref)s goes from %(project)s. A task with parts can't be deleted before they are. History keeps it.") % {
        "ref": task.ref, "project": task.project}  # fmt: skip


TASK_REGISTER = declare(
    Register(
        name="tasks", word="task", model=Task, label=gettext_lazy("tasks"), one=gettext_lazy("task"), rows=queries.tasks,
        permissions=TASKS, own=columns_of("tasks"), sort="due", slug="ref", opens="task", scopes=lambda task: scopes_of(task.project),
        level=lambda task: task.project.confidentiality,
        columns=(
            Column("ref", gettext_lazy("Ref"), wide=True),
            Column("name", gettext_lazy("Task"), opens="task"),
            Column("project", gettext_lazy("Project"), Kind.LINK, "project__ref", "project__name", options=_projects, group=True,
                   opens="project"),
            Column("section", gettext_lazy("Section"), group=True, gap=_quiet),
            Column("state", gettext_lazy("State"), Kind.CHOICE, choices=TaskState.choices, group=True),
            Column("assignee", gettext_lazy("Assignee"), Kind.LINK, "assignee__name", options=_people, group=True, gap=_quiet),
            Column("priority", gettext_lazy("Priority"), Kind.CHOICE, choices=TaskPriority.choices, group=True, gap=_quiet),
            _given("start", gettext_lazy("Start date"), Kind.DATE, "start_on"),
            _given("due", gettext_lazy("Due date"), Kind.DATE, "due_on"),
            _given("completed", gettext_lazy("Completed"), Kind.DATE, "completed_on"),
            Column("entered", gettext_lazy("Entered"), Kind.DATE, "entered_on"),
            Column("parent", gettext_lazy("Part of"), Kind.LINK, "parent__ref", "parent__name", opens="task", gap=_quiet),
            Column("tags", gettext_lazy("Tags"), gap=_quiet),
            Column("archived", gettext_lazy("Archived"), Kind.YES_NO, group=True),
            _given("budget", gettext_lazy("Budget"), Kind.MONEY, "budget_amount"),
            _given("estimate", gettext_lazy("Estimate at completion"), Kind.MONEY, "estimate_amount"),
            _given("spent", gettext_lazy("Spent"), Kind.MONEY, "spent_amount"),
            Column("key", gettext_lazy("Key at the source"), source="source_key"),
            Column("description", gettext_lazy("Description")),
        ),
        default=("ref", "name", "project", "section", "state", "assignee", "due", "completed"),
        search=("name", "ref", "section", "tags"),
        about=gettext_lazy("A task is what somebody does by a day. Add one, or import the board or list that the team keeps today."),
        tabs=(gettext_lazy("Open"), gettext_lazy("All")),
        first=lambda by: Filter("state", "in", (TaskState.NOT_STARTED, TaskState.IN_PROGRESS)),
        form=TaskForm, create=services.create_task, update=_update, delete=_delete, consequence=_consequence,
    )
)  # fmt: skip
lies_beneath("tasks", "projects", "project_id")
lies_beneath("tasks", "people", "assignee_id")
lies_beneath("tasks", "tasks", "parent_id")
