"""Access reviews by the clock: each quarter one opens by itself."""

from __future__ import annotations

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _, gettext_lazy

from steerco.capabilities.entitlements.queries.reviews import QUARTER, standing
from steerco.capabilities.entitlements.services import open_review
from steerco.foundation.tasks.kinds import Outcome, job
from steerco.foundation.tasks.progress import Progress


@job(
    "open_access_review",
    label=gettext_lazy("Open the access review of the quarter"),
    about=gettext_lazy("A quarter after the last one, a review of every role opens by itself; directors and administrators decide."),
    every="0 6 * * *",
)
def open_when_due(progress: Progress) -> Outcome:
    """Opens a review where a quarter has passed since the last, or since the organisation began; an open one stays the only one."""
    by = progress.by
    stands, today = standing(by), timezone.localdate()
    if by.organisation.is_sample:
        return Outcome(_("A sample is not reviewed."))
    if stands.open is not None:
        return Outcome(_("The review “%(name)s” is open already.") % {"name": stands.open})
    due = stands.next_due_on or timezone.localdate(by.organisation.created_at) + QUARTER
    if today < due:
        return Outcome(_("The next review is due on %(day)s.") % {"day": date_format(due, "j M Y")})
    review = open_review(by=by, reason=_("a quarter has passed"))
    return Outcome(_("The review “%(name)s” is open until %(day)s.") % {"name": review, "day": date_format(review.due_on, "j M Y")})
