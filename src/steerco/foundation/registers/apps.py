"""Starts the registers: each room's `registers.py` is loaded, lower rooms first."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy


class RegistersConfig(AppConfig):
    """The application of the registers."""

    name = "steerco.foundation.registers"
    label = "registers"

    def ready(self) -> None:
        """Loads the declarations in the order of the installed applications."""
        autodiscover_modules("registers")
        from steerco.foundation.ledger.verbs import name_verbs
        from steerco.foundation.registers.editing.taking_back import allow_taking_back
        from steerco.foundation.registers.register import registers

        allow_taking_back(registers.values())
        name_verbs({"paste": gettext_lazy("Pasted a block")})
