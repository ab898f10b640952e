"""Guests and programs as things that people answer for: somebody always does."""

from __future__ import annotations

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from steerco.capabilities.entitlements.access import SHARES
from steerco.capabilities.people.access import ROLE_ASSIGNMENTS
from steerco.capabilities.people.queries import Person
from steerco.capabilities.people.services import Owned, Ownership, ownerships
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.writer import revise
from steerco.foundation.organisations.models import Membership
from steerco.foundation.registers.checks import given_reason, refuse


def _answered_for(by: Actor, person: Person) -> list[Owned]:
    """The guests and programs that are let in and for whom a person answers; nothing for whoever may see neither."""
    if person.account_id is None or (SHARES.reach(by, "view").nothing and ROLE_ASSIGNMENTS.reach(by, "view").nothing):
        return []
    found = Membership.objects.filter(sponsor=person.account, active=True).exclude(kind=Membership.Kind.MEMBER).select_related("account")
    page = {Membership.Kind.GUEST: "guests", Membership.Kind.SERVICE: "programs"}
    return [Owned(each.pk, f"{each.account} ({each.kind})", reverse(page[Membership.Kind(each.kind)])) for each in found]


def take_over(*, by: Actor, memberships: Collection[int], to: Person, reason: str) -> None:
    """Makes another person answer for guests and programs."""
    ROLE_ASSIGNMENTS.require(by, "grant")
    if to.account is None:
        refuse("to", _("Guests and programs need somebody with an account. Choose another, or hand them over alone."))
    with revise(by, "take_over", reason=given_reason(reason)) as revision:
        for membership in Membership.objects.filter(pk__in=memberships).exclude(kind=Membership.Kind.MEMBER):
            revision.update(membership, sponsor=to.account)


def _give(by: Actor, keys: Collection[int], to: Person, reason: str) -> None:
    take_over(by=by, memberships=keys, to=to, reason=reason)


ownerships["membership"] = Ownership(gettext_lazy("Guests and programs"), _answered_for, _give)
