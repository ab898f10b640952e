"""The application of returns: tells imports where returns go and which profiles there are."""

from pathlib import Path

from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    """Returns."""

    name = "steerco.capabilities.returns"

    def ready(self) -> None:
        """Registers the target and the profiles of this room."""
        from steerco.capabilities.returns.services import StatusReturns
        from steerco.capabilities.returns.services.destination import DESTINATION
        from steerco.foundation.imports.destinations import register_destination
        from steerco.foundation.imports.profiles import register_profiles
        from steerco.foundation.imports.targets import register_target

        register_target(StatusReturns())
        register_destination(StatusReturns.key, DESTINATION)
        register_profiles(Path(__file__).parent / "profiles")
