"""Starts the jobs: each mechanism and room says in its `tasks.py` what can be done in the background."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class TasksConfig(AppConfig):
    """The application of background jobs."""

    name = "steerco.foundation.tasks"
    label = "tasks"

    def ready(self) -> None:
        """Loads the kinds of jobs in the order of the installed applications."""
        autodiscover_modules("tasks")
