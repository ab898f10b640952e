"""The application of work: tells imports where tasks go and which profiles there are."""

from pathlib import Path

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """Work."""

    name = "steerco.capabilities.work"

    def ready(self) -> None:
        """Registers the target, the boards that other tools export, and the profiles of this room."""
        from steerco.capabilities.work.services import TaskLists, boards  # noqa: F401  # boards registers its readers
        from steerco.capabilities.work.services.destination import DESTINATION
        from steerco.foundation.imports.destinations import register_destination
        from steerco.foundation.imports.profiles import register_profiles
        from steerco.foundation.imports.targets import register_target

        register_target(TaskLists())
        register_destination(TaskLists.key, DESTINATION)
        register_profiles(Path(__file__).parent / "profiles")
