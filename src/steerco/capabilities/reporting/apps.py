"""The application of reporting."""

from importlib import import_module

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Reporting."""

    name = "steerco.capabilities.reporting"

    def ready(self) -> None:
        """Registers the calendar that is frozen with each report, and who knows when it is due."""
        import_module("steerco.capabilities.reporting.services")
