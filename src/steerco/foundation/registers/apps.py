"""Starts the registers: each room's `words.py` and `registers.py` are loaded, lower rooms first."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RegistersConfig(AppConfig):
    """The application of the registers."""

    name = "steerco.foundation.registers"
    label = "registers"

    def ready(self) -> None:
        """Loads what acts are called and the declarations, in the order of the installed applications."""
        autodiscover_modules("words", "registers")
        from steerco.foundation.registers.editing.taking_back import allow_taking_back
        from steerco.foundation.registers.register import registers

        allow_taking_back(registers.values())
