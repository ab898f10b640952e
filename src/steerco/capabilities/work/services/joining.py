"""Tasks go along where two projects become one."""

from __future__ import annotations

from steerco.capabilities.projects.queries import Project
from steerco.capabilities.projects.services import carried_along, require_join
from steerco.capabilities.work.models import Task
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.writer import RevisionWriter


@carried_along
def carry_tasks(by: Actor, writer: RevisionWriter, keep: Project, absorb: Project) -> None:
    """Hangs the tasks of one project on another; of two that came from one source under one key, the other project's keeps the key."""
    require_join(by, absorb)
    held = set(Task.objects.filter(project=keep).exclude(source_key="").values_list("source_key", flat=True))
    for task in Task.objects.filter(project=absorb).order_by("id"):
        writer.update(task, project=keep, source_key="" if task.source_key in held else task.source_key)
