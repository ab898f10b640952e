"""The application of the ledger."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Acts, sealed one by one; and what is kept until one of them touches it."""

    name = "steerco.foundation.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Hears of what is written past the ledger."""
        from steerco.foundation.ledger import beside  # noqa: F401  (subscribes)
