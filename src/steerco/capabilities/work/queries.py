"""Tasks as pages and other rooms read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from steerco.capabilities.projects.queries import Project
from steerco.capabilities.work.access import visible_to
from steerco.capabilities.work.models import Task as Task, TaskPriority as TaskPriority, TaskState as TaskState
from steerco.foundation.access.actor import Actor

OPEN = (TaskState.NOT_STARTED, TaskState.IN_PROGRESS)


class TaskCounts(NamedTuple):
    """How a project's tasks stand on a day; archived ones are not counted."""

    all: int
    complete: int
    overdue: int
    undated: int


def tasks(by: Actor, action: str = "view") -> QuerySet[Task]:
    """The tasks that the actor may see (or do `action` to)."""
    return Task.objects.filter(visible_to(by, action))


def task_counts(by: Actor, project: Project, on: dt.date) -> TaskCounts:
    """How the tasks of a project stand (one query)."""
    living = Q(archived=False)
    counts: Mapping[str, int] = tasks(by).filter(project=project).aggregate(
        all=Count("pk", filter=living),
        complete=Count("pk", filter=living & Q(state=TaskState.COMPLETE)),
        overdue=Count("pk", filter=living & Q(state__in=OPEN, due_on__lt=on)),
        undated=Count("pk", filter=living & Q(state__in=OPEN, due_on=None)),
    )  # fmt: skip
    return TaskCounts(**counts)
