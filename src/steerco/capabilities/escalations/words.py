"""Escalations: what the acts are called in the ledger, in the past."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from steerco.foundation.ledger.verbs import name_verbs

name_verbs(
    {
        "set_tolerance": _("Set a tolerance"),
        "update_tolerance": _("Changed a tolerance"),
        "delete_tolerance": _("Removed a tolerance"),
        "find_exception": _("Found a forecast beyond tolerance"),
        "raise_exception": _("Raised an exception"),
        "report_exception": _("Reported on an exception"),
        "decide_exception": _("Decided on an exception"),
        "close_exception": _("Closed an exception"),
        "escalate": _("Escalated a matter"),
        "add_cause": _("Added a cause to an escalation"),
        "note_escalation": _("Noted an escalation"),
        "move_escalation": _("Moved an escalation up: no decision in time"),
        "decide_escalation": _("Decided an escalation"),
        "lower_escalation": _("Gave an escalation back"),
    }
)
