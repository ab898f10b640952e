"""Comments: what the acts are called in the ledger, in the past."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from steerco.foundation.ledger.verbs import name_verbs

name_verbs(
    {
        "comment": _("Wrote a comment"),
        "edit_comment": _("Changed a comment"),
        "remove_comment": _("Removed a comment"),
        "restore_comment": _("Brought a comment back"),
    }
)
