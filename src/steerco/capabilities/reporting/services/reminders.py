"""Whoever owes a report is reminded: two working days before it is due, and one, three and five after (domain.md, Appendix I)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from steerco.capabilities.people.queries import people
from steerco.capabilities.projects.access import scopes_of
from steerco.capabilities.projects.queries import LifeState, Project, projects
from steerco.capabilities.reporting.access import CALENDARS
from steerco.capabilities.reporting.queries.runs import REPORTING, WAITED_FOR, Reporter, Run, Standing, reporters_of
from steerco.capabilities.reporting.queries.terms import Calendars, calendars_for
from steerco.capabilities.reporting.services.calendars import named
from steerco.capabilities.status.queries import ReportingPeriod
from steerco.capabilities.status.services import open_period
from steerco.foundation.access.actor import Actor, in_force
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.ledger.writer import CrossOrganisation
from steerco.foundation.notices.kinds import NoticeKind, declare
from steerco.foundation.notices.models import Notice
from steerco.foundation.notices.services import tell_people
from steerco.foundation.notices.telling import Telling
from steerco.foundation.ui.figures import day

declare(NoticeKind("report_due", gettext_lazy("A report of yours is due"), "clock", 65))
declare(NoticeKind("report_overdue", gettext_lazy("A report is late"), "alert-circle", 75))
declare(NoticeKind("reports_complete", gettext_lazy("All reports of a period are published"), "check", 50))
AHEAD, OVERDUE = 2, (5, 3, 1)
SPONSOR_FROM, DIRECTOR_FROM = 3, 5
ROLES = ("project_manager", "project_officer", "sponsor", "pmo_director")


@dataclass(slots=True)
class Answering:
    """Who answers for the report of a project: the accounts by role, and that of its owner."""

    roles: dict[str, set[int]] = field(default_factory=dict)
    owner: int | None = None

    def told(self, stage: int) -> set[int]:
        """Who is told: manager and officer (the owner where there is none), the sponsor from three days on, the director from five."""
        own = {self.owner} if self.owner is not None else set()
        found = self.roles.get("project_manager", set()) | self.roles.get("project_officer", set())
        found = found or own
        if stage >= SPONSOR_FROM:
            found = found | self.roles.get("sponsor", set()) | own
        return found | (self.roles.get("pmo_director", set()) if stage >= DIRECTOR_FROM else set())


def stage_of(days_left: int) -> int | None:
    """Which reminder is due: 0 when a report is due within two working days, else how many it is late (1, 3, 5); None for none yet."""
    if 0 <= days_left <= AHEAD:
        return 0
    return next((late for late in OVERDUE if -days_left >= late), None)


def answering(reporters: Iterable[Reporter]) -> dict[int, Answering]:
    """Who answers for each project of a run (one query, and the scopes of each project that roles are held at)."""
    held = _held()
    return {reporter.project.pk: _answering(reporter.project, held) for reporter in reporters}


def answering_for(project: Project) -> Answering:
    """Who answers for the report of one project (one query, and its scopes)."""
    return _answering(project, _held())


def _held() -> list[RoleAssignment]:
    return list(RoleAssignment.objects.filter(in_force(), role__in=ROLES, account__is_active=True))


def _answering(project: Project, held: list[RoleAssignment]) -> Answering:
    made = Answering(owner=project.owner.account_id if project.owner is not None else None)
    around = scopes_of(project) if any(role.scope_id is not None for role in held) else frozenset()
    for role in held:
        inside = role.scope_id is None if role.role == "pmo_director" else False
        if (inside or (role.scope_kind, role.scope_id) in around) and role.clearance >= project.confidentiality:
            made.roles.setdefault(role.role, set()).add(role.account_id)
    return made


def remind_by_clock(by: Actor, *, today: dt.date | None = None) -> int:
    """Reminds whoever owes a report of a period that has come, each of a stage once; gives how many were told."""
    today = today or timezone.localdate()
    every = list(projects(by).filter(state__in=(*REPORTING, LifeState.ON_HOLD)).select_related("unit", "owner"))
    calendars = calendars_for(every)
    told = 0
    for status_on, owing in _newest_terms(calendars, every, today).items():
        open_due_period(by, status_on)
        reporters = reporters_of(by, owing, calendars, status_on, today)
        waited = [(reporter, stage) for reporter in reporters if _waits(reporter) and (stage := stage_of(reporter.days_left)) is not None]
        people_of = answering(reporter for reporter, _stage in waited)
        for reporter, stage in waited:
            cause = f"report:{reporter.project.pk}:{status_on:%Y%m%d}:{stage}"
            told += _tell(by, cause, [_telling(reporter, stage, people_of[reporter.project.pk].told(stage))])
        told += _tell_complete(by, Run(status_on, reporters))
    return told


def remind_now(*, by: Actor, reporters: Collection[Reporter], today: dt.date | None = None) -> tuple[int, list[str]]:
    """Reminds at the word of the PMO, at most once a day each; gives how many were told, and the projects where there is nobody to tell."""
    for reporter in reporters:
        if reporter.project.organisation_id != by.organisation.pk:  # people are told in the organisation of who reminds
            raise CrossOrganisation(f"{reporter.project} belongs to another organisation")
        CALENDARS.require(by, "remind", scopes=scopes_of(reporter.project), level=reporter.project.confidentiality)
    CALENDARS.require(by, "remind", scopes=scopes_of(next(iter(reporters)).project) if reporters else frozenset())
    waited = [reporter for reporter in reporters if _waits(reporter)]
    people_of, told, nobody = answering(waited), 0, []
    for reporter in waited:
        stage = max(stage_of(reporter.days_left) or 0, 0)
        to = people_of[reporter.project.pk].told(min(stage, SPONSOR_FROM - 1))
        if not to:
            nobody.append(reporter.project.name)
            continue
        cause = f"report:{reporter.project.pk}:{reporter.term.status_on:%Y%m%d}:asked:{today or timezone.localdate():%Y%m%d}"
        told += _tell(by, cause, [_telling(reporter, stage, to)])
    return told, nobody


def open_due_period(by: Actor, status_on: dt.date) -> None:
    """Opens the reporting period of a status date that has come, where nobody has opened it."""
    if status_on <= timezone.localdate() and not ReportingPeriod.objects.filter(status_on=status_on).exists():
        open_period(by=by, status_on=status_on)


def _tell(by: Actor, cause: str, told: list[Telling]) -> int:
    """Tells, and gives how many hear of it now: whoever heard of this cause before hears of it no more."""
    before = Notice.objects.filter(cause=cause).count()
    tell_people(by.organisation, cause, told, actor=by.account)
    return Notice.objects.filter(cause=cause).count() - before


def _waits(reporter: Reporter) -> bool:
    return reporter.standing in WAITED_FOR


def _newest_terms(calendars: Calendars, every: Collection[Project], today: dt.date) -> Mapping[dt.date, list[Project]]:
    """The newest status date of each project's calendar that has come, with its projects: an older period is no longer asked for."""
    found: dict[dt.date, list[Project]] = {}
    for project in every:
        calendar = calendars.of(project, today)
        terms = list(calendars.terms(calendar, today - dt.timedelta(days=100), today)) if calendar is not None else []
        if terms:
            found.setdefault(terms[-1].status_on, []).append(project)
    return found


def _telling(reporter: Reporter, stage: int, to: Iterable[int]) -> Telling:
    named_period, due = day(reporter.term.status_on), day(reporter.term.due_on)
    if reporter.days_left >= 0:
        text = ngettext(
            "The report of %(project)s as at %(period)s is due on %(due)s, in %(days)d working day.",
            "The report of %(project)s as at %(period)s is due on %(due)s, in %(days)d working days.",
            reporter.days_left,
        )
    else:
        text = ngettext(
            "The report of %(project)s as at %(period)s was due on %(due)s: it is %(days)d working day late.",
            "The report of %(project)s as at %(period)s was due on %(due)s: it is %(days)d working days late.",
            reporter.days_late,
        )
    said = text % {"project": reporter.project.name, "period": named_period, "due": due, "days": abs(reporter.days_left)}
    kind = "report_overdue" if reporter.days_left < 0 else "report_due"
    return Telling(kind, to, said, ("projects.project", reporter.project.pk), link=place_to_write(reporter))


def place_to_write(reporter: Reporter) -> str:
    """Where the report is written or read."""
    ref, report = reporter.project.ref, reporter.report
    if report is None:
        return f"{reverse('report_write', args=[ref])}?period={reporter.term.status_on.isoformat()}"
    name = "report" if report.published_at is not None else "report_draft"
    return reverse(name, args=[ref, reporter.term.status_on.isoformat()])


def _tell_complete(by: Actor, run: Run) -> int:
    """Tells the recipients of a calendar, once, that everybody who owes a report of a period has published it."""
    told = 0
    for calendar in {reporter.term.calendar for reporter in run.reporters}:
        mine = [reporter for reporter in run.reporters if reporter.term.calendar == calendar]
        published = [reporter for reporter in mine if reporter.standing == Standing.PUBLISHED]
        if not published or any(reporter.standing not in (Standing.PUBLISHED, Standing.EXCUSED) for reporter in mine):
            continue
        accounts = people(by).filter(name__in=named(calendar), account__isnull=False).values_list("account_id", flat=True)
        said = _("All %(count)d reports of %(calendar)s as at %(period)s are published.") % {
            "count": len(published), "calendar": calendar.name, "period": day(run.status_on)}  # fmt: skip
        link = f"{reverse('reporting_run')}?period={run.status_on.isoformat()}"
        cause = f"reports:{calendar.pk}:{run.status_on:%Y%m%d}:complete"
        told += _tell(by, cause, [Telling("reports_complete", list(accounts), said, link=link)])
    return told
