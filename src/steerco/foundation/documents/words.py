"""Documents: what the acts are called in the ledger, in the past."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from steerco.foundation.ledger.verbs import name_verbs

name_verbs(
    {
        "add_document": _("Added a document"),
        "remove_document": _("Removed a document"),
        "restore_document": _("Brought a document back"),
    }
)
