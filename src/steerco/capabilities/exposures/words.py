"""Exposures: what the acts are called in the ledger, in the past."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from steerco.foundation.ledger.verbs import name_verbs

name_verbs(
    {
        "set_appetite": _("Set a risk appetite"),
        "update_appetite": _("Changed a risk appetite"),
        "delete_appetite": _("Removed a risk appetite"),
    }
)
