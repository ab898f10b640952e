"""What access has to tell: the glass was broken, a review waits; to those who watch over it, and nobody can switch the first off."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from steerco.capabilities.entitlements.access import EMERGENCIES, REVIEWS
from steerco.capabilities.entitlements.models import AccessReview, EmergencyAccess
from steerco.foundation.ledger.models import Change, Revision
from steerco.foundation.notices.kinds import NoticeKind, declare
from steerco.foundation.notices.telling import Telling, tells_of, who_may

declare(NoticeKind("glass_broken", gettext_lazy("Somebody takes emergency access"), "alert-triangle", 100, forced=True))
declare(NoticeKind("review_opened", gettext_lazy("An access review waits for you"), "users", 65))


@tells_of("entitlements.emergencyaccess")
def glass_broken(revision: Revision, change: Change) -> Iterator[Telling]:
    """Emergency access is told to everybody who looks at it afterwards, with its reason."""
    opened = EmergencyAccess.objects.filter(pk=change.record_id).first()
    if opened is None or change.action != Change.CREATED:
        return
    until = timezone.localtime(opened.ends_at).strftime("%H:%M")
    text = _("%(who)s has taken emergency access until {until}. Look at what was done with it.").format(until=until)
    yield Telling("glass_broken", who_may(EMERGENCIES, "look_at"), text, link=reverse("emergency"), excerpt=opened.reason)


@tells_of("entitlements.accessreview")
def review_opened(revision: Revision, change: Change) -> Iterator[Telling]:
    """A review is told to everybody who decides in it."""
    review = AccessReview.objects.filter(pk=change.record_id).first()
    if review is not None and change.action == Change.CREATED:
        text = _("%(who)s has opened the access review “{name}”: decide by {due}.").format(name=review.name, due=review.due_on.isoformat())
        yield Telling("review_opened", who_may(REVIEWS, "certify"), text, link=reverse("access_review", args=[review.pk]))
