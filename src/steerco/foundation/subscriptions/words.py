"""Calendars and mailings: what the acts are called in the ledger, in the past."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from steerco.foundation.ledger.verbs import name_verbs

name_verbs(
    {
        "make_calendar_address": _("Made a calendar address"),
        "revoke_calendar_address": _("Revoked a calendar address"),
        "make_mailing": _("Ordered a mailing"),
        "pause_mailing": _("Paused a mailing"),
        "resume_mailing": _("Resumed a mailing"),
        "end_mailing": _("Ended a mailing"),
        "leave_mailing": _("Left a mailing"),
    }
)
