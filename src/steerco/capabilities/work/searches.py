"""What of this room can be found: tasks by name, section and tags."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from steerco.capabilities.work import queries
from steerco.capabilities.work.models import Task
from steerco.foundation.search.searchable import Searchable, declare


def _context(task: Task) -> str:
    """The project and the section of a task."""
    return " · ".join(part for part in (str(task.project), task.section) if part)


declare(
    Searchable(
        kind="task", model=Task, label=_("Tasks"), icon="circle-check", order=40,
        title=lambda task: task.name, code=lambda task: task.ref, context=_context,
        body=lambda task: " ".join([task.tags, task.description[:2000], task.source_key]), listed=("name", "ref", "section", "tags"),
        url_name="task", argument=lambda task: task.ref, visible=queries.tasks, related=("project",),
    )
)  # fmt: skip
