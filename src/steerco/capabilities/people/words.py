"""Units, people, members and roles: what the acts are called in the ledger, in the past."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from steerco.foundation.ledger.verbs import name_verbs

name_verbs(
    {
        "admit": _("Let an account into the organisation"),
        "shut_out": _("Shut an account out"),
        "hand_over": _("Handed work over"),
        "create_unit": _("Added a unit"),
        "update_unit": _("Changed a unit"),
        "delete_unit": _("Removed a unit"),
        "place_unit": _("Moved a unit in the organisation"),
        "create_person": _("Added a person"),
        "update_person": _("Changed a person"),
        "delete_person": _("Removed a person"),
        "grant_role": _("Granted a role"),
        "end_role": _("Ended a role"),
    }
)
