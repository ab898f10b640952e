"""Starts the notices: rooms say in their `reactions.py` which news concern whom, and the inbox follows the ledger."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NoticesConfig(AppConfig):
    """The application of notices."""

    name = "steerco.foundation.notices"
    label = "notices"

    def ready(self) -> None:
        """Loads what mechanisms and rooms have to tell, listens, and puts the number of unread notices into the top of each page."""
        from steerco.foundation.notices import bell, reactions, sources  # noqa: F401  (subscribe)

        autodiscover_modules("reactions")
