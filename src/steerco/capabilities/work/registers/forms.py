"""The form of a task."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from steerco.capabilities.people import queries as people
from steerco.capabilities.projects.access import inside
from steerco.capabilities.projects.queries import Project
from steerco.capabilities.work import queries
from steerco.capabilities.work.access import TASKS
from steerco.capabilities.work.models import Task
from steerco.foundation.access.actor import Actor
from steerco.foundation.fields.forms import FieldedForm


def _projects(by: Actor) -> QuerySet[Project]:
    """The projects that the actor may add tasks to."""
    return Project.objects.filter(inside(TASKS.reach(by, "create"))).order_by("name")


class TaskForm(FieldedForm):
    """A task."""

    limits = {"project": _projects, "assignee": people.people, "parent": queries.tasks}

    class Meta(FieldedForm.Meta):
        model = Task
        fields = (
            "name", "project", "section", "state", "priority", "assignee", "start_on", "due_on", "completed_on", "parent", "tags",
            "description", "archived", "budget_amount", "estimate_amount", "spent_amount", "currency",
        )  # fmt: skip
        help_texts = {"section": _("The column of the board, or the head of the list."), "tags": _("Divided by commas.")}
