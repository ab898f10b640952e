"""Taking back: what the acts are called in the ledger, in the past."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from steerco.foundation.ledger.verbs import name_verbs

name_verbs(
    {
        "undo": _("Took something back"),
        "redo": _("Did something again"),
    }
)
