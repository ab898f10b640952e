"""Programmes. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from decimal import Decimal
from typing import TypedDict

from steerco_client.registers import Changes, Many, Removes


class _Programme(TypedDict):
    """What is always there."""

    id: int


class Programme(_Programme, total=False):
    """One record."""

    version: int | None
    updated_at: str | None
    ref: str | None
    name: str | None
    portfolio: str | None
    portfolio_name: str | None
    owner: str | None
    projects: Decimal | int | None
    purpose: str | None


class _ProgrammeValues(TypedDict):
    """What is always there."""

    name: str | None


class ProgrammeValues(_ProgrammeValues, total=False):
    """What a new record takes."""

    portfolio: int | str | None
    owner: int | str | None
    purpose: str | None
    reason: str


class ProgrammeChanges(TypedDict, total=False):
    """What may be changed."""

    name: str | None
    portfolio: int | str | None
    owner: int | str | None
    purpose: str | None
    reason: str


class Programmes(Changes[Programme, ProgrammeValues, ProgrammeChanges], Removes[Programme], Many[Programme]):
    """List programmes, and what else may be done with them."""

    path = "/api/v1/programmes"
