"""The application of exposures."""

from importlib import import_module

from django.apps import AppConfig


class ExposuresConfig(AppConfig):
    """Exposures."""

    name = "steerco.capabilities.exposures"

    def ready(self) -> None:
        """Registers what is frozen of the log with each report, however it is published."""
        import_module("steerco.capabilities.exposures.services")
