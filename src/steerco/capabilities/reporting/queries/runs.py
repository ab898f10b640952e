"""One run of reporting: who is due, late, excused, submitted, returned and published for a status date."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from steerco.capabilities.projects.queries import LifeState, Project, projects
from steerco.capabilities.reporting.models import Excuse
from steerco.capabilities.reporting.queries.terms import Calendars, Term, calendars_for
from steerco.capabilities.status.access import visible_to as reports_seen
from steerco.capabilities.status.queries import ReportState, StatusReport
from steerco.foundation.access.actor import Actor

REPORTING = (LifeState.INITIATING, LifeState.EXECUTING, LifeState.CLOSING)
"""Life states in which a project reports."""


class Standing(StrEnum):
    """How a project stands in a run."""

    LATE = "late"
    RETURNED = "returned"
    DUE = "due"
    SUBMITTED = "submitted"
    PUBLISHED = "published"
    EXCUSED = "excused"


WAITED_FOR = (Standing.LATE, Standing.RETURNED, Standing.DUE)
STANDINGS = {
    Standing.LATE: gettext_lazy("late"), Standing.RETURNED: gettext_lazy("returned"), Standing.DUE: gettext_lazy("due"),
    Standing.SUBMITTED: gettext_lazy("with the PMO"), Standing.PUBLISHED: gettext_lazy("published"),
    Standing.EXCUSED: gettext_lazy("excused"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reporter:
    """One project in a run: its term, how it stands, its report where there is one, and why it is excused."""

    project: Project
    term: Term
    standing: Standing
    report: StatusReport | None
    excused_because: str
    days_left: int

    @property
    def label(self) -> str:
        """How it stands, in words."""
        return str(STANDINGS[self.standing])

    @property
    def days_late(self) -> int:
        """How many working days it is late; 0 where it is not."""
        return max(-self.days_left, 0)

    @property
    def state_told(self) -> str:
        """How far its report is, in words."""
        return _("not begun") if self.report is None else str(self.report.get_state_display())

    @property
    def came_late(self) -> bool:
        """Whether it came in after its day."""
        return self.report is not None and bool(self.report.late)


@dataclass(frozen=True, slots=True)
class Run:
    """Everybody who has a term with one status date."""

    status_on: dt.date
    reporters: list[Reporter]

    @property
    def counts(self) -> dict[Standing, int]:
        """How many stand how; every standing is named."""
        found = Counter(reporter.standing for reporter in self.reporters)
        return {standing: found[standing] for standing in Standing}

    @property
    def term(self) -> Term | None:
        """The term of most of them, for the dates in the head of the page."""
        terms = Counter(reporter.term for reporter in self.reporters)
        return terms.most_common(1)[0][0] if terms else None


def run_of(by: Actor, status_on: dt.date, *, today: dt.date | None = None) -> Run:
    """The run of a status date, of the projects that the actor may see; late ones first (six queries at most)."""
    every = list(projects(by).filter(state__in=(*REPORTING, LifeState.ON_HOLD)).select_related("unit", "owner").order_by("name", "pk"))
    return Run(status_on, reporters_of(by, every, calendars_for(every), status_on, today or timezone.localdate()))


def reporters_of(by: Actor, every: Collection[Project], calendars: Calendars, status_on: dt.date, today: dt.date) -> list[Reporter]:
    """How some projects stand for a status date; those without a term that day are left out (two queries)."""
    terms = {project.pk: term for project in every if (term := calendars.term(project, status_on)) is not None}
    reports = _reports(by, terms, status_on)
    excused = _excused(terms, status_on)
    found = []
    for project in every:
        term = terms.get(project.pk)
        if term is None:
            continue
        why = excused.get(project.pk, "") or (_("on hold") if project.state == LifeState.ON_HOLD else "")
        report, left = reports.get(project.pk), calendars.days_left(today, term.due_on)
        found.append(Reporter(project, term, _standing(report, why, left), report, why, left))
    order = list(Standing)
    return sorted(found, key=lambda reporter: (order.index(reporter.standing), reporter.days_left, reporter.project.name))


def newest_status_date(calendars: Calendars, today: dt.date) -> dt.date | None:
    """The newest status date that has come."""
    dates = calendars.status_dates(today - dt.timedelta(days=100), today)
    return dates[0] if dates else None


def _standing(report: StatusReport | None, excused: str, left: int) -> Standing:
    state = report.state if report is not None else ""
    if state == ReportState.PUBLISHED:
        return Standing.PUBLISHED
    if state in (ReportState.SUBMITTED, ReportState.REVIEWED):
        return Standing.SUBMITTED
    if excused:
        return Standing.EXCUSED
    if state == ReportState.RETURNED:
        return Standing.RETURNED
    return Standing.LATE if left < 0 else Standing.DUE


def _reports(by: Actor, terms: Mapping[int, Term], status_on: dt.date) -> dict[int, StatusReport]:
    """The report of each project for a status date that says most: what is on its way outweighs nothing but what is published."""
    rows = StatusReport.objects.filter(reports_seen(by), period__status_on=status_on, project__in=list(terms))
    rows = rows.exclude(state=ReportState.SUPERSEDED).defer("snapshot", "gaps").select_related("period", "author").order_by("edition")
    found: dict[int, StatusReport] = {}
    for report in rows:
        held = found.get(report.project_id)
        if held is None or held.state != ReportState.PUBLISHED:
            found[report.project_id] = report
    return found


def _excused(terms: Mapping[int, Term], status_on: dt.date) -> dict[int, str]:
    rows = Excuse.objects.filter(project__in=list(terms), first_on__lte=status_on, last_on__gte=status_on)
    return dict(rows.values_list("project_id", "reason"))
