"""Which calendar holds for a project, and on which days its periods end, are due, are frozen and go to the board."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from steerco.capabilities.projects.queries import Project
from steerco.capabilities.reporting.models import Holiday, ReportingCalendar
from steerco_engine.cycle import Cadence, StatusDay, after_working_days, period_ends, status_date, working_days_between

YEAR = dt.timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Term:
    """The days of one period of a calendar."""

    calendar: ReportingCalendar
    status_on: dt.date
    due_on: dt.date
    review_on: dt.date
    packs_on: dt.date
    board_on: dt.date
    freezes_on: dt.date | None

    def plain(self) -> dict[str, str | int | None]:
        """The term as a snapshot keeps it."""
        held = self.calendar
        return {
            "calendar": held.name, "cadence": held.cadence, "due_days": held.due_days, "status_on": self.status_on.isoformat(),
            "due_on": self.due_on.isoformat(), "review_on": self.review_on.isoformat(), "packs_on": self.packs_on.isoformat(),
            "board_on": self.board_on.isoformat(), "freezes_on": self.freezes_on.isoformat() if self.freezes_on else None,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Calendars:
    """Every calendar and holiday of the organisation in force, read once, with the portfolios of projects."""

    every: list[ReportingCalendar]
    holidays: tuple[dt.date, ...]
    portfolios: Mapping[int, Collection[int]] = field(default_factory=dict)

    def of(self, project: Project, on: dt.date) -> ReportingCalendar | None:
        """The narrowest calendar in force for a project on a day: its own, that of its portfolio, of its tier, of the office."""
        held = self.portfolios.get(project.pk, ())
        fitting = [each for each in self.every if _in_force(each, on) and _fits(each, project, held)]
        return max(fitting, key=lambda each: (_narrow(each), each.starts_on, each.pk), default=None)

    def terms(self, calendar: ReportingCalendar, first: dt.date, last: dt.date) -> Iterator[Term]:
        """The periods of a calendar whose status date lies between two days, while it is in force."""
        ends = period_ends(Cadence(calendar.cadence), calendar.anchor_on, first, last + dt.timedelta(days=14))
        for end in ends:
            on = status_date(end, StatusDay(calendar.status_day), self.holidays)
            if first <= on <= last and _in_force(calendar, on):
                yield self._term(calendar, on)

    def term(self, project: Project, status_on: dt.date) -> Term | None:
        """The period of a project with a status date; None where its calendar has none that day."""
        calendar = self.of(project, status_on)
        return None if calendar is None else next(self.terms(calendar, status_on, status_on), None)

    def status_dates(self, first: dt.date, last: dt.date) -> list[dt.date]:
        """Every status date of any calendar between two days, newest first."""
        return sorted({term.status_on for each in self.every for term in self.terms(each, first, last)}, reverse=True)

    def days_left(self, today: dt.date, due_on: dt.date) -> int:
        """Working days from today until something is due; below zero once it is late."""
        return working_days_between(today, due_on, self.holidays)

    def _term(self, calendar: ReportingCalendar, on: dt.date) -> Term:
        due, review, packs, board = (
            after_working_days(on, days, self.holidays)
            for days in (calendar.due_days, calendar.review_days, calendar.packs_days, calendar.board_days)
        )
        frozen = None if calendar.freeze_days is None else after_working_days(on, calendar.freeze_days, self.holidays)
        return Term(calendar, on, due, review, packs, board, frozen)


def calendars_for(projects: Collection[Project]) -> Calendars:
    """All calendars, and what is needed to say which holds for some projects (three queries)."""
    every = list(ReportingCalendar.objects.select_related("portfolio", "project"))
    holidays = tuple(Holiday.objects.values_list("on", flat=True)) if every else ()
    held: dict[int, set[int]] = {}
    wanted = {each.portfolio_id for each in every if each.portfolio_id is not None}
    if wanted and projects:
        found = Project.objects.filter(memberships__portfolio__in=wanted, pk__in=[project.pk for project in projects])
        for project_id, portfolio_id in found.filter(memberships__left_on__isnull=True).values_list("pk", "memberships__portfolio_id"):
            held.setdefault(project_id, set()).add(portfolio_id)
    return Calendars(every, holidays, held)


def _in_force(calendar: ReportingCalendar, on: dt.date) -> bool:
    return calendar.starts_on <= on and (calendar.ends_on is None or on <= calendar.ends_on)


def _fits(calendar: ReportingCalendar, project: Project, portfolios: Collection[int]) -> bool:
    if calendar.project_id is not None:
        return bool(calendar.project_id == project.pk)
    if calendar.portfolio_id is not None and calendar.portfolio_id not in portfolios:
        return False
    return calendar.tier is None or calendar.tier == project.tier


def _narrow(calendar: ReportingCalendar) -> int:
    return 4 * (calendar.project_id is not None) + 2 * (calendar.portfolio_id is not None) + (calendar.tier is not None)
