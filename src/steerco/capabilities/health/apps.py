"""The application of health."""

from importlib import import_module

from django.apps import AppConfig


class HealthConfig(AppConfig):
    """Health."""

    name = "steerco.capabilities.health"

    def ready(self) -> None:
        """Registers the rules that are frozen with each report, and who computes beside a draft."""
        import_module("steerco.capabilities.health.services")
        import_module("steerco.capabilities.health.queries.beside")
