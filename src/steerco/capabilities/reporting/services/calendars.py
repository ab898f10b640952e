"""Reporting calendars and holidays are set up here."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from steerco.capabilities.people.queries import people
from steerco.capabilities.projects.access import scopes_of
from steerco.capabilities.projects.queries import Portfolio, Project
from steerco.capabilities.reporting.access import CALENDARS
from steerco.capabilities.reporting.models import Holiday, ReportingCalendar
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import ScopeKey
from steerco.foundation.ledger.writer import revise
from steerco.foundation.registers.checks import as_changed, check_fields, given_reason, refuse, refuse_stale

FIELDS = (
    "name", "cadence", "anchor_on", "status_day", "portfolio", "tier", "project", "due_days", "review_days", "packs_days", "board_days",
    "freeze_days", "recipients", "starts_on", "ends_on",
)  # fmt: skip
MOST_DAYS = 60


def place_of(calendar: ReportingCalendar) -> frozenset[ScopeKey]:
    """The scopes that a calendar lies in: those of its project, its portfolio, or none where it is the office's own."""
    if calendar.project is not None:
        return scopes_of(calendar.project)
    return frozenset() if calendar.portfolio is None else frozenset({("portfolio", calendar.portfolio.pk)})


def _level(calendar: ReportingCalendar) -> int:
    return 0 if calendar.project is None else calendar.project.confidentiality


def create_calendar(*, by: Actor, reason: str = "", **fields: Any) -> ReportingCalendar:
    """A new reporting calendar."""
    calendar = as_changed(ReportingCalendar(organisation=by.organisation), fields, FIELDS)
    CALENDARS.require(by, "create", scopes=place_of(calendar), level=_level(calendar))
    _settle(calendar)
    _check(calendar, by)
    with revise(by, "create_reporting_calendar", reason=reason) as revision:
        return revision.create(calendar)


def update_calendar(
    *, by: Actor, calendar: ReportingCalendar, version: int | None = None, reason: str = "", **changes: Any
) -> ReportingCalendar:
    """Changes a calendar; what was published under it keeps what it froze."""
    CALENDARS.require(by, "edit", scopes=place_of(calendar), level=_level(calendar))
    refuse_stale(calendar, version)
    draft = as_changed(calendar, changes, FIELDS)
    CALENDARS.require(by, "edit", scopes=place_of(draft), level=_level(draft))
    _check(draft, by)
    with revise(by, "update_reporting_calendar", reason=reason) as revision:
        revision.update(calendar, **changes)
    return calendar


def delete_calendar(*, by: Actor, calendar: ReportingCalendar, reason: str) -> None:
    """Removes a calendar; from then on the next wider one holds for its projects."""
    CALENDARS.require(by, "delete", scopes=place_of(calendar), level=_level(calendar))
    with revise(by, "delete_reporting_calendar", reason=given_reason(reason)) as revision:
        revision.delete(calendar)


def create_holiday(*, by: Actor, reason: str = "", **fields: Any) -> Holiday:
    """A day on which the office does not work."""
    CALENDARS.require(by, "create")
    holiday = as_changed(Holiday(organisation=by.organisation), fields, ("on", "name"))
    _check_holiday(holiday, by)
    with revise(by, "create_holiday", reason=reason) as revision:
        return revision.create(holiday)


def update_holiday(*, by: Actor, holiday: Holiday, version: int | None = None, reason: str = "", **changes: Any) -> Holiday:
    """Changes a holiday."""
    CALENDARS.require(by, "edit")
    refuse_stale(holiday, version)
    _check_holiday(as_changed(holiday, changes, ("on", "name")), by)
    with revise(by, "update_holiday", reason=reason) as revision:
        revision.update(holiday, **changes)
    return holiday


def delete_holiday(*, by: Actor, holiday: Holiday, reason: str) -> None:
    """Makes a holiday a day like others."""
    CALENDARS.require(by, "delete")
    with revise(by, "delete_holiday", reason=given_reason(reason)) as revision:
        revision.delete(holiday)


def _settle(calendar: ReportingCalendar) -> None:
    """A new calendar is in force from the day on which its period ends, where nothing else was said."""
    if calendar.starts_on is None and calendar.anchor_on is not None:
        calendar.starts_on = calendar.anchor_on


def _check(calendar: ReportingCalendar, by: Actor) -> None:
    check_fields(calendar, by)
    if calendar.project is not None and (calendar.portfolio is not None or calendar.tier):
        refuse("project", _("A calendar of one project has no portfolio and no tier."))
    for name, model in (("portfolio", Portfolio), ("project", Project)):
        held = getattr(calendar, name)
        if held is not None and not isinstance(held, model):
            refuse(name, _("Choose one of the list."))
    if calendar.ends_on is not None and calendar.ends_on < calendar.starts_on:
        refuse("ends_on", _("The calendar ends before it begins."))
    steps = [("due_days", calendar.due_days), ("review_days", calendar.review_days), ("packs_days", calendar.packs_days),
             ("board_days", calendar.board_days)]  # fmt: skip
    for (_before, earlier), (name, later) in pairwise(steps):
        if later < earlier:
            refuse(name, _("This comes after what is before it: %(days)d working days or more.") % {"days": earlier})
    if calendar.board_days > MOST_DAYS:
        refuse("board_days", _("At most %(days)d working days.") % {"days": MOST_DAYS})
    if calendar.freeze_days is not None and calendar.freeze_days < calendar.due_days:
        refuse("freeze_days", _("Nothing is frozen before reports are due: %(days)d working days or more.") % {"days": calendar.due_days})
    if ReportingCalendar.objects.filter(name=calendar.name).exclude(pk=calendar.pk).exists():
        refuse("name", _("There is a calendar of this name already."))
    unknown = [name for name in named(calendar) if not people(by).filter(name=name).exists()]
    if unknown:
        refuse("recipients", _("There is nobody called “%(name)s” on record.") % {"name": unknown[0]})


def named(calendar: ReportingCalendar) -> list[str]:
    """The names of those who get the pack."""
    return [name.strip() for name in calendar.recipients.split(",") if name.strip()]


def _check_holiday(holiday: Holiday, by: Actor) -> None:
    check_fields(holiday, by)
    if Holiday.objects.filter(on=holiday.on).exclude(pk=holiday.pk).exists():
        refuse("on", _("This day is a holiday already."))
