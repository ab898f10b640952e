"""Reporting in every world: a calendar, a holiday, an excuse of each project, and each line of its tables as something that is done."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from steerco.capabilities.exposures import services as exposures
from steerco.capabilities.exposures.access import APPETITES, appetites
from steerco.capabilities.exposures.models import Appetite
from steerco.capabilities.projects.models import Project
from steerco.capabilities.reporting import queries, services
from steerco.capabilities.reporting.access import CALENDARS, EXCUSES
from steerco.capabilities.reporting.models import Excuse, Holiday, ReportingCalendar
from steerco.capabilities.reporting.queries.runs import run_of
from steerco.capabilities.status.access import REPORTS
from steerco.foundation.ledger.writer import RevisionWriter, revise

if TYPE_CHECKING:
    from steerco.foundation.access.actor import Actor
    from tests.isolation.worlds import World

TABLES = (CALENDARS, EXCUSES, APPETITES)
REGISTERS = {"reporting_calendars": CALENDARS, "holidays": CALENDARS, "excuses": EXCUSES, "appetites": APPETITES}
NAMED_BY = {"excuses": "last", "appetites": "words"}
OWN: dict[str, Any] = {
    "reporting_run": (CALENDARS, "view"), "reporting_remind": (CALENDARS, "remind"), "report_preview": (REPORTS, "see_drafts"),
}  # fmt: skip
POSTED = ("reporting_remind",)
OPEN = "Heron"
FIRST, LAST = dt.date(2019, 1, 1), dt.date(2019, 12, 31)


def plant(world: World, writer: RevisionWriter, project: Project, said: str) -> None:
    """An excuse of a project, long past, and a calendar of its own that ended."""
    excuse = Excuse(organisation=world.organisation, project=project, first_on=FIRST, last_on=LAST, reason=f"{said} pause")
    world.keep("excuses", writer.create(excuse))
    calendar = _calendar(world, name=f"{said} calendar"[:80], project=project, starts_on=FIRST, ends_on=LAST)
    world.keep("reporting_calendars", writer.create(calendar))


def arrange(world: World) -> None:
    """A holiday of the office, and how much risk it accepts."""
    with revise(world.system, "prepare") as writer:
        day = dt.date(2019, 1, world.number % 28 + 1)
        world.keep("holidays", writer.create(Holiday(organisation=world.organisation, on=day, name=f"{world.word} day".strip())))
        world.keep("appetites", writer.create(_appetite(world, "people")))


def _appetite(world: World, category: str) -> Appetite:
    return Appetite(organisation=world.organisation, category=category, most_score=12, words=f"{world.word} accepts it".strip())


def _calendar(world: World, **fields: Any) -> ReportingCalendar:
    return ReportingCalendar(**{"organisation": world.organisation, "anchor_on": FIRST, "starts_on": FIRST, **fields})


def _new(world: World, record: Any) -> Any:
    with revise(world.system, "prepare") as writer:
        return writer.create(record)


def _remind(world: World, by: Actor) -> Any:
    """Reminds the open project of a month that has ended."""
    _new(world, _calendar(world, name="All", starts_on=dt.date(2024, 1, 1)))
    run = run_of(world.system, dt.date(2024, 5, 31), today=dt.date(2024, 6, 20))
    return services.remind_now(by=by, reporters=[each for each in run.reporters if each.project == world.project(OPEN)])


ACTS: dict[tuple[str, str], tuple[Any, ...]] = {
    ("reporting calendar", "create"): (
        lambda w, by: services.create_calendar(by=by, name="Monthly", anchor_on=LAST),
        lambda w, by: services.create_holiday(by=by, on=dt.date(2030, 12, 25), name="Christmas"),
    ),
    ("reporting calendar", "edit"): (
        lambda w, by: services.update_calendar(by=by, calendar=_new(w, _calendar(w, name="Fresh")), due_days=6),
        lambda w, by: services.update_holiday(by=by, holiday=w.held["holidays"][0], name="Renamed"),
    ),
    ("reporting calendar", "delete"): (
        lambda w, by: services.delete_calendar(by=by, calendar=_new(w, _calendar(w, name="Fresh")), reason="over"),
        lambda w, by: services.delete_holiday(by=by, holiday=w.held["holidays"][0], reason="over"),
    ),
    ("reporting calendar", "remind"): (_remind,),
    ("risk appetite", "create"): (lambda w, by: exposures.set_appetite(by=by, category="finance", most_score=9),),
    ("risk appetite", "edit"): (lambda w, by: exposures.update_appetite(by=by, appetite=_new(w, _appetite(w, "legal")), most_score=4),),
    ("risk appetite", "delete"): (lambda w, by: exposures.delete_appetite(by=by, appetite=_new(w, _appetite(w, "legal")), reason="over"),),
    ("excuse", "create"): (
        lambda w, by: services.excuse_project(by=by, project=w.project(OPEN), first_on=LAST, last_on=LAST, reason="paused"),
    ),
    ("excuse", "edit"): (lambda w, by: services.update_excuse(by=by, excuse=_excuse(w), reason="paused again"),),
    ("excuse", "delete"): (lambda w, by: services.delete_excuse(by=by, excuse=_excuse(w), reason="goes on"),),
}
SIGHTS: dict[str, Any] = {
    "reporting calendar": lambda by: queries.calendars(by).exists(),
    "risk appetite": lambda by: appetites(by).exists(),
    "excuse": lambda by: queries.excuses(by).exists(),
}


def _excuse(world: World) -> Excuse:
    made: Excuse = _new(world, Excuse(
        organisation=world.organisation, project=world.project(OPEN), first_on=FIRST, last_on=LAST, reason="paused"))  # fmt: skip
    return made
