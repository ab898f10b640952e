"""Periods and reports as pages and other rooms read them."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from steerco.capabilities.status.access import visible_to
from steerco.capabilities.status.models import ReportingPeriod, ReportState, StatusReport
from steerco.foundation.access.actor import Actor


def periods(*, until: dt.date | None = None) -> list[ReportingPeriod]:
    """The reporting periods in order of their date, up to a date (one query)."""
    found = ReportingPeriod.objects.order_by("status_on", "id")
    return list(found if until is None else found.filter(status_on__lte=until))


def published(by: Actor) -> QuerySet[StatusReport]:
    """The published reports that the actor may see."""
    return StatusReport.objects.filter(visible_to(by), state=ReportState.PUBLISHED)
