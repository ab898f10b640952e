"""The application of status: tells imports where returns go and which profiles there are."""

from pathlib import Path

from django.apps import AppConfig


class StatusConfig(AppConfig):
    """Status."""

    name = "steerco.capabilities.status"

    def ready(self) -> None:
        """Registers the target and the profiles of this room."""
        from steerco.capabilities.status.services.destination import DESTINATION
        from steerco.capabilities.status.services.returns import StatusReturns
        from steerco.foundation.imports.destinations import register_destination
        from steerco.foundation.imports.profiles import register_profiles
        from steerco.foundation.imports.targets import register_target

        register_target(StatusReturns())
        register_destination(StatusReturns.key, DESTINATION)
        register_profiles(Path(__file__).parent / "profiles")
