"""Who may do what to tasks; a task is seen by whoever sees its project and may see tasks there (domain.md §2.4)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from steerco.capabilities.projects import access as projects_access, queries as projects_queries
from steerco.capabilities.work.models import Task
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Permissions
from steerco.foundation.ledger.access import remains_seen_by, seen_through
from steerco.foundation.ledger.parts import part_of

part_of("work.task", "project_id", "projects.project")

TASKS = Permissions("task", """
    action    team_member project_manager project_officer sponsor department_head pmo_analyst pmo_director auditor guest
    view      x           x               x               x       x               x           x            x       -
    create    -           x               x               -       -               -           x            -       -
    edit      -           x               x               -       -               -           x            -       -
    progress  x           x               x               -       -               -           x            -       -
    delete    -           x               -               -       -               -           x            -       -
    import    -           -               -               -       -               x           x            -       -
    export    x           x               x               x       x               x           x            x       -
""")  # fmt: skip


def visible_to(by: Actor, action: str = "view") -> Q:
    """The tasks that the actor may see (or do `action` to): a filter on `Task`."""
    reach = TASKS.reach(by, action)
    if reach.whole:
        return Q(project__confidentiality__lte=reach.everywhere)
    return Q(project__in=projects_queries.Project.objects.filter(projects_access.inside(reach)).values("pk"))


@seen_through("work.task")
def seen_tasks(by: Actor) -> QuerySet[Task, dict[str, Any]]:
    """The tasks whose changes the actor may read in the ledger."""
    return Task.objects.filter(visible_to(by)).values("pk")


@remains_seen_by("work.task", "project_id")
def projects_with_tasks(by: Actor) -> QuerySet[projects_queries.Project, dict[str, Any]]:
    """The projects of which the actor may read a removed task: where it may see those that are there."""
    return projects_queries.Project.objects.filter(projects_access.inside(TASKS.reach(by, "view"))).values("pk")
