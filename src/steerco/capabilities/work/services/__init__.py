"""The verbs of tasks."""

from steerco.capabilities.work.services.joining import carry_tasks
from steerco.capabilities.work.services.lists import TaskLists
from steerco.capabilities.work.services.tasks import create_task, delete_task, progress_task, update_task

__all__ = ["TaskLists", "carry_tasks", "create_task", "delete_task", "progress_task", "update_task"]
