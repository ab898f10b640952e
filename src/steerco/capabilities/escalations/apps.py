"""The application of escalations."""

from django.apps import AppConfig


class EscalationsConfig(AppConfig):
    """Escalations."""

    name = "steerco.capabilities.escalations"
