"""The application of the RAID log."""

from django.apps import AppConfig


class RaidConfig(AppConfig):
    """RAID."""

    name = "steerco.capabilities.raid"

    def ready(self) -> None:
        """Tells the ledger who reads of these records."""
        from steerco.capabilities.raid import access  # noqa: F401  # it registers
