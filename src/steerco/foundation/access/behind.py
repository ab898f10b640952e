"""Who stands behind an act: whoever lent the rights for it, or answers for the program that does it."""

from __future__ import annotations

from steerco.foundation.access.actor import Actor
from steerco.foundation.accounts.models import Account
from steerco.foundation.organisations.models import Membership


def behind(by: Actor) -> Account | None:
    """On whose behalf somebody acts; None for a person who acts for nobody else (a query for a program)."""
    if by.on_behalf_of is not None or by.account is None or not by.account.is_service:
        return by.on_behalf_of
    held = Membership.everywhere.filter(account=by.account, organisation=by.organisation).select_related("sponsor").first()
    return held.sponsor if held is not None else None


def hands_of(by: Actor) -> frozenset[int]:
    """The accounts behind an act, and behind the program that does it: nobody passes a duty by a program of their own."""
    principal = behind(by)
    return by.hands if principal is None else by.hands | {principal.pk}
