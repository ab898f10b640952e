"""Fields of one's own: what the acts are called in the ledger, in the past."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from steerco.foundation.ledger.verbs import name_verbs

name_verbs(
    {
        "define_field": _("Added a field"),
        "update_field": _("Changed a field"),
        "retire_field": _("Retired a field"),
        "bring_back_field": _("Brought back a field"),
        "remove_field": _("Removed a field"),
    }
)
