"""Access reviews as pages show them: what is open, what is overdue, when the next one is due."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from steerco.capabilities.entitlements.access import REVIEWS
from steerco.capabilities.entitlements.models import AccessReview, ReviewLine
from steerco.foundation.access.actor import Actor

QUARTER = dt.timedelta(days=91)


class Standing(NamedTuple):
    """Where the reviews stand: the open one, the last that was closed, when the next is due, and whether that has passed."""

    open: AccessReview | None
    last: AccessReview | None
    next_due_on: dt.date | None
    overdue: bool


def reviews(by: Actor) -> QuerySet[Any]:
    """The reviews with their counts (`total`, `open_lines`, `removed`), newest first; none for whoever may not see them."""
    if not REVIEWS.allows(by, "view"):
        return AccessReview.objects.none()
    return AccessReview.objects.annotate(
        total=Count("lines"),
        open_lines=Count("lines", filter=Q(lines__decision="")),
        removed=Count("lines", filter=Q(lines__decision="remove")),
    )


def lines(by: Actor, review: AccessReview) -> QuerySet[ReviewLine]:
    """The lines of a review by person, those that are open first."""
    shown = ReviewLine.objects.filter(review=review) if REVIEWS.allows(by, "view") else ReviewLine.objects.none()
    return shown.select_related("assignment", "assignment__account", "decided_by").order_by("decision", "assignment__account__name", "pk")


def standing(by: Actor) -> Standing:
    """Where the reviews stand today (two queries)."""
    today, found = timezone.localdate(), reviews(by)
    current = found.filter(closed_at__isnull=True).first()
    last = found.filter(closed_at__isnull=False).first()
    if current is not None:
        return Standing(current, last, current.due_on, current.due_on < today)
    due = None if last is None else timezone.localdate(last.opened_at) + QUARTER
    return Standing(None, last, due, due is not None and due < today)


def lines_waiting(by: Actor) -> int:
    """How many lines of the open review the actor can decide on."""
    if not REVIEWS.allows(by, "certify"):
        return 0
    return ReviewLine.objects.filter(review__closed_at__isnull=True, decision="").exclude(assignment__account__in=by.hands).count()
