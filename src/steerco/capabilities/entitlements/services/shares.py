"""Records are shared with guests until a day, and shares are taken back; a guest sees what is shared and nothing else."""

from __future__ import annotations

import datetime as dt

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.capabilities.entitlements.access import SHARES
from steerco.capabilities.people.services import lasting, scope_names, scopes_at, scopes_of_assignment
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.access.permissions import Refused
from steerco.foundation.accounts.models import Account
from steerco.foundation.accounts.services import account_for_guest
from steerco.foundation.ledger.writer import RevisionWriter, revise
from steerco.foundation.organisations.models import Membership
from steerco.foundation.registers.checks import check_fields, reason_over_others, refuse

GUEST = "guest"
MOST_DAYS = 366
NOT_SHARED = {"unit", "organisation"}


def share_record(
    *, by: Actor, email: str, scope_kind: str, scope_id: int | None, ends_on: dt.date, name: str = "", clearance: int = 0, reason: str = ""
) -> RoleAssignment:
    """Lets a guest see a record and what lies in it until a day; somebody new gets an account that sees nothing else."""
    if scope_kind in NOT_SHARED:
        refuse("scope_id", _("Choose a project, a programme or a portfolio."))
    scopes = scopes_at(scope_kind, scope_id)
    SHARES.require(by, "share", scopes=scopes, level=clearance)
    _require_sight(by, scope_kind, scope_id)
    today = timezone.localdate()
    if not today <= ends_on <= today + dt.timedelta(days=MOST_DAYS):
        refuse("ends_on", _("Choose a last day between today and a year from now."))
    with revise(by, "share_record", reason=reason) as revision:
        account = account_for_guest(email=email, name=name)
        _refuse_insider(account)
        assignment = RoleAssignment(
            organisation=by.organisation, account=account, role=GUEST, scope_kind=scope_kind, scope_id=scope_id, clearance=clearance,
            starts_on=today, ends_on=ends_on, granted_by=by.account, reason=reason,
        )  # fmt: skip
        check_fields(assignment, by)
        _let_in(by, revision, account, ends_on)
        return revision.create(assignment)


def end_share(*, by: Actor, assignment: RoleAssignment, reason: str = "") -> RoleAssignment:
    """Takes a share back at once."""
    SHARES.require(by, "end", scopes=scopes_of_assignment(assignment), level=assignment.clearance)
    if assignment.role != GUEST:
        refuse("__all__", _("This is a role, not a share."))
    own = by.account is not None and by.on_behalf_of is None and assignment.granted_by_id == by.account.pk
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    with revise(by, "end_share", reason=reason_over_others(own, reason)) as revision:
        if assignment.starts_on is not None and assignment.starts_on > yesterday:
            revision.update(assignment, starts_on=yesterday, ends_on=yesterday)
        else:
            revision.update(assignment, ends_on=yesterday)
    return assignment


def _require_sight(by: Actor, scope_kind: str, scope_id: int | None) -> None:
    """Nobody shares what they can't see themselves."""
    _label, named = scope_names[scope_kind]
    if not by.is_system and all(pk != scope_id for pk, _name in named(by)):
        raise Refused("share", "share", SHARES.allowed["share"])


def _refuse_insider(account: Account) -> None:
    known = Membership.objects.filter(account=account).first()
    if known is not None and known.kind != Membership.Kind.GUEST and known.active:
        refuse("email", _("%(account)s is a member here. Grant them a role instead.") % {"account": account})


def _let_in(by: Actor, revision: RevisionWriter, account: Account, ends_on: dt.date) -> None:
    """Makes the account a guest, or lets it stay as long as its longest share; whoever shared last answers for it."""
    known = Membership.objects.filter(account=account).first()
    if known is None:
        guest = Membership(
            organisation=by.organisation, account=account, kind=Membership.Kind.GUEST, sponsor=by.account or account, ends_on=ends_on
        )
        revision.create(guest)
        return
    for left in RoleAssignment.objects.filter(lasting(), account=account).exclude(role=GUEST):  # of a member who left: never a guest's
        revision.update(left, ends_on=max(timezone.localdate() - dt.timedelta(days=1), left.starts_on or dt.date.min))
    held = RoleAssignment.objects.filter(account=account, role=GUEST).aggregate(last=Max("ends_on"))["last"]
    last = max(held or ends_on, ends_on)
    revision.update(known, active=True, kind=Membership.Kind.GUEST, sponsor=by.account or known.sponsor or account, ends_on=last)
