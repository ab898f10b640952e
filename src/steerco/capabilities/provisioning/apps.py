"""Provisioning as an application: at its start it hears of the groups of whoever signs in."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class ProvisioningConfig(AppConfig):
    """Loads the reactions."""

    name = "steerco.capabilities.provisioning"

    def ready(self) -> None:
        """Registers what listens."""
        import_module("steerco.capabilities.provisioning.reactions")
