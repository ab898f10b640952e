"""Holidays. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from typing import TypedDict

from steerco_client.registers import Changes, Many, Removes


class _Holiday(TypedDict):
    """What is always there."""

    id: int


class Holiday(_Holiday, total=False):
    """One record."""

    version: int | None
    updated_at: str | None
    name: str | None
    day: str | None


class _HolidayValues(TypedDict):
    """What is always there."""

    day: str | None
    name: str | None


class HolidayValues(_HolidayValues, total=False):
    """What a new record takes."""

    reason: str


class HolidayChanges(TypedDict, total=False):
    """What may be changed."""

    day: str | None
    name: str | None
    reason: str


class Holidays(Changes[Holiday, HolidayValues, HolidayChanges], Removes[Holiday], Many[Holiday]):
    """List holidays, and what else may be done with them."""

    path = "/api/v1/holidays"
