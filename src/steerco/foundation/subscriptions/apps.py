"""The application of subscriptions."""

from __future__ import annotations

from django.apps import AppConfig


class SubscriptionsConfig(AppConfig):
    """Subscriptions."""

    name = "steerco.foundation.subscriptions"
    label = "subscriptions"

    def ready(self) -> None:
        """Says which of its records the ledger may show."""
        from steerco.foundation.subscriptions import access  # noqa: F401
