"""Excuses. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from typing import TypedDict

from steerco_client.registers import Changes, Many, Removes


class _Excuse(TypedDict):
    """What is always there."""

    id: int


class Excuse(_Excuse, total=False):
    """One record."""

    version: int | None
    updated_at: str | None
    project: str | None
    project_name: str | None
    first: str | None
    last: str | None
    reason: str | None


class _ExcuseValues(TypedDict):
    """What is always there."""

    project: int | str | None
    first: str | None
    last: str | None
    grounds: str | None


class ExcuseValues(_ExcuseValues, total=False):
    """What a new record takes."""

    reason: str


class ExcuseChanges(TypedDict, total=False):
    """What may be changed."""

    project: int | str | None
    first: str | None
    last: str | None
    grounds: str | None
    reason: str


class Excuses(Changes[Excuse, ExcuseValues, ExcuseChanges], Removes[Excuse], Many[Excuse]):
    """List excuses, and what else may be done with them."""

    path = "/api/v1/excuses"
