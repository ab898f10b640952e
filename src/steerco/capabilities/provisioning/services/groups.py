"""Groups bring roles: which is said here once, and applied each time that a directory or a sign-in tells the groups of an account."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from steerco.capabilities.people.access import ROLE_GRANTS, ROLES
from steerco.capabilities.people.services import end_role, grant_role, lasting, scopes_at
from steerco.capabilities.provisioning.access import GROUP_ROLES
from steerco.capabilities.provisioning.models import GroupRole
from steerco.capabilities.provisioning.queries import SIGN_IN
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger.writer import revise
from steerco.foundation.organisations.models import Membership
from steerco.foundation.registers.checks import check_fields, given_reason, refuse


def map_group(
    *, by: Actor, group: str, role: str, scope_kind: str = "organisation", scope_id: int | None = None, clearance: int = 0, reason: str = ""
) -> GroupRole:
    """Says that a group brings a role; nobody maps a role that they could not grant themselves."""
    scopes = scopes_at(scope_kind, scope_id)
    GROUP_ROLES.require(by, "grant", level=clearance)
    if role not in ROLES or role == "guest":
        refuse("role", _("There is no such role. Choose one of: %(roles)s.") % {"roles": ", ".join(ROLES)})
    ROLE_GRANTS.require(by, role, scopes=scopes, level=clearance)
    if role == "administrator" and scope_kind != "organisation":
        refuse("scope_id", _("Refused: an administrator is one for the whole organisation."))
    if not group.strip():
        refuse("group", _("Write the group as the directory calls it."))
    made = GroupRole(
        organisation=by.organisation, group=group.strip(), role=role, scope_kind=scope_kind, scope_id=scope_id, clearance=clearance
    )
    check_fields(made, by)
    twin = GroupRole.objects.filter(group=made.group, role=role, scope_kind=scope_kind, scope_id=scope_id)
    if twin.exists():
        refuse("group", _("This group brings this role already."))
    with revise(by, "map_group", reason=reason) as revision:
        return revision.create(made)


def unmap_group(*, by: Actor, mapping: GroupRole, reason: str) -> None:
    """Ends that a group brings a role; whoever holds it by that group loses it when the groups are told next."""
    GROUP_ROLES.require(by, "grant", level=mapping.clearance)
    with revise(by, "unmap_group", reason=given_reason(reason)) as revision:
        revision.delete(mapping)


def apply_groups(*, by: Actor, account: Account, groups: Collection[str], via: str) -> list[str]:
    """Gives an account the roles that its groups bring, and ends those that they brought before; says what was left undone and why.

    What a person granted stays. `via` is how the groups were told (`sso`, `scim`): each way ends only what it brought itself.
    """
    GROUP_ROLES.require(by, "grant")
    wanted = {_key(each): each for each in GroupRole.objects.filter(group__in=list(groups))}
    held = RoleAssignment.objects.filter(lasting(), account=account, source__startswith=f"{via}:")
    kept, problems = set[tuple[str, str, int | None, int]](), list[str]()
    for assignment in held:
        key = (assignment.role, assignment.scope_kind, assignment.scope_id, assignment.clearance)
        if key in wanted:
            kept.add(key)
            continue
        try:
            end_role(by=by, assignment=assignment, reason=_("no longer in the group"))
        except ValidationError as error:
            problems += error.messages
    for key, mapping in wanted.items():
        if key in kept:
            continue
        try:
            grant_role(
                by=by, account=account, role=mapping.role, scope_kind=mapping.scope_kind, scope_id=mapping.scope_id,
                clearance=mapping.clearance, reason=_("group %(group)s") % {"group": mapping.group}, source=f"{via}:{mapping.group}",
            )  # fmt: skip
        except ValidationError as error:
            problems += error.messages
    return problems


def follow_sign_in(*, by: Actor, account: Account, groups: Collection[str]) -> list[str]:
    """What a sign-in tells: somebody new is let in, and the roles of an account follow its groups. Whoever was shut out stays so."""
    GROUP_ROLES.require(by, "grant")
    membership = Membership.everywhere.filter(organisation=by.organisation, account=account).first()
    with revise(by, "follow_sign_in", reason="single sign-on") as revision:
        if membership is None:
            membership = revision.create(Membership(organisation=by.organisation, account=account))
        if membership.active and membership.kind == Membership.Kind.MEMBER:
            return apply_groups(by=by, account=account, groups=groups, via=SIGN_IN)
    return []


def _key(mapping: GroupRole) -> tuple[str, str, int | None, int]:
    return mapping.role, mapping.scope_kind, mapping.scope_id, mapping.clearance
