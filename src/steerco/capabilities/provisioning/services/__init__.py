"""The verbs of provisioning: tokens, programs, roles of groups, and what a directory sends."""

from steerco.capabilities.provisioning.services.directory import (
    change_user,
    keep_group,
    keep_user,
    let_user_in,
    remove_group,
    set_active,
    set_members,
)
from steerco.capabilities.provisioning.services.groups import apply_groups, follow_sign_in, map_group, unmap_group
from steerco.capabilities.provisioning.services.programs import create_program, end_program
from steerco.capabilities.provisioning.services.tokens import Issued, issue_token, revoke_token

__all__ = [
    "Issued",
    "apply_groups",
    "change_user",
    "create_program",
    "end_program",
    "follow_sign_in",
    "issue_token",
    "keep_group",
    "keep_user",
    "let_user_in",
    "map_group",
    "remove_group",
    "revoke_token",
    "set_active",
    "set_members",
    "unmap_group",
]
