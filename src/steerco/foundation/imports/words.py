"""Imports: what the acts are called in the ledger, in the past."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from steerco.foundation.ledger.verbs import name_verbs

name_verbs(
    {
        "check_import": _("Checked an import"),
        "change_import": _("Decided on an import"),
        "load_import": _("Loaded an import"),
        "note_import": _("Kept the report of an import"),
        "undo_import": _("Took an import back"),
        "discard_import": _("Cancelled an import"),
    }
)
