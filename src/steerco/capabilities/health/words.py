"""Health: what the acts are called in the ledger, in the past."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from steerco.foundation.ledger.verbs import name_verbs

name_verbs(
    {
        "set_health_rules": _("Set new health rules"),
        "withdraw_health_rules": _("Withdrew health rules before they began"),
        "stand_for_colour": _("Stood for another colour"),
        "take_back_colour": _("Took back another colour"),
    }
)
