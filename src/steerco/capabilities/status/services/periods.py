"""Reporting periods: one a status date."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from steerco.capabilities.status.access import REPORTS
from steerco.capabilities.status.models import ReportingPeriod, Scale
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.writer import RevisionWriter, revise


def ensure_period(
    by: Actor,
    writer: RevisionWriter,
    *,
    status_on: dt.date,
    name: str,
    scale: str = Scale.THREE,
    scale_changed_in: str = "",
    budget_year: str = "",
) -> ReportingPeriod:
    """The period with a status date, made where it is new; a name that another period has gets the date added."""
    if not REPORTS.allows(by, "import"):
        REPORTS.require(by, "draft")
    known: ReportingPeriod | None = ReportingPeriod.objects.filter(status_on=status_on).first()
    if known is not None:
        return known
    if ReportingPeriod.objects.filter(name=name).exists():
        name = f"{name}, {status_on.isoformat()}"
    return writer.create(
        ReportingPeriod(
            organisation=by.organisation, status_on=status_on, name=name, scale=scale or Scale.THREE,
            scale_changed_in=scale_changed_in, budget_year=budget_year,
        )
    )  # fmt: skip


def open_period(*, by: Actor, status_on: dt.date, name: str = "") -> ReportingPeriod:
    """A new period on three points, for reports written by hand; the PMO opens it, and its date and name are new."""
    REPORTS.require(by, "publish")
    if status_on > timezone.localdate():
        raise ValidationError({"status_on": _("This date is still to come. Give the day that the facts are of.")})
    if ReportingPeriod.objects.filter(status_on=status_on).exists():
        raise ValidationError({"status_on": _("There is a period with this date already. Choose it above.")})
    name = name.strip() or dateformat.format(status_on, "F Y")
    with revise(by, "open_period") as revision:
        return ensure_period(by, revision, status_on=status_on, name=name)
