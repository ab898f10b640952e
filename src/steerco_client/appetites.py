"""Appetites. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from decimal import Decimal
from typing import TypedDict

from steerco_client.registers import Changes, Many, Removes


class _Appetite(TypedDict):
    """What is always there."""

    id: int


class Appetite(_Appetite, total=False):
    """One record."""

    version: int | None
    updated_at: str | None
    category: str | None
    most_score: Decimal | int | None
    most_score_reason: str
    most_share: Decimal | int | None
    most_share_reason: str
    words: str | None
    words_reason: str


class _AppetiteValues(TypedDict):
    """What is always there."""

    category: str | None


class AppetiteValues(_AppetiteValues, total=False):
    """What a new record takes."""

    most_score: int | None
    most_share: int | None
    words: str | None
    reason: str


class AppetiteChanges(TypedDict, total=False):
    """What may be changed."""

    category: str | None
    most_score: int | None
    most_share: int | None
    words: str | None
    reason: str


class Appetites(Changes[Appetite, AppetiteValues, AppetiteChanges], Removes[Appetite], Many[Appetite]):
    """List risk appetites, and what else may be done with them."""

    path = "/api/v1/appetites"
