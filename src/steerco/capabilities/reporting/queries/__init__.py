"""Calendars, terms and runs as pages and other rooms read them."""

from __future__ import annotations

from django.db.models import QuerySet

from steerco.capabilities.reporting.access import visible_calendars, visible_to
from steerco.capabilities.reporting.models import Excuse as Excuse, Holiday as Holiday, ReportingCalendar as ReportingCalendar
from steerco.foundation.access.actor import Actor


def calendars(by: Actor) -> QuerySet[ReportingCalendar]:
    """The reporting calendars that the actor may see."""
    return ReportingCalendar.objects.filter(visible_calendars(by)).select_related("portfolio", "project")


def excuses(by: Actor, action: str = "view") -> QuerySet[Excuse]:
    """The excuses that the actor may see (or do `action` to)."""
    return Excuse.objects.filter(visible_to(by, action)).select_related("project")


def holidays(by: Actor) -> QuerySet[Holiday]:
    """The days on which the office does not work."""
    return Holiday.objects.all()
