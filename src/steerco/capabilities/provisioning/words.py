"""Accounts from a directory, and programs: what the acts are called in the ledger, in the past."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from steerco.foundation.ledger.verbs import name_verbs

name_verbs(
    {
        "provision_user": _("Admitted an account from the directory"),
        "change_provisioned_user": _("Changed an account from the directory"),
        "keep_group": _("Kept a group of the directory"),
        "set_group_members": _("Changed who is in a group"),
        "remove_group": _("Removed a group"),
        "map_group": _("Gave a group a role"),
        "unmap_group": _("Took a role from a group"),
        "follow_sign_in": _("Followed the groups of a sign-in"),
        "create_program": _("Added a program"),
        "end_program": _("Ended a program"),
        "issue_token": _("Issued a token"),
        "revoke_token": _("Revoked a token"),
    }
)
