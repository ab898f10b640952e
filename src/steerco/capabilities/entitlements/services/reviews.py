"""Access reviews: every role in force is kept or removed by somebody who does not hold it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.capabilities.entitlements.access import REVIEWS
from steerco.capabilities.entitlements.events import ReviewOpened
from steerco.capabilities.entitlements.models import AccessReview, ReviewLine
from steerco.capabilities.people.services import end_role
from steerco.foundation.access.actor import Actor, in_force
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.ledger.writer import revise
from steerco.foundation.registers.checks import check_fields, given_reason, refuse

DAYS_TO_DECIDE = 21


def open_review(*, by: Actor, due_on: dt.date | None = None, name: str = "", reason: str = "") -> AccessReview:
    """Opens a review with a line for every role in force; one review is open at a time."""
    REVIEWS.require(by, "open")
    today = timezone.localdate()
    due_on = due_on or today + dt.timedelta(days=DAYS_TO_DECIDE)
    if due_on < today:
        refuse("due_on", _("The day has passed."))
    if AccessReview.objects.filter(closed_at__isnull=True).exists():
        refuse("__all__", _("A review is open already. Decide on its lines first."))
    quarter = f"{today.year} Q{(today.month - 1) // 3 + 1}"
    review = AccessReview(organisation=by.organisation, name=name.strip() or quarter, opened_at=timezone.now(), due_on=due_on)
    check_fields(review, by)
    held = list(
        RoleAssignment.objects.filter(in_force(), account__memberships__organisation=by.organisation, account__memberships__active=True)
    )
    if not held:
        refuse("__all__", _("Nobody holds a role, so there is nothing to review."))
    with revise(by, "open_access_review", reason=reason) as revision:
        revision.create(review)
        revision.create_many(ReviewLine(organisation=by.organisation, review=review, assignment=each) for each in held)
        revision.tell(ReviewOpened(by.organisation.pk, review.pk, review.due_on))
    return review


def decide_lines(*, by: Actor, review: AccessReview, lines: Iterable[ReviewLine], decision: str, reason: str = "") -> int:
    """Keeps or removes the roles of some lines, and closes the review with its last; nobody decides on a role of their own."""
    REVIEWS.require(by, "certify")
    chosen = [line for line in lines if line.review_id == review.pk]
    if decision not in (ReviewLine.Decision.KEEP, ReviewLine.Decision.REMOVE):
        refuse("decision", _("Choose: keep or remove."))
    if not chosen:
        refuse("__all__", _("Tick the roles that you decide on."))
    if any(line.assignment.account_id in by.hands for line in chosen):
        refuse("__all__", _("Refused: nobody decides on their own roles. Another director or administrator does."))
    if any(line.decision for line in chosen):
        refuse("__all__", _("Somebody has decided on one of these already. Look again."))
    if decision == ReviewLine.Decision.REMOVE:
        reason = given_reason(reason)
    now = timezone.now()
    with revise(by, "keep_access" if decision == ReviewLine.Decision.KEEP else "remove_access", reason=reason) as revision:
        for line in chosen:
            revision.update(line, decision=decision, decided_by=by.account, decided_at=now, reason=reason[:300])
            if decision == ReviewLine.Decision.REMOVE and _is_held(line.assignment):
                end_role(by=by, assignment=line.assignment, reason=reason)
        if not ReviewLine.objects.filter(review=review, decision="").exists():
            revision.update(review, closed_at=now)
    return len(chosen)


def _is_held(assignment: RoleAssignment) -> bool:
    return assignment.ends_on is None or assignment.ends_on >= timezone.localdate()
