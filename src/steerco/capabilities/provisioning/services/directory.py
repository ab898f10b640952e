"""What a directory says of people and groups: let in, changed, switched off; groups with their members."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from steerco.capabilities.people.services import admit, shut_out
from steerco.capabilities.provisioning.access import DIRECTORY
from steerco.capabilities.provisioning.models import GroupMember, ProvisionedGroup, ProvisionedUser
from steerco.capabilities.provisioning.services.groups import apply_groups
from steerco.foundation.access.actor import Actor
from steerco.foundation.accounts.models import Account
from steerco.foundation.accounts.services import account_for_guest, end_sessions, rename_account
from steerco.foundation.ledger.writer import revise, together
from steerco.foundation.organisations.models import Membership
from steerco.foundation.registers.checks import refuse

VIA = "scim"


class AlreadyThere(Exception):
    """The directory makes what there is already; the text says what."""


def let_user_in(*, by: Actor, email: str, name: str = "", external_id: str = "", active: bool = True) -> Membership:
    """Somebody of the directory: an account, let in where they are active; a guest or program is never taken over."""
    DIRECTORY.require(by, "provision")
    validate_email(email)
    known = Membership.objects.filter(account__email=email.strip().lower()).first()
    if known is not None and (known.kind != Membership.Kind.MEMBER or ProvisionedUser.objects.filter(membership=known).exists()):
        raise AlreadyThere(_("%(email)s is here already.") % {"email": email})
    with revise(by, "provision_user") as revision:
        account = account_for_guest(email=email, name=name)
        membership = known or revision.create(Membership(organisation=by.organisation, account=account))
        revision.create(ProvisionedUser(organisation=by.organisation, membership=membership, external_id=external_id[:200]))
        if membership.active != active:
            set_active(by=by, membership=membership, active=active)
    return membership


def change_user(*, by: Actor, membership: Membership, name: str | None = None, external_id: str | None = None) -> Membership:
    """Another name or key of somebody of the directory. The address is never changed: it is what they sign in with elsewhere, too."""
    DIRECTORY.require(by, "provision")
    user = ProvisionedUser.objects.get(membership=membership)
    with revise(by, "change_provisioned_user") as revision:
        if external_id is not None:
            revision.update(user, external_id=external_id[:200])
        if name is not None and name != membership.account.name and _is_ours_alone(membership):
            rename_account(membership.account, name)
    return membership


def keep_user(*, by: Actor, membership: Membership, name: str | None, external_id: str | None, active: bool) -> Membership:
    """All that a directory says of somebody, in one act: who is let in or shut out is what the act is called after."""
    with together(by):
        set_active(by=by, membership=membership, active=active)
        return change_user(by=by, membership=membership, name=name, external_id=external_id)


def set_active(*, by: Actor, membership: Membership, active: bool) -> Membership:
    """Lets somebody in again, or shuts them out at once and ends their sessions; the last who grants roles stays."""
    DIRECTORY.require(by, "provision")
    if membership.active == active:
        return membership
    if active:
        admit(by=by, account=membership.account, reason="directory")
    else:
        shut_out(by=by, account=membership.account, reason="directory")
        end_sessions(membership.account)
    membership.refresh_from_db()
    return membership


def keep_group(*, by: Actor, name: str, external_id: str = "", group: ProvisionedGroup | None = None) -> ProvisionedGroup:
    """A group of the directory, new or under another name; its members' roles follow the name."""
    DIRECTORY.require(by, "provision")
    if not name.strip() or len(name) > 160:
        refuse("displayName", _("Give the group a name of at most 160 characters."))
    if ProvisionedGroup.objects.filter(name=name.strip()).exclude(pk=group.pk if group else None).exists():
        raise AlreadyThere(_("There is a group %(name)s already.") % {"name": name})
    with revise(by, "keep_group") as revision:
        if group is None:
            return revision.create(ProvisionedGroup(organisation=by.organisation, name=name.strip(), external_id=external_id[:200]))
        revision.update(group, name=name.strip(), external_id=external_id[:200] or group.external_id)
        _follow(by, GroupMember.objects.filter(group=group).values_list("account_id", flat=True))
    return group


def set_members(*, by: Actor, group: ProvisionedGroup, memberships: Collection[Membership]) -> ProvisionedGroup:
    """The members of a group are these and no others; roles follow in the same act."""
    DIRECTORY.require(by, "provision")
    wanted = {membership.account_id for membership in memberships}
    if len(wanted) != len({m.account_id for m in memberships if m.organisation_id == by.organisation.pk}):
        raise ValidationError({"members": _("This belongs to another organisation.")})
    with revise(by, "set_group_members") as revision:
        held = {member.account_id: member for member in GroupMember.objects.filter(group=group)}
        for account_id in held.keys() - wanted:
            revision.delete(held[account_id])
        revision.create_many(
            GroupMember(organisation=by.organisation, group=group, account_id=account_id) for account_id in sorted(wanted - held.keys())
        )
        _follow(by, wanted ^ held.keys())
    return group


def remove_group(*, by: Actor, group: ProvisionedGroup) -> None:
    """A group that the directory has removed; what it brought ends."""
    DIRECTORY.require(by, "provision")
    with revise(by, "remove_group") as revision:
        members = list(GroupMember.objects.filter(group=group))
        revision.delete_many(members)
        revision.delete(group)
        _follow(by, [member.account_id for member in members])


def _follow(by: Actor, account_ids: Collection[int]) -> None:
    """Roles follow the groups of these accounts, as the directory has them now."""
    system = Actor.system(by.organisation, entrance=by.entrance, account=by.account)
    for account in Account.objects.filter(pk__in=list(account_ids)):
        groups = GroupMember.objects.filter(account=account).values_list("group__name", flat=True)
        apply_groups(by=system, account=account, groups=list(groups), via=VIA)


def _is_ours_alone(membership: Membership) -> bool:
    """Whether the account belongs to this organisation only: a directory renames nobody of another one."""
    return not Membership.everywhere.filter(account=membership.account).exclude(pk=membership.pk).exists()
