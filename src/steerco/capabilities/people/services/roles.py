"""Roles are granted and ended here: within the catalogue, at a scope that exists, and never beyond what the grantor holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.capabilities.people.access import APPROVERS, ROLE_ASSIGNMENTS, ROLE_GRANTS, ROLES
from steerco.capabilities.people.models import OrgUnit
from steerco.capabilities.people.queries import scopes_of_unit
from steerco.capabilities.people.services.members import lasting, refuse_if_last_grantor
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.access.permissions import ADMINISTRATOR, NO_SCOPES, ScopeKey
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger.writer import RevisionWriter, revise
from steerco.foundation.organisations.models import Membership
from steerco.foundation.registers.checks import check_fields, given_reason, refuse, refuse_stale

ScopeFinder = Callable[[int], frozenset[ScopeKey] | None]


def _unit_scopes(unit_id: int) -> frozenset[ScopeKey] | None:
    unit = OrgUnit.objects.filter(pk=unit_id).first()
    return None if unit is None else scopes_of_unit(unit)


scope_kinds: dict[str, ScopeFinder] = {"unit": _unit_scopes}
"""Scopes that a role can be granted at, beside the organisation; rooms above add theirs: kind → scopes of a record, None if absent."""


def scopes_at(kind: str, scope_id: int | None) -> frozenset[ScopeKey]:
    """Every scope that a scope lies in; refuses a kind or record that does not exist."""
    if kind == "organisation":
        if scope_id is not None:
            refuse("scope_id", _("The whole organisation needs no record."))
        return NO_SCOPES
    if kind not in scope_kinds:
        refuse("scope_kind", _("Choose one of: %(kinds)s.") % {"kinds": ", ".join(["organisation", *scope_kinds])})
    found = None if scope_id is None else scope_kinds[kind](scope_id)
    if found is None:
        refuse("scope_id", _("Choose the %(kind)s that the role is for.") % {"kind": kind})
    return found


def scopes_of_assignment(assignment: RoleAssignment) -> frozenset[ScopeKey]:
    """Every scope that a granted role lies in; where its record is gone, only who acts for the whole organisation reaches it."""
    finder = scope_kinds.get(assignment.scope_kind)
    found = finder(assignment.scope_id) if finder is not None and assignment.scope_id is not None else None
    return NO_SCOPES if found is None else found


def grant_role(
    *,
    by: Actor,
    account: Account,
    role: str,
    scope_kind: str = "organisation",
    scope_id: int | None = None,
    clearance: int = 0,
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
    reason: str = "",
    source: str = "",
) -> RoleAssignment:
    """Gives a member a role at a scope. Nobody grants above their own clearance, outside their own scope, or to themselves."""
    scopes = scopes_at(scope_kind, scope_id)
    ROLE_ASSIGNMENTS.require(by, "grant", scopes=scopes, level=clearance)
    if role not in ROLES:
        refuse("role", _("There is no such role. Choose one of: %(roles)s.") % {"roles": ", ".join(ROLES)})
    _refuse_beyond(by, role, scopes, clearance)
    if role == "administrator" and scope_kind != "organisation":
        refuse("scope_kind", _("Refused: an administrator is one for the whole organisation."))
    if not by.is_system and (by.account == account or _keeps(account, by)):
        refuse("account", _("Refused: nobody grants a role to themselves. Ask another director or administrator."))
    if not Membership.objects.filter(organisation=by.organisation, account=account, active=True).exists():
        refuse("account", _("This account is not a member of the organisation."))
    _refuse_both(account, role)
    if starts_on and ends_on and ends_on < starts_on:
        refuse("ends_on", _("The last day is before the first."))
    assignment = RoleAssignment(
        organisation=by.organisation, account=account, role=role, scope_kind=scope_kind, scope_id=scope_id, clearance=clearance,
        starts_on=starts_on, ends_on=ends_on, granted_by=by.account, reason=reason, source=source,
    )  # fmt: skip
    check_fields(assignment, by)
    with revise(by, "grant_role", reason=reason) as revision:
        return revision.create(assignment)


def _keeps(account: Account, by: Actor) -> bool:
    """Whether a program acts that the account answers for."""
    return Membership.objects.filter(account=by.account, sponsor=account, kind=Membership.Kind.SERVICE).exists()


def _refuse_both(account: Account, role: str) -> None:
    """Whoever administers holds no role that approves, and the other way round (S3): two people, two keys."""
    held = RoleAssignment.objects.filter(lasting(), account=account)
    other = held.filter(role__in=APPROVERS) if role == ADMINISTRATOR else held.filter(role=ADMINISTRATOR) if role in APPROVERS else None
    found = other.first() if other is not None else None
    if found is not None:
        refuse("role", _("Refused: %(account)s is %(held)s. Nobody administers accounts and approves, too: end that role first.") % {
            "account": account, "held": ROLES.get(found.role, found.role)})  # fmt: skip


def end_role(
    *, by: Actor, assignment: RoleAssignment, on: dt.date | None = None, version: int | None = None, reason: str
) -> RoleAssignment:
    """Ends a role after a date (default: yesterday, so that it ends at once). The last person who can grant roles keeps theirs."""
    ROLE_ASSIGNMENTS.require(by, "end", scopes=scopes_of_assignment(assignment), level=assignment.clearance)
    refuse_stale(assignment, version)
    with revise(by, "end_role", reason=given_reason(reason)) as revision:
        refuse_if_last_grantor(by, assignment=assignment)
        _end(revision, assignment, on or _yesterday())
    return assignment


def end_roles_at(by: Actor, revision: RevisionWriter, kind: str, scope_id: int) -> None:
    """Ends the roles at a record that is being removed, in the same revision."""
    held = list(RoleAssignment.objects.filter(lasting(), scope_kind=kind, scope_id=scope_id))
    if held:
        ROLE_ASSIGNMENTS.require(by, "end", scopes=scopes_of_assignment(held[0]))
    for assignment in held:
        _end(revision, assignment, _yesterday())


def _end(revision: RevisionWriter, assignment: RoleAssignment, last_day: dt.date) -> None:
    if assignment.starts_on is not None and last_day < assignment.starts_on:
        revision.delete(assignment)
    else:
        revision.update(assignment, ends_on=last_day)


def _yesterday() -> dt.date:
    return timezone.localdate() - dt.timedelta(days=1)


def _refuse_beyond(by: Actor, role: str, scopes: frozenset[ScopeKey], clearance: int) -> None:
    """Refuses a role that the actor's own role may not give; an organisation that never had a director gets its first from anybody."""
    if ROLE_GRANTS.allows(by, role, scopes=scopes, level=clearance):
        return
    if role in APPROVERS and not RoleAssignment.objects.filter(role="pmo_director").exists():
        return
    if role == "guest":
        refuse("role", _("Refused: a guest gets shares, not roles. Share a record with them instead."))
    who = ", ".join(str(ROLES[grantor]) for grantor in ROLES if ROLE_GRANTS.grants(grantor, role))
    refuse("role", _("Refused: your role does not give this one. Who may: %(who)s.") % {"who": who})
