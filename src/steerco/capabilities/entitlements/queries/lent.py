"""What was lent and shared, and what emergency access there was, as pages show it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.capabilities.entitlements.access import EMERGENCIES, SHARES, visible_to
from steerco.capabilities.entitlements.models import EmergencyAccess
from steerco.capabilities.people.access import ROLES
from steerco.capabilities.people.services import scope_names
from steerco.foundation.access.actor import Actor, in_force
from steerco.foundation.access.models import Delegation, RoleAssignment
from steerco.foundation.accounts.models import Account
from steerco.foundation.organisations.models import Membership

GUEST = "guest"


class HeldRole(NamedTuple):
    """A role with its words and its place by name."""

    assignment: RoleAssignment
    role: str
    where: str


class Place(NamedTuple):
    """A place that can be shared, as a choice of a form."""

    value: str
    name: str


def held_roles(by: Actor, account: Account) -> list[HeldRole]:
    """The roles that an account holds now, with the places that they hold at (a query, and one for each kind of place)."""
    return named(by, RoleAssignment.objects.filter(in_force(), account=account).order_by("role", "pk"))


def named(by: Actor, assignments: Iterable[RoleAssignment]) -> list[HeldRole]:
    """Assignments with the names of their places; a place that the actor may not see is named by its kind."""
    listed = list(assignments)
    names = {
        kind: dict(names_of(by)) for kind, (_label, names_of) in scope_names.items() if any(each.scope_kind == kind for each in listed)
    }
    return [
        HeldRole(
            each, str(ROLES.get(each.role, each.role)), names.get(each.scope_kind, {}).get(each.scope_id or 0, "") or _kind(each.scope_kind)
        )
        for each in listed
    ]


def _kind(scope_kind: str) -> str:
    return _("the whole organisation") if scope_kind == "organisation" else scope_kind


def delegations(by: Actor) -> QuerySet[Delegation]:
    """The delegations that the actor may see, newest first."""
    return Delegation.objects.filter(visible_to(by)).select_related("giver", "receiver")


def possible_receivers(by: Actor) -> QuerySet[Account]:
    """The members to whom rights may be lent: people who are let in, without the actor."""
    members = Account.objects.filter(
        memberships__organisation=by.organisation, memberships__active=True, memberships__kind=Membership.Kind.MEMBER, is_active=True
    )
    return members.exclude(pk__in=by.hands).order_by("name", "email")


def shares(by: Actor) -> QuerySet[RoleAssignment]:
    """The shares that the actor may see, those in force first."""
    reach = SHARES.reach(by, "view")
    held = Q() if reach.everywhere is not None else Q(pk__in=[])
    for kind, scopes in reach.at.items():
        held |= Q(scope_kind=kind, scope_id__in=list(scopes))
    found = RoleAssignment.objects.filter(held, role=GUEST).select_related("account", "granted_by")
    return found.order_by("-ends_on", "account__name", "pk")


def places_to_share(by: Actor) -> list[tuple[str, list[Place]]]:
    """The projects, programmes and portfolios that the actor may see, as choices by kind."""
    return [
        (str(label), [Place(f"{kind}:{pk}", name) for pk, name in names_of(by)])
        for kind, (label, names_of) in scope_names.items() if kind != "unit"
    ]  # fmt: skip


def emergencies(by: Actor) -> QuerySet[EmergencyAccess]:
    """The emergency accesses that the actor may see, newest first: all for whoever watches, else their own."""
    shown = Q() if EMERGENCIES.allows(by, "view") else Q(account__in=by.hands)
    return EmergencyAccess.objects.filter(shown).select_related("account", "seen_by", "assignment")


def emergencies_to_look_at(by: Actor) -> int:
    """How many emergency accesses of others nobody has looked at yet; 0 for whoever may not look at them."""
    if not EMERGENCIES.allows(by, "look_at"):
        return 0
    return EmergencyAccess.objects.filter(seen_at__isnull=True, ends_at__lte=timezone.now()).exclude(account__in=by.hands).count()
