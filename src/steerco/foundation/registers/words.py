"""Lists and their views: what the acts are called in the ledger, in the past."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from steerco.foundation.ledger.verbs import name_verbs

name_verbs(
    {
        "paste": _("Pasted a block"),
        "save_view": _("Saved a view"),
        "keep_pins": _("Chose what stays pinned"),
        "open_with_view": _("Chose how a list opens"),
        "delete_view": _("Removed a view"),
    }
)
