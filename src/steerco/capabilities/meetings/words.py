"""Meetings: what the acts are called in the ledger, in the past."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from steerco.foundation.ledger.verbs import name_verbs

name_verbs(
    {
        "create_board": _("Set up a board"),
        "update_board": _("Changed a board"),
        "delete_board": _("Removed a board"),
        "seat_member": _("Gave somebody a seat on a board"),
        "unseat_member": _("Took a seat on a board away"),
        "plan_meeting": _("Planned a meeting"),
        "cancel_meeting": _("Cancelled a meeting"),
        "open_agenda": _("Drew an agenda from what awaits decision"),
        "add_point": _("Added a point to an agenda"),
        "issue_papers": _("Issued the papers of a meeting"),
        "hold_meeting": _("Opened a meeting with who was there"),
        "declare_interest": _("Declared an interest"),
        "decide_point": _("Recorded a decision of a board"),
        "give_action": _("Gave an action in a meeting"),
        "draft_minutes": _("Drafted minutes"),
        "approve_minutes": _("Approved minutes"),
        "close_meeting": _("Closed a meeting"),
    }
)
