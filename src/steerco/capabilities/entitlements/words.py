"""Rights of one's own: shares, delegations, emergencies and reviews: what the acts are called in the ledger, in the past."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from steerco.foundation.ledger.verbs import name_verbs

name_verbs(
    {
        "lend_rights": _("Lent rights to somebody"),
        "end_delegation": _("Ended a delegation"),
        "break_glass": _("Opened emergency access"),
        "end_emergency": _("Ended emergency access"),
        "look_at_emergency": _("Looked into an emergency access"),
        "open_access_review": _("Opened an access review"),
        "keep_access": _("Kept access in a review"),
        "remove_access": _("Removed access in a review"),
        "share_record": _("Shared a record"),
        "end_share": _("Ended a share"),
        "take_over": _("Gave guests and programs to another person"),
    }
)
