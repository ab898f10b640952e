"""Tokens, programs, groups and people of a directory, as pages and the directory read them."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from steerco.capabilities.provisioning.access import DIRECTORY, GROUP_ROLES, PROGRAMS, visible_to
from steerco.capabilities.provisioning.models import GroupRole, ProvisionedGroup, ProvisionedUser
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import ApiToken, RoleAssignment
from steerco.foundation.accounts.models import Account
from steerco.foundation.organisations.models import Membership, Organisation

SIGN_IN = "sso"


def tokens(by: Actor) -> QuerySet[ApiToken]:
    """The tokens that the actor may see, newest first."""
    return ApiToken.objects.filter(visible_to(by)).select_related("account")


def programs(by: Actor) -> QuerySet[Membership]:
    """The programs that are let in: all for whoever keeps them, else those that one answers for."""
    found = (
        Membership.objects.filter(kind=Membership.Kind.SERVICE).select_related("account", "sponsor").order_by("-active", "account__name")
    )
    return found if PROGRAMS.allows(by, "view") else found.filter(sponsor__in=by.hands)


def group_roles(by: Actor) -> QuerySet[GroupRole]:
    """Which roles groups bring; none for whoever may not see it."""
    return GroupRole.objects.all() if GROUP_ROLES.allows(by, "view") else GroupRole.objects.none()


def provisioned_users(by: Actor) -> QuerySet[ProvisionedUser]:
    """The people that the directory keeps; none for whoever may not provision."""
    found = ProvisionedUser.objects.select_related("membership", "membership__account").order_by("pk")
    return found if DIRECTORY.allows(by, "provision") else found.none()


def provisioned_groups(by: Actor) -> QuerySet[ProvisionedGroup]:
    """The groups that the directory keeps; none for whoever may not provision."""
    return ProvisionedGroup.objects.order_by("pk") if DIRECTORY.allows(by, "provision") else ProvisionedGroup.objects.none()


def organisations_concerned(groups: frozenset[str], account: Account | None = None) -> list[Organisation]:
    """The organisations in which one of the groups brings a role, and those in which a sign-in brought the account one before."""
    knowing = Q(pk__in=GroupRole.everywhere.filter(group__in=groups).values("organisation"))
    if account is not None:
        held = RoleAssignment.everywhere.filter(account=account, source__startswith=f"{SIGN_IN}:")
        knowing |= Q(pk__in=held.values("organisation"))
    return list(Organisation.objects.filter(knowing).order_by("pk"))
