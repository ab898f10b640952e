"""The actor: somebody (or the system) acting in one organisation through one entrance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Hashable
from dataclasses import dataclass, replace

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone

from steerco.foundation.access.models import Clearance, Delegation, Extent, RoleAssignment
from steerco.foundation.accounts.models import Account
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import within
from steerco.foundation.prepared.statements import Given, Statement

GRANTED = ("role", "scope_kind", "scope_id", "clearance", "expires_at")
SYSTEM_ROLE, ADMINISTRATOR = "system", "administrator"


@dataclass(frozen=True, slots=True)
class Grant:
    """One role in force: where it holds, how confidential a record it may look at, and until which hour where it ends at one."""

    role: str
    scope_kind: str
    scope_id: int | None
    clearance: int
    until: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, where, through which entrance (`page`, `command`, `import`, `api` …), with which roles in force, for whom.

    Whoever acts for another holds the roles that the other has lent, and none of their own; `extent` says how much of them.
    """

    organisation: Organisation
    account: Account | None
    entrance: str
    grants: tuple[Grant, ...]
    on_behalf_of: Account | None = None
    extent: str = Extent.WHOLE

    @classmethod
    def of(cls, account: Account, organisation: Organisation, *, entrance: str, extent: str = Extent.WHOLE) -> Actor:
        """A person with the roles that they hold now in this organisation; no membership, no grants (one query)."""
        return cls(organisation, account, entrance, _held(account, organisation), extent=extent)

    @classmethod
    def of_member(cls, account: Account, organisation: Organisation, *, entrance: str, extent: str = Extent.WHOLE) -> Actor:
        """The same of somebody who was just found to be let in and a member, so that neither is asked again (one query)."""
        held = _IN_FORCE.rows(organisation=organisation.pk, account=account.pk, today=timezone.localdate(), now=timezone.now())
        return cls(organisation, account, entrance, tuple(Grant(*row) for row in held), extent=extent)

    @classmethod
    def acting_for(cls, delegation: Delegation, *, entrance: str) -> Actor:
        """Somebody acting for another with the roles lent, as far as the other still holds them (two queries).

        Whoever is let in no longer holds nothing; an administrator approves nothing for another either (S3).
        """
        lent = _held(delegation.giver, delegation.organisation, among=delegation.assignments)
        own, extent = _held(delegation.receiver, delegation.organisation), delegation.extent
        if extent == Extent.WHOLE and any(grant.role == ADMINISTRATOR for grant in own):
            extent = Extent.WORK
        return cls(delegation.organisation, delegation.receiver, entrance, lent, delegation.giver, extent)

    @classmethod
    def system(cls, organisation: Organisation, *, entrance: str = "command", account: Account | None = None) -> Actor:
        """The system itself: may do everything in one organisation; for commands run by whoever owns the machine."""
        return cls(organisation, account, entrance, (Grant(SYSTEM_ROLE, "organisation", None, Clearance.SECRET),))

    def through(self, entrance: str) -> Actor:
        """The same person through another entrance."""
        return replace(self, entrance=entrance)

    @property
    def is_scoped(self) -> bool:
        """Whether a role of it holds at a scope only; where none does, the scopes of a record decide nothing and need not be read."""
        return any(grant.scope_id is not None for grant in self.grants)

    @property
    def is_system(self) -> bool:
        """Whether the system itself acts."""
        return any(grant.role == SYSTEM_ROLE for grant in self.grants)

    @property
    def may_write(self) -> bool:
        """Whether it may write anything at all; whoever may only look may not, through whatever entrance."""
        return self.extent in (Extent.WORK, Extent.WHOLE)

    @property
    def principal(self) -> Account | None:
        """Whose work this is: the person acted for, else the one who acts."""
        return self.on_behalf_of or self.account

    @property
    def extent_words(self) -> str:
        """How much of its rights it may use, in words."""
        return str(Extent(self.extent).label)

    @property
    def emergency_until(self) -> dt.datetime | None:
        """Until when the actor has emergency access; None without."""
        return max((grant.until for grant in self.grants if grant.until is not None), default=None)

    @property
    def hands(self) -> frozenset[int]:
        """The accounts behind an act: who acts and who is acted for. Duties are kept apart for both."""
        return frozenset(account.pk for account in (self.account, self.on_behalf_of) if account is not None)

    @property
    def signature(self) -> Hashable:
        """What decides what this actor can see and do: two actors with the same signature see the same records and verbs."""
        held = tuple(
            sorted((*key, scope_id or 0, until.isoformat() if until else "") for *key, scope_id, until in map(_parts, self.grants))
        )
        return held if self.extent == Extent.WHOLE and self.on_behalf_of is None else (held, self.extent, self.hands)


def _parts(grant: Grant) -> tuple[str, str, int, int | None, dt.datetime | None]:
    return grant.role, grant.scope_kind, grant.clearance, grant.scope_id, grant.until


def delegations_to(account: Account, organisation: Organisation) -> QuerySet[Delegation]:
    """The delegations by which an account may act for others today (no query yet)."""
    today = timezone.localdate()
    found = Delegation.everywhere.filter(
        organisation=organisation, receiver=account, starts_on__lte=today, ends_on__gte=today, ended_at__isnull=True
    )
    return found.select_related("giver", "receiver", "organisation")


def in_force() -> Q:
    """Role assignments that hold now, of accounts that are let in: a filter on `RoleAssignment`; the caller says whose and where."""
    return _holds(timezone.localdate(), timezone.now())


def _holds(today: dt.date | Given, now: dt.datetime | Given) -> Q:
    return (
        (Q(starts_on__isnull=True) | Q(starts_on__lte=today))
        & (Q(ends_on__isnull=True) | Q(ends_on__gte=today))
        & (Q(expires_at__isnull=True) | Q(expires_at__gt=now))
    )


_IN_FORCE = Statement(
    lambda: RoleAssignment.everywhere.filter(
        _holds(Given("today", models.DateField()), Given("now", models.DateTimeField())),
        organisation=Given("organisation", models.BigIntegerField()),
        account=Given("account", models.BigIntegerField()),
    ).values_list(*GRANTED)
)


def _held(account: Account, organisation: Organisation, *, among: Collection[int] | None = None) -> tuple[Grant, ...]:
    with within(organisation):
        rows = RoleAssignment.objects.filter(
            in_force(),
            Q(account__memberships__ends_on__isnull=True) | Q(account__memberships__ends_on__gte=timezone.localdate()),
            account=account,
            account__memberships__organisation=organisation,
            account__memberships__active=True,
            account__is_active=True,
        )
        if among is not None:
            rows = rows.filter(pk__in=among)
        return _granted(rows)


def _granted(rows: QuerySet[RoleAssignment]) -> tuple[Grant, ...]:
    return tuple(Grant(*row) for row in rows.values_list(*GRANTED))
