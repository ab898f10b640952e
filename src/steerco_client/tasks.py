"""Tasks. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from decimal import Decimal
from typing import TypedDict

from steerco_client.registers import Changes, Many, Removes


class _Task(TypedDict):
    """What is always there."""

    id: int


class Task(_Task, total=False):
    """One record."""

    version: int | None
    updated_at: str | None
    ref: str | None
    name: str | None
    project: str | None
    project_name: str | None
    section: str | None
    section_reason: str
    state: str | None
    assignee: str | None
    assignee_reason: str
    priority: str | None
    priority_reason: str
    start: str | None
    start_reason: str
    due: str | None
    due_reason: str
    completed: str | None
    completed_reason: str
    entered: str | None
    parent: str | None
    parent_reason: str
    parent_name: str | None
    tags: str | None
    tags_reason: str
    archived: bool | None
    budget: Decimal | int | None
    budget_reason: str
    currency: str | None
    estimate: Decimal | int | None
    estimate_reason: str
    spent: Decimal | int | None
    spent_reason: str
    key: str | None
    description: str | None


class _TaskValues(TypedDict):
    """What is always there."""

    name: str | None
    project: int | str | None


class TaskValues(_TaskValues, total=False):
    """What a new record takes."""

    section: str | None
    state: str | None
    priority: str | None
    assignee: int | str | None
    start: str | None
    due: str | None
    completed: str | None
    parent: int | str | None
    tags: str | None
    description: str | None
    archived: bool | None
    budget: Decimal | float | int | str | None
    estimate: Decimal | float | int | str | None
    spent: Decimal | float | int | str | None
    currency: str | None
    reason: str


class TaskChanges(TypedDict, total=False):
    """What may be changed."""

    name: str | None
    project: int | str | None
    section: str | None
    state: str | None
    priority: str | None
    assignee: int | str | None
    start: str | None
    due: str | None
    completed: str | None
    parent: int | str | None
    tags: str | None
    description: str | None
    archived: bool | None
    budget: Decimal | float | int | str | None
    estimate: Decimal | float | int | str | None
    spent: Decimal | float | int | str | None
    currency: str | None
    reason: str


class Tasks(Changes[Task, TaskValues, TaskChanges], Removes[Task], Many[Task]):
    """List tasks, and what else may be done with them."""

    path = "/api/v1/tasks"
