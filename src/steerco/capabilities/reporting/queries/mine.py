"""What of reporting waits for one person: reports to write, and reports to review."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from steerco.capabilities.projects.queries import Project, projects
from steerco.capabilities.reporting.queries.runs import REPORTING, WAITED_FOR, Reporter, reporters_of
from steerco.capabilities.reporting.queries.terms import calendars_for
from steerco.capabilities.status.access import REPORTS, visible_to
from steerco.capabilities.status.queries import ReportState, StatusReport
from steerco.foundation.access.actor import Actor

WRITERS = frozenset({"project_manager", "project_officer"})


def reports_to_write(by: Actor, *, today: dt.date | None = None) -> list[Reporter]:
    """The reports that the actor owes: of projects that it owns, or is manager or officer of; late ones first."""
    today = today or timezone.localdate()
    if REPORTS.reach(by, "draft").nothing or by.account is None:
        return []
    held = [grant.scope_id for grant in by.grants if grant.role in WRITERS and grant.scope_kind == "project"]
    mine = projects(by).filter(Q(pk__in=held) | Q(owner__account=by.account), state__in=REPORTING)
    every = list(mine.select_related("unit", "owner").order_by("name"))
    calendars = calendars_for(every)
    if not calendars.every:
        return []
    owing: dict[dt.date, list[Project]] = {}
    for project in every:
        calendar = calendars.of(project, today)
        terms = list(calendars.terms(calendar, today - dt.timedelta(days=100), today)) if calendar is not None else []
        if terms:
            owing.setdefault(terms[-1].status_on, []).append(project)
    found = [each for on, some in owing.items() for each in reporters_of(by, some, calendars, on, today)]
    return sorted((each for each in found if each.standing in WAITED_FOR), key=lambda each: each.days_left)


def reports_to_review(by: Actor) -> list[StatusReport]:
    """The reports that rest with the PMO and that the actor may publish or return, the oldest first: the review queue."""
    if REPORTS.reach(by, "publish").nothing:
        return []
    found = StatusReport.objects.filter(visible_to(by), state__in=(ReportState.SUBMITTED, ReportState.REVIEWED))
    return list(found.defer("snapshot", "gaps").select_related("project", "period", "author").order_by("submitted_at", "pk"))
