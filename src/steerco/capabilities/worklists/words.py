"""Joins that are taken back: what the acts are called in the ledger, in the past."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from steerco.foundation.ledger.verbs import name_verbs

name_verbs(
    {
        "undo_merge_projects": _("Took a merge back"),
        "undo_split_project": _("Took a split back"),
        "undo_confirm_link": _("Took a confirmed match back"),
        "undo_keep_apart": _("Took keeping two projects apart back"),
    }
)
