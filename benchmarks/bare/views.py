"""Three pages: a list of 50 rows with joins, a project overview, one record; and the list as JSON."""

from __future__ import annotations

import orjson
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from benchmarks.bare.models import Project, Task


def task_list(request: HttpRequest) -> HttpResponse:
    """Fifty tasks by due date, with their project and owner, and how many there are."""
    tasks = Task.objects.select_related("project", "owner", "project__owner").order_by("due_on", "id")
    return render(request, "list.html", {"tasks": tasks[:50], "total": Task.objects.count()})


def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """A project: tasks by state, cost, and its next ten tasks."""
    project = get_object_or_404(Project.objects.select_related("owner"), pk=pk)
    tasks = Task.objects.filter(project=project)
    states = tasks.values("state").annotate(n=Count("id"), cost=Sum("cost")).order_by("state")
    following = tasks.select_related("owner").order_by("due_on", "id")[:10]
    return render(request, "overview.html", {"project": project, "states": states, "tasks": following})


def record(request: HttpRequest, pk: int) -> HttpResponse:
    """One task."""
    return render(request, "record.html", {"task": get_object_or_404(Task.objects.select_related("project", "owner"), pk=pk)})


def rest(request: HttpRequest) -> HttpResponse:
    """The same fifty tasks as JSON, without a count."""
    tasks = Task.objects.order_by("due_on", "id").values("id", "name", "state", "due_on", "cost", "project__name", "owner__name")
    return HttpResponse(orjson.dumps({"data": list(tasks[:50])}, default=str), content_type="application/json")
