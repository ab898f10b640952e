"""Rights are lent while somebody is away, and taken back: no more than one holds, at most 60 days, never in a circle, never on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.capabilities.entitlements.access import DELEGATIONS
from steerco.capabilities.entitlements.events import RightsLent
from steerco.capabilities.people.access import APPROVERS
from steerco.foundation.access.actor import ADMINISTRATOR, Actor
from steerco.foundation.access.models import Delegation, Extent, RoleAssignment
from steerco.foundation.access.permissions import Refused
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger.writer import revise
from steerco.foundation.organisations.models import Membership
from steerco.foundation.registers.checks import check_fields, reason_over_others, refuse

MOST_DAYS = 60  # domain.md §2.2
LASTING = Q(expires_at__isnull=True)


def lend_rights(
    *,
    by: Actor,
    receiver: Account,
    assignments: Collection[RoleAssignment],
    starts_on: dt.date,
    ends_on: dt.date,
    extent: str = Extent.WORK,
    reason: str = "",
) -> Delegation:
    """Lets another member act for whoever lends, with some of the lender's roles, from one day to another."""
    DELEGATIONS.require(by, "lend", scopes=frozenset((a.scope_kind, a.scope_id) for a in assignments if a.scope_id is not None))
    giver = by.account
    if giver is None:
        raise Refused("delegation", "lend", {"whoever holds the rights"})
    _check_dates(starts_on, ends_on)
    _check_receiver(by, giver, receiver)
    _check_lent(giver, receiver, assignments, extent, starts_on)
    _refuse_circle(giver, receiver, starts_on, ends_on)
    delegation = Delegation(
        organisation=by.organisation, giver=giver, receiver=receiver, assignments=sorted(each.pk for each in assignments), extent=extent,
        starts_on=starts_on, ends_on=ends_on, reason=reason,
    )  # fmt: skip
    check_fields(delegation, by)
    with revise(by, "lend_rights", reason=reason) as revision:
        revision.create(delegation)
        revision.tell(RightsLent(by.organisation.pk, delegation.pk, giver.pk, receiver.pk))
    return delegation


def end_delegation(*, by: Actor, delegation: Delegation, reason: str = "") -> Delegation:
    """Ends a delegation at once: whoever lent or received it may, and whoever decides who gets in."""
    own = by.account is not None and by.on_behalf_of is None and by.account.pk in (delegation.giver_id, delegation.receiver_id)
    if not own:
        DELEGATIONS.require(by, "end")
    if delegation.ended_at is not None:
        refuse("__all__", _("This delegation has been ended already."))
    with revise(by, "end_delegation", reason=reason_over_others(own, reason)) as revision:
        revision.update(delegation, ended_at=timezone.now())
    return delegation


def _check_dates(starts_on: dt.date, ends_on: dt.date) -> None:
    if ends_on < starts_on:
        refuse("ends_on", _("The last day is before the first."))
    if ends_on < timezone.localdate():
        refuse("ends_on", _("The last day has passed."))
    if (ends_on - starts_on).days + 1 > MOST_DAYS:
        refuse(
            "ends_on",
            _("Refused: at most %(days)d days. Lend again when they are over, or ask for a role of its own.") % {"days": MOST_DAYS},
        )


def _check_receiver(by: Actor, giver: Account, receiver: Account) -> None:
    if receiver == giver:
        refuse("receiver", _("Choose somebody else."))
    member = Membership.objects.filter(account=receiver, active=True, kind=Membership.Kind.MEMBER, account__is_active=True)
    if receiver.is_service or not member.exists():
        refuse("receiver", _("Refused: rights are lent to members only, never to guests or programs."))


def _check_lent(giver: Account, receiver: Account, assignments: Collection[RoleAssignment], extent: str, starts_on: dt.date) -> None:
    if extent not in Extent.values:
        refuse("extent", _("Choose how much the other may do."))
    own = RoleAssignment.objects.filter(LASTING, Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on), account=giver)
    held = set(own.values_list("pk", flat=True))
    if not assignments:
        refuse("assignments", _("Choose at least one of your roles."))
    if any(each.pk not in held for each in assignments):
        refuse("assignments", _("Refused: nobody lends a role that they do not hold, or one of an emergency."))
    approving = extent == Extent.WHOLE and any(each.role in APPROVERS for each in assignments)
    if approving and RoleAssignment.objects.filter(account=receiver, role=ADMINISTRATOR).exists():
        refuse("extent", _("Refused: %(who)s administers accounts and approves nothing, for others neither. Lend the work only.") % {
            "who": receiver})  # fmt: skip


def _refuse_circle(giver: Account, receiver: Account, starts_on: dt.date, ends_on: dt.date) -> None:
    """Refuses where rights would come back to whoever lends them, in the same days, over however many people (S4)."""
    found = Delegation.objects.filter(ended_at__isnull=True, starts_on__lte=ends_on, ends_on__gte=starts_on)
    lends: dict[int, set[int]] = {}
    for lender, borrower in found.values_list("giver_id", "receiver_id"):
        lends.setdefault(lender, set()).add(borrower)
    seen, waiting = set[int](), [receiver.pk]
    while waiting:
        current = waiting.pop()
        if current == giver.pk:
            refuse("receiver", _("Refused: %(who)s lends rights in these days that come back to you. Rights never go in a circle.") % {
                "who": receiver})  # fmt: skip
        if current not in seen:
            seen.add(current)
            waiting.extend(lends.get(current, ()))
