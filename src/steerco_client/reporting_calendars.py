"""Reporting calendars. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from decimal import Decimal
from typing import TypedDict

from steerco_client.registers import Changes, Many, Removes


class _ReportingCalendar(TypedDict):
    """What is always there."""

    id: int


class ReportingCalendar(_ReportingCalendar, total=False):
    """One record."""

    version: int | None
    updated_at: str | None
    name: str | None
    cadence: str | None
    portfolio: str | None
    portfolio_reason: str
    portfolio_name: str | None
    tier: int | None
    tier_reason: str
    project: str | None
    project_reason: str
    project_name: str | None
    anchor: str | None
    status_day: str | None
    due_days: Decimal | int | None
    review_days: Decimal | int | None
    packs_days: Decimal | int | None
    board_days: Decimal | int | None
    freeze_days: Decimal | int | None
    freeze_days_reason: str
    recipients: str | None
    starts: str | None
    ends: str | None
    ends_reason: str


class _ReportingCalendarValues(TypedDict):
    """What is always there."""

    name: str | None
    anchor: str | None
    starts: str | None


class ReportingCalendarValues(_ReportingCalendarValues, total=False):
    """What a new record takes."""

    cadence: str | None
    status_day: str | None
    portfolio: int | str | None
    tier: int | None
    project: int | str | None
    due_days: int | None
    review_days: int | None
    packs_days: int | None
    board_days: int | None
    freeze_days: int | None
    recipients: str | None
    ends: str | None
    reason: str


class ReportingCalendarChanges(TypedDict, total=False):
    """What may be changed."""

    name: str | None
    cadence: str | None
    anchor: str | None
    status_day: str | None
    portfolio: int | str | None
    tier: int | None
    project: int | str | None
    due_days: int | None
    review_days: int | None
    packs_days: int | None
    board_days: int | None
    freeze_days: int | None
    recipients: str | None
    starts: str | None
    ends: str | None
    reason: str


class ReportingCalendars(
    Changes[ReportingCalendar, ReportingCalendarValues, ReportingCalendarChanges], Removes[ReportingCalendar], Many[ReportingCalendar]
):
    """List reporting calendars, and what else may be done with them."""

    path = "/api/v1/reporting_calendars"
