"""Boards. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from typing import TypedDict

from steerco_client.registers import Changes, Many, Removes


class _Board(TypedDict):
    """What is always there."""

    id: int


class Board(_Board, total=False):
    """One record."""

    version: int | None
    updated_at: str | None
    ref: str | None
    name: str | None
    kind: str | None
    chair: str | None
    portfolio: str | None
    portfolio_reason: str
    portfolio_name: str | None
    project: str | None
    project_reason: str
    project_name: str | None
    cadence: str | None
    parent: str | None
    parent_reason: str
    parent_name: str | None
    terms: str | None
    terms_reason: str


class _BoardValues(TypedDict):
    """What is always there."""

    name: str | None
    chair: int | str | None


class BoardValues(_BoardValues, total=False):
    """What a new record takes."""

    kind: str | None
    portfolio: int | str | None
    project: int | str | None
    cadence: str | None
    parent: int | str | None
    terms: str | None
    reason: str


class BoardChanges(TypedDict, total=False):
    """What may be changed."""

    name: str | None
    kind: str | None
    portfolio: int | str | None
    project: int | str | None
    chair: int | str | None
    cadence: str | None
    parent: int | str | None
    terms: str | None
    reason: str


class Boards(Changes[Board, BoardValues, BoardChanges], Removes[Board], Many[Board]):
    """List boards, and what else may be done with them."""

    path = "/api/v1/boards"
