"""Accounts are let into the organisation and shut out of it here; whoever is the last to grant roles stays."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.capabilities.people.access import ROLE_ASSIGNMENTS
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import ApiToken, Delegation, RoleAssignment
from steerco.foundation.accounts.models import Account
from steerco.foundation.accounts.services import end_sessions, switch_off, switch_on
from steerco.foundation.ledger.writer import RevisionWriter, locked_head, revise
from steerco.foundation.organisations.models import Membership
from steerco.foundation.registers.checks import given_reason, refuse

GRANTORS = ROLE_ASSIGNMENTS.allowed["grant"]


def admit(*, by: Actor, account: Account, reason: str = "") -> Membership:
    """Lets an account into the organisation; what it may do there is said by its roles. Admitting again changes nothing."""
    ROLE_ASSIGNMENTS.require(by, "grant", level=clearance_of(by, account.pk))
    with revise(by, "admit", reason=reason) as revision:
        known: Membership | None = Membership.objects.filter(account=account).first()
        if known is None:
            return revision.create(Membership(organisation=by.organisation, account=account))
        revision.update(known, active=True)
        switch_on(account)
        return known


def shut_out(*, by: Actor, account: Account, reason: str) -> None:
    """Ends the membership of an account; its roles stay as they are, for the day on which it is let in again."""
    ROLE_ASSIGNMENTS.require(by, "end", level=clearance_of(by, account.pk))
    with revise(by, "shut_out", reason=given_reason(reason)) as revision:
        set_membership(by, revision, account_id=account.pk, active=False)


def set_membership(by: Actor, revision: RevisionWriter, *, account_id: int, active: bool) -> None:
    """Shuts an account out, or lets it in again, as part of an act; needs the clearance of the roles that it holds."""
    ROLE_ASSIGNMENTS.require(by, "end", level=clearance_of(by, account_id))
    if not active:
        refuse_if_last_grantor(by, account_id=account_id)
    for membership in Membership.objects.filter(account_id=account_id).select_related("account"):
        revision.update(membership, active=active)
        if active:
            switch_on(membership.account)


def take_leave(by: Actor, revision: RevisionWriter, account: Account) -> None:
    """Ends all that an account of somebody who leaves could act by: roles, delegations both ways, tokens, sessions.

    The account itself is closed where it belongs to no other organisation. History keeps the name.
    """
    ROLE_ASSIGNMENTS.require(by, "end", level=clearance_of(by, account.pk))
    now, yesterday = timezone.now(), timezone.localdate() - dt.timedelta(days=1)
    for assignment in RoleAssignment.objects.filter(lasting(), account=account):
        last = max(yesterday, assignment.starts_on or yesterday)
        revision.update(assignment, ends_on=last, **({} if assignment.expires_at is None else {"expires_at": now}))
    for delegation in Delegation.objects.filter(Q(giver=account) | Q(receiver=account), ended_at__isnull=True, ends_on__gte=yesterday):
        revision.update(delegation, ended_at=now)
    for token in ApiToken.objects.filter(account=account, revoked_at__isnull=True):
        revision.update(token, revoked_at=now)
    if Membership.everywhere.filter(account=account, active=True).exclude(organisation=by.organisation).exists():
        transaction.on_commit(lambda: end_sessions(account))
    else:
        transaction.on_commit(lambda: switch_off(account))


def clearance_of(by: Actor, account_id: int) -> int:
    """The highest clearance that the roles of an account give it in the organisation of the actor (one query)."""
    held = RoleAssignment.everywhere.filter(lasting(), organisation=by.organisation, account_id=account_id)
    return max(held.values_list("clearance", flat=True), default=0)


def lasting() -> Q:
    """Role assignments that are in force or still to come: a filter on `RoleAssignment`."""
    return (Q(ends_on__isnull=True) | Q(ends_on__gte=timezone.localdate())) & (
        Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now())
    )


def refuse_if_last_grantor(by: Actor, *, account_id: int | None = None, assignment: RoleAssignment | None = None) -> None:
    """Refuses to shut out an account, or to end an assignment, where nobody could grant roles in the organisation then.

    Counted are members who are let in and hold such a role for the whole organisation, from today or before, without an end.
    The sample may be left by everybody: its door lets them in again.
    """
    if by.organisation.is_sample:
        return
    locked_head(by.organisation)  # two who end each other's role at once are told one after the other
    able = RoleAssignment.objects.filter(
        Q(starts_on__isnull=True) | Q(starts_on__lte=timezone.localdate()), ends_on__isnull=True, expires_at__isnull=True,
        role__in=GRANTORS,
        scope_id__isnull=True,
        account__is_active=True, account__memberships__organisation=by.organisation, account__memberships__active=True,
    )  # fmt: skip
    going = able.filter(Q(pk=assignment.pk) if assignment is not None else Q(account_id=account_id))
    if going.exists() and not able.exclude(pk__in=going.values("pk")).exists():
        refuse("__all__", _("Refused: nobody else could grant roles then. Grant the role to somebody else first."))
