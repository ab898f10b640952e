"""Tokens are issued for oneself or for a program that one keeps, shown once, and revoked."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.capabilities.provisioning.access import PROGRAMS, TOKENS
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import ApiToken, Extent
from steerco.foundation.access.permissions import Refused
from steerco.foundation.access.tokens import digest_of, new_secret, start_of
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger.writer import revise
from steerco.foundation.organisations.models import Membership
from steerco.foundation.registers.checks import check_fields, reason_over_others, refuse

MOST_DAYS = 366
MOST_TOKENS = 20


class Issued(NamedTuple):
    """A new token and its secret, which nobody can read again."""

    token: ApiToken
    secret: str


def issue_token(*, by: Actor, name: str, ends_on: dt.date, extent: str = Extent.LOOK, account: Account | None = None) -> Issued:
    """A token for oneself, or for a program; it can do no more than its account, and less by its extent."""
    TOKENS.require(by, "issue", scopes=_own_scopes(by))
    owner = account or by.account
    if owner is None:
        raise Refused("token", "issue", {"a person"})
    if by.account is None or owner.pk != by.account.pk:
        _require_program(by, owner)
    today = timezone.localdate()
    if not today <= ends_on <= today + dt.timedelta(days=MOST_DAYS):
        refuse("ends_on", _("Choose a last day between today and a year from now."))
    if extent not in Extent.values:
        refuse("extent", _("Choose how much the token may do."))
    if not name.strip():
        refuse("name", _("Say what the token is for."))
    if ApiToken.objects.filter(account=owner, revoked_at__isnull=True, ends_on__gte=today).count() >= MOST_TOKENS:
        refuse("name", _("There are %(count)d tokens already. Revoke one first.") % {"count": MOST_TOKENS})
    secret = new_secret()
    token = ApiToken(
        organisation=by.organisation, account=owner, name=name.strip(), start=start_of(secret), digest=digest_of(secret), extent=extent,
        ends_on=ends_on,
    )  # fmt: skip
    check_fields(token, by)
    with revise(by, "issue_token") as revision:
        revision.create(token)
    return Issued(token, secret)


def revoke_token(*, by: Actor, token: ApiToken, reason: str = "") -> ApiToken:
    """Ends a token at once: one's own, or another's by whoever decides who gets in."""
    own = by.account is not None and by.on_behalf_of is None and token.account_id == by.account.pk
    if not own:
        TOKENS.require(by, "end")
    if token.revoked_at is not None:
        refuse("__all__", _("This token has been revoked already."))
    with revise(by, "revoke_token", reason=reason_over_others(own, reason)) as revision:
        revision.update(token, revoked_at=timezone.now())
    return token


def _own_scopes(by: Actor) -> frozenset[tuple[str, int]]:
    """A token is for whatever its account may do, so a role at any place lets somebody have one."""
    return frozenset((grant.scope_kind, grant.scope_id) for grant in by.grants if grant.scope_id is not None)


def _require_program(by: Actor, owner: Account) -> None:
    """A token of another is issued for a program only, by whoever keeps programs."""
    PROGRAMS.require(by, "let_in")
    known = Membership.objects.filter(account=owner, kind=Membership.Kind.SERVICE, active=True)
    if not owner.is_service or not known.exists():
        raise Refused("token", "issue", {"its own person"})
