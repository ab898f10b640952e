"""Webhooks: what the acts are called in the ledger, in the past."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from steerco.foundation.ledger.verbs import name_verbs

name_verbs(
    {
        "make_webhook": _("Added a webhook"),
        "change_webhook": _("Changed a webhook"),
        "resume_webhook": _("Resumed a webhook"),
        "pause_webhook": _("Paused a webhook"),
        "end_webhook": _("Ended a webhook"),
    }
)
