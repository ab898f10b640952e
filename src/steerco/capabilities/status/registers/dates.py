"""The dates of reporting: when reports are due, for calendars, and when they were, for whoever asks what changed since."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from steerco.capabilities.status.access import REPORTS
from steerco.capabilities.status.models import ReportingPeriod
from steerco.foundation.access.actor import Actor
from steerco.foundation.differences.spans import Landmark, landmarks_by
from steerco.foundation.subscriptions.dates import Entry, Span, dates_of


@dates_of("reports_due", gettext_lazy("Dates of status reports"))
def reports_due(by: Actor, span: Span) -> Iterator[Entry]:
    """The date of each reporting period, for whoever writes or reviews reports."""
    if not any(REPORTS.grants(grant.role, action) for grant in by.grants for action in ("draft", "review")):
        return
    for period in ReportingPeriod.objects.filter(status_on__range=(span.first, span.last)).order_by("status_on"):
        link = f"{reverse('reports')}?{urlencode({'f': f'period:is:{period.name}'})}"
        yield Entry(f"reports-{period.pk}", period.status_on, _("Status reports: %(period)s") % {"period": period.name}, link)


@landmarks_by
def newest_reports(by: Actor) -> list[Landmark]:
    """The dates of the newest reports, for whoever asks what changed since."""
    if REPORTS.reach(by, "view").nothing:
        return []
    found = ReportingPeriod.objects.filter(status_on__lte=timezone.localdate()).order_by("-status_on")[:4]
    return [Landmark(_("report %(period)s") % {"period": period.name}, period.status_on) for period in found]
