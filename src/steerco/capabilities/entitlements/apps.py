"""Entitlements as an application: at its start it says what it tells people of."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class EntitlementsConfig(AppConfig):
    """Loads the reactions."""

    name = "steerco.capabilities.entitlements"

    def ready(self) -> None:
        """Registers what is told."""
        import_module("steerco.capabilities.entitlements.reactions")
