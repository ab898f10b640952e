"""The record of one project at a date: every published return as a column, what the facts say, and what is still open."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from steerco.capabilities.projects import access as projects_access, queries as projects_queries
from steerco.capabilities.raid import access as raid_access
from steerco.capabilities.raid.queries import LogCounts, log_counts
from steerco.capabilities.status import access as status_access, queries as status_queries
from steerco.capabilities.work import queries as work_queries
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import NO_SCOPES
from steerco.foundation.ledger.access import may_read_history
from steerco.foundation.ledger.models import Change, Revision
from steerco.foundation.ledger.queries import Act, history_of, newest_acts
from steerco.foundation.ledger.seen import changes_of
from steerco.foundation.ledger.snapshot import record_type
from steerco_engine.confidence import Confidence
from steerco_engine.health import Agreement, Statement, Verdict, agreement, judge
from steerco_engine.words import is_copy

if TYPE_CHECKING:
    from steerco.capabilities.projects.queries import Portfolio, Project, ProjectName
    from steerco.capabilities.status.queries import ReportingPeriod, StatusReport
    from steerco.capabilities.work.queries import TaskCounts

HISTORY_ON_PAGE = 3
BY_HAND = ("start_on", "end_on", "whole_life_cost_amount", "year_budget_amount")


@dataclass(frozen=True, slots=True)
class Return:
    """One column of the record: a period and what the project's report said; no report when it was not in that return."""

    period: ReportingPeriod
    report: StatusReport | None
    before: StatusReport | None
    words: dict[str, str]
    earlier: dict[str, str]
    repeated: frozenset[str]
    verdict: Verdict | None
    agreement: Agreement | None
    new_scale: bool

    @property
    def rating_told(self) -> str:
        """The rating in words, or why there is none; nothing where there is no report."""
        return status_queries.rating_told(self.report) if self.report is not None else ""

    @property
    def imported(self) -> bool:
        """Whether its report came with a return; otherwise it was written here, or there is none."""
        return self.report is not None and self.report.imported

    @property
    def disagrees(self) -> bool:
        """Whether the rating is better than what the facts say."""
        return self.agreement is Agreement.BETTER_THAN_FACTS


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The project before or after this one in the list by name."""

    ref: str
    name: str


@dataclass(frozen=True, slots=True)
class ByHand:
    """A fact on record that is not what the newest report published; `since` is the day that it was typed."""

    name: str
    since: dt.date | None


@dataclass(frozen=True, slots=True)
class ProjectRecord:
    """All that the page of one project shows, as of a date and against an earlier one."""

    project: Project
    portfolios: list[Portfolio]
    names: list[ProjectName]
    periods: list[ReportingPeriod]
    as_of: ReportingPeriod | None
    against: ReportingPeriod | None
    returns: list[Return]
    history: list[Act]
    may_edit: bool
    may_read_history: bool
    may_report: bool
    may_read_reports: bool
    may_read_log: bool
    may_export: bool
    tasks: TaskCounts
    log: LogCounts
    by_hand: tuple[ByHand, ...]
    renamed_on: dt.date | None
    previous: Neighbour | None
    next: Neighbour | None

    @property
    def reported(self) -> list[Return]:
        """The returns that hold a report of this project, oldest first."""
        return [column for column in self.returns if column.report is not None]

    @property
    def of_returns(self) -> bool:
        """Whether every report came with a return; where one was written here, one speaks of reports."""
        return bool(self.reported) and all(column.imported for column in self.reported)

    @property
    def latest(self) -> Return | None:
        """The newest return that holds a report."""
        return self.reported[-1] if self.reported else None

    @property
    def is_past(self) -> bool:
        """Whether newer returns exist than the one shown."""
        return bool(self.periods) and self.as_of is not None and self.as_of != self.periods[-1]

    @property
    def periods_so_far(self) -> int:
        """How many returns there were up to the date shown."""
        return len([p for p in self.periods if self.as_of is not None and p.status_on <= self.as_of.status_on])

    @property
    def compared(self) -> Return | None:
        """The return that the latest one is compared with, when it holds a report."""
        return next((column for column in self.reported if column.period == self.against), None)


@changes_of(projects_queries.Project, projects_queries.ProjectName, status_queries.StatusReport, work_queries.Task)
def project_record(by: Actor, ref: str, as_of: dt.date | None = None, against: dt.date | None = None) -> ProjectRecord | None:
    """The record of a project that the actor may see, or None (a fixed number of queries, whatever the number of reports)."""
    project = projects_queries.projects(by).select_related("unit", "programme", "owner").filter(ref=ref).first()
    if project is None:
        return None
    scopes = projects_access.scopes_of(project) if by.is_scoped else NO_SCOPES
    level = project.confidentiality
    may_read = may_read_history(by, scopes, level)
    periods = status_queries.periods()
    shown = _newest_until(periods, as_of) if as_of is not None else (periods[-1] if periods else None)
    reports, names = _reports(by, project, periods), list(project.names.all())
    returns = _returns(periods, {r.period_id: r for r in reports if shown and r.period.status_on <= shown.status_on})
    previous, following = _neighbours(by, project)
    by_hand, renamed_on = _typed(project, reports)
    return ProjectRecord(
        project=project,
        portfolios=list(project.portfolios.all()),
        names=names,
        periods=periods,
        as_of=shown,
        against=_newest_until(periods, against) if against is not None else _before(returns),
        returns=returns,
        history=newest_acts(_own(project, reports, names), HISTORY_ON_PAGE) if may_read else [],
        may_edit=projects_access.PROJECTS.allows(by, "edit", scopes=scopes, level=level),
        may_read_history=may_read,
        may_report=status_access.REPORTS.allows(by, "draft", scopes=scopes, level=level),
        may_read_reports=status_access.REPORTS.allows(by, "view", scopes=scopes, level=level),
        may_read_log=raid_access.RAID.allows(by, "view", scopes=scopes, level=level),
        may_export=projects_access.PROJECTS.allows(by, "export", scopes=scopes, level=level),
        tasks=work_queries.task_counts(by, project, timezone.localdate()),
        log=log_counts(by, project),
        by_hand=by_hand,
        renamed_on=renamed_on,
        previous=previous,
        next=following,
    )


def project_history(by: Actor, project: Project) -> QuerySet[Revision]:
    """The revisions that touched a project, its names or its published reports, newest first."""
    return history_of(_own(project, list(status_queries.published(by).filter(project=project)), list(project.names.all())))


def _typed(project: Project, reports: list[StatusReport]) -> tuple[tuple[ByHand, ...], dt.date | None]:
    """The facts and the name that were typed over what the newest report published, with their days (a query where there are any)."""
    if not reports:
        return (), None
    newest = reports[-1]
    asked = [name for name in BY_HAND if status_queries.gap_of(newest.gaps, name).kind != "not_in_return"]
    differing = [name for name in asked if getattr(project, name) != getattr(newest, name)]
    renamed = newest.reported_name.casefold().split() != project.name.casefold().split()
    if not differing and not renamed:
        return (), None
    days: dict[str, dt.date] = {}
    changes = Change.objects.filter(record_type=record_type(type(project)), record_id=project.pk, action=Change.CHANGED)
    for change in changes.select_related("revision").order_by("-id"):
        for name in change.after or {}:
            days.setdefault(name, timezone.localdate(change.revision.at))
    return tuple(ByHand(name, days.get(name)) for name in differing), days.get("name") if renamed else None


def _reports(by: Actor, project: Project, periods: list[ReportingPeriod]) -> list[StatusReport]:
    """The published reports, oldest first, each with its period out of those that are read already."""
    known = {period.pk: period for period in periods}
    found = list(status_queries.published(by).filter(project=project).select_related("unit").order_by())
    for report in found:
        report.period = known[report.period_id]
    return sorted(found, key=lambda report: report.period.status_on)


def _returns(periods: list[ReportingPeriod], reports: dict[int, StatusReport]) -> list[Return]:
    held = [place for place, period in enumerate(periods) if period.pk in reports]
    if not held:
        return []
    said = status_queries.words_of(reports.values())
    columns: list[Return] = []
    before: StatusReport | None = None
    for period in periods[held[0] : held[-1] + 1]:
        report = reports.get(period.pk)
        new_scale = bool(columns) and columns[-1].period.scale != period.scale
        columns.append(_column(period, report, before, said, new_scale))
        before = report or before
    return columns


def _column(
    period: ReportingPeriod, report: StatusReport | None, before: StatusReport | None, said: dict[int, dict[str, str]], new_scale: bool
) -> Return:
    earlier = said[before.pk] if before is not None else {}
    if report is None:
        return Return(period, None, before, {}, earlier, frozenset(), None, None, new_scale)
    words = said[report.pk]
    repeated = frozenset(topic for topic, text in words.items() if is_copy(earlier.get(topic, ""), text))
    verdict = judge(statement_of(report), statement_of(before) if before is not None else None)
    rating = Confidence(report.confidence) if report.confidence else None
    return Return(period, report, before, words, earlier, repeated, verdict, agreement(rating, verdict), new_scale)


def statement_of(report: StatusReport) -> Statement:
    """The facts of a report as the engine reads them."""
    return Statement(
        status_on=report.period.status_on,
        end_on=report.end_on,
        whole_life_cost=report.whole_life_cost_amount,
        year_budget=report.year_budget_amount,
        year_forecast=report.year_forecast_amount,
        currency=report.currency,
        price_basis=report.price_basis,
    )


def _newest_until(periods: list[ReportingPeriod], day: dt.date) -> ReportingPeriod | None:
    until = [period for period in periods if period.status_on <= day]
    return until[-1] if until else None


def _before(returns: list[Return]) -> ReportingPeriod | None:
    reported = [column.period for column in returns if column.report is not None]
    return reported[-2] if len(reported) > 1 else None


def _neighbours(by: Actor, project: Project) -> tuple[Neighbour | None, Neighbour | None]:
    seen = projects_queries.projects(by)
    same = Q(name=project.name)
    before = seen.filter(Q(name__lt=project.name) | (same & Q(pk__lt=project.pk))).order_by("-name", "-pk")
    after = seen.filter(Q(name__gt=project.name) | (same & Q(pk__gt=project.pk))).order_by("name", "pk")
    found = [side.values_list("ref", "name").first() for side in (before, after)]
    previous, following = (Neighbour(*row) if row else None for row in found)
    return previous, following


def _own(project: Project, reports: list[StatusReport], names: list[ProjectName]) -> dict[type[Model], list[int]]:
    """The records that make up a project's history: itself, its reports and its names."""
    records: dict[type[Model], list[int]] = {type(project): [project.pk]}
    for record in [*reports, *names]:
        records.setdefault(type(record), []).append(record.pk)
    return records
