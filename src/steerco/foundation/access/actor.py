"""The actor: somebody (or the system) acting in one organisation through one entrance."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db.models import Q
from django.utils import timezone

from steerco.foundation.access.models import Clearance, RoleAssignment
from steerco.foundation.accounts.models import Account
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import within

SYSTEM_ROLE = "system"


@dataclass(frozen=True, slots=True)
class Grant:
    """One role in force: where it holds, and how confidential a record it may look at."""

    role: str
    scope_kind: str
    scope_id: int | None
    clearance: int


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, where, through which entrance (`page`, `command`, `import`, …), with which roles in force."""

    organisation: Organisation
    account: Account | None
    entrance: str
    grants: tuple[Grant, ...]
    on_behalf_of: Account | None = None

    @classmethod
    def of(cls, account: Account, organisation: Organisation, *, entrance: str) -> Actor:
        """A person with the roles that they hold today in this organisation; no membership, no grants (one query)."""
        today = timezone.localdate()
        with within(organisation):
            rows = RoleAssignment.objects.filter(
                Q(starts_on__isnull=True) | Q(starts_on__lte=today),
                Q(ends_on__isnull=True) | Q(ends_on__gte=today),
                account=account,
                account__memberships__organisation=organisation,
                account__memberships__active=True,
                account__is_active=True,
            ).values_list("role", "scope_kind", "scope_id", "clearance")
            grants = tuple(Grant(*row) for row in rows)
        return cls(organisation, account, entrance, grants)

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
    def signature(self) -> tuple[Grant, ...]:
        """What decides what this actor can see: two actors with the same signature see the same records."""
        return tuple(sorted(self.grants, key=lambda g: (g.role, g.scope_kind, g.scope_id or 0, g.clearance)))
