"""Starts search: rooms declare what can be found in their `searches.py`, and the index follows the ledger."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SearchConfig(AppConfig):
    """The search application."""

    name = "steerco.foundation.search"
    label = "search"

    def ready(self) -> None:
        """Reads the declarations of the rooms and listens for what is written."""
        autodiscover_modules("searches")
        from steerco.foundation.search import reactions  # noqa: F401  (subscribes)
