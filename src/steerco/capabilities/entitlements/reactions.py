"""What people are told of access: emergency access to those who watch over it, an open review to those who decide."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _, gettext_lazy

from steerco.capabilities.entitlements.access import EMERGENCIES, REVIEWS
from steerco.capabilities.entitlements.models import AccessReview, EmergencyAccess
from steerco.foundation.ledger.models import Change, Revision
from steerco.foundation.notices.kinds import NoticeKind, declare
from steerco.foundation.notices.telling import Telling, tells_of, who_may

declare(NoticeKind("emergency", gettext_lazy("Somebody takes emergency access"), "alert-triangle", 100, forced=True))
declare(NoticeKind("access_review", gettext_lazy("An access review waits for your decisions"), "users", 60))


@tells_of("entitlements.emergencyaccess")
def glass_broken(revision: Revision, change: Change) -> Iterator[Telling]:
    """Emergency access concerns every PMO director and auditor, at once, and nobody can mute it."""
    taken = EmergencyAccess.objects.filter(pk=change.record_id).first()
    if taken is not None and change.action == Change.CREATED:
        until = date_format(localtime(taken.ends_at), "H:i")
        text = _("%%(who)s takes emergency access until %(until)s.") % {"until": until}
        yield Telling("emergency", who_may(EMERGENCIES, "look_at"), text, link=reverse("emergency"), excerpt=taken.reason)


@tells_of("entitlements.accessreview")
def review_opened(revision: Revision, change: Change) -> Iterator[Telling]:
    """A review that was opened concerns whoever decides on roles."""
    review = AccessReview.objects.filter(pk=change.record_id).first()
    if review is not None and change.action == Change.CREATED:
        day = date_format(review.due_on, "j M Y")
        text = _("Access review %(name)s waits for decisions until %(day)s.") % {"name": review.name, "day": day}
        yield Telling("access_review", who_may(REVIEWS, "certify"), text, link=reverse("access_review", args=[review.pk]))
