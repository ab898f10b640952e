"""Emergency access: four hours as a director, with a reason, told to the PMO director and the auditor; approvals stay with others (S3)."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.capabilities.entitlements.access import EMERGENCIES
from steerco.capabilities.entitlements.events import GlassBroken
from steerco.capabilities.entitlements.models import EmergencyAccess
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import Clearance, RoleAssignment
from steerco.foundation.access.permissions import Refused
from steerco.foundation.ledger.writer import revise
from steerco.foundation.registers.checks import check_fields, given_reason, reason_over_others, refuse

HOURS = 4  # domain.md §2.5
ROLE = "pmo_director"
SHORTEST_REASON = 15


def break_glass(*, by: Actor, reason: str) -> EmergencyAccess:
    """Gives the actor the role of a director with the highest clearance for four hours, and tells who watches over it."""
    EMERGENCIES.require(by, "open_emergency")
    if by.account is None:
        raise Refused("emergency access", "open", {"a person"})
    if len(given_reason(reason)) < SHORTEST_REASON:
        refuse("reason", _("Say what happened, and what you have to do, in a sentence. The PMO director and the auditor read it."))
    if by.emergency_until is not None:
        refuse(
            "__all__",
            _("You have emergency access already, until %(until)s.") % {"until": timezone.localtime(by.emergency_until).strftime("%H:%M")},
        )
    now = timezone.now()
    until = now + dt.timedelta(hours=HOURS)
    assignment = RoleAssignment(
        organisation=by.organisation, account=by.account, role=ROLE, clearance=Clearance.SECRET, expires_at=until,
        granted_by=by.account, reason=reason.strip()[:300], source="emergency",
    )  # fmt: skip
    check_fields(assignment, by)
    with revise(by, "break_glass", reason=reason.strip()) as revision:
        revision.create(assignment)
        opened = EmergencyAccess(
            organisation=by.organisation,
            account=by.account,
            assignment=assignment,
            reason=reason.strip()[:500],
            started_at=now,
            ends_at=until,
        )
        revision.create(opened)
        revision.tell(GlassBroken(by.organisation.pk, opened.pk, by.account.pk, opened.reason, until))
    return opened


def end_emergency(*, by: Actor, emergency: EmergencyAccess, reason: str = "") -> EmergencyAccess:
    """Ends emergency access before its time: whoever took it may, and whoever decides who gets in."""
    own = by.account is not None and by.on_behalf_of is None and emergency.account_id == by.account.pk
    if not own:
        EMERGENCIES.require(by, "end")
    now = timezone.now()
    if emergency.ends_at <= now:
        refuse("__all__", _("This emergency access is over already."))
    with revise(by, "end_emergency", reason=reason_over_others(own, reason)) as revision:
        revision.update(emergency.assignment, expires_at=now)
        revision.update(emergency, ends_at=now)
    return emergency


def look_at_emergency(*, by: Actor, emergency: EmergencyAccess, finding: str) -> EmergencyAccess:
    """Writes down what somebody found who looked at an emergency access afterwards; never whoever took it."""
    EMERGENCIES.require(by, "look_at")
    if emergency.account_id in by.hands:
        refuse("__all__", _("Refused: nobody looks at their own emergency access. Another director or the auditor does."))
    if not finding.strip():
        refuse("finding", _("Say what you found."))
    with revise(by, "look_at_emergency", reason=finding.strip()) as revision:
        revision.update(emergency, finding=finding.strip()[:500], seen_by=by.account, seen_at=timezone.now())
    return emergency
