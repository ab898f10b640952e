"""Programs get accounts of their own, with an owner and a last day; they act by token and never sign in."""

from __future__ import annotations

import datetime as dt
import secrets

from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.capabilities.people.services import grant_role
from steerco.capabilities.provisioning.access import PROGRAMS
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import ApiToken
from steerco.foundation.access.permissions import Refused
from steerco.foundation.accounts.models import Account
from steerco.foundation.accounts.services import create_program_account
from steerco.foundation.ledger.writer import revise
from steerco.foundation.organisations.models import Membership
from steerco.foundation.registers.checks import reason_over_others, refuse

MOST_DAYS = 366


def create_program(
    *, by: Actor, name: str, ends_on: dt.date, role: str, clearance: int = 0, owner: Account | None = None, reason: str = ""
) -> Membership:
    """A program with a role, an owner who answers for it, and a last day."""
    PROGRAMS.require(by, "let_in", level=clearance)
    answers = owner or by.account
    if answers is None or answers.is_service:
        raise Refused("program", "let in", {"a person who answers for it"})
    today = timezone.localdate()
    if not today <= ends_on <= today + dt.timedelta(days=MOST_DAYS):
        refuse("ends_on", _("Choose a last day between today and a year from now."))
    if not name.strip():
        refuse("name", _("Say what the program is called."))
    if not Membership.objects.filter(account=answers, active=True, kind=Membership.Kind.MEMBER).exists():
        refuse("owner", _("Choose a member as owner."))
    with revise(by, "create_program", reason=reason) as revision:
        account = create_program_account(name=name.strip()[:120], key=f"{by.organisation.key}-{secrets.token_hex(4)}")
        made = revision.create(
            Membership(organisation=by.organisation, account=account, kind=Membership.Kind.SERVICE, sponsor=answers, ends_on=ends_on)
        )
        grant_role(by=by, account=account, role=role, clearance=clearance, ends_on=ends_on, reason=reason)
    return made


def end_program(*, by: Actor, membership: Membership, reason: str = "") -> Membership:
    """Ends a program: it is let in no longer, and its tokens are revoked."""
    own = by.account is not None and by.on_behalf_of is None and membership.sponsor_id == by.account.pk
    if not own:
        PROGRAMS.require(by, "end")
    if membership.kind != Membership.Kind.SERVICE or not membership.active:
        refuse("__all__", _("This is no program that is let in."))
    with revise(by, "end_program", reason=reason_over_others(own, reason)) as revision:
        revision.update(membership, active=False)
        for token in ApiToken.objects.filter(account=membership.account, revoked_at__isnull=True):
            revision.update(token, revoked_at=timezone.now())
    return membership
