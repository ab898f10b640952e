"""Who may lend rights, share records with guests, break the glass, and review who has access."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from steerco.capabilities.entitlements.models import EmergencyAccess
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import ApiToken, Delegation
from steerco.foundation.access.permissions import Permissions
from steerco.foundation.ledger.access import seen_through, seen_whole

DELEGATIONS = Permissions("delegation", """
    action   requester team_member project_manager project_officer sponsor department_head pmo_analyst pmo_director auditor administrator
    lend     x         x           x               x               x       x               x           x            x       x
    view     -         -           -               -               -       -               -           x            x       x
    end      -         -           -               -               -       -               -           x            -       x
""")  # fmt: skip

SHARES = Permissions("share", """
    action   project_manager sponsor pmo_analyst pmo_director auditor administrator
    view     x               x       x           x            x       x
    share    x               x       x           x            -       -
    end      x               x       x           x            -       x
""")  # fmt: skip

EMERGENCIES = Permissions("emergency access", """
    action           pmo_analyst pmo_director auditor administrator
    view             -           x            x       x
    open_emergency   x           x            -       x
    end              -           x            -       x
    look_at          -           x            x       -
""")  # fmt: skip

REVIEWS = Permissions("access review", """
    action   pmo_director auditor administrator
    view     x            x       x
    open     x            -       x
    certify  x            -       x
""")  # fmt: skip


def visible_to(by: Actor) -> Q:
    """The delegations that the actor may see: their own, and all for whoever watches: a filter on `Delegation`."""
    if DELEGATIONS.allows(by, "view"):
        return Q()
    return Q(giver__in=by.hands) | Q(receiver__in=by.hands)


@seen_through("access.delegation")
def seen_delegations(by: Actor) -> QuerySet[Delegation, dict[str, Any]]:
    """The delegations whose changes the actor may read in the ledger."""
    return Delegation.objects.filter(visible_to(by)).values("pk")


@seen_through("entitlements.emergencyaccess")
def seen_emergencies(by: Actor) -> QuerySet[EmergencyAccess, dict[str, Any]]:
    """The emergency accesses whose changes the actor may read in the ledger."""
    shown = Q() if EMERGENCIES.allows(by, "view") else Q(account__in=by.hands)
    return EmergencyAccess.objects.filter(shown).values("pk")


@seen_whole("entitlements.accessreview", "entitlements.reviewline")
def reads_reviews(by: Actor) -> bool:
    """Whether the actor may read the changes of reviews and their lines in the ledger."""
    return REVIEWS.allows(by, "view")


@seen_through("access.apitoken")
def seen_tokens(by: Actor) -> QuerySet[ApiToken, dict[str, Any]]:
    """The tokens whose changes the actor may read in the ledger: their own, and all for whoever watches."""
    shown = Q() if EMERGENCIES.allows(by, "view") else Q(account__in=by.hands)
    return ApiToken.objects.filter(shown).values("pk")
