"""Tolerances. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from decimal import Decimal
from typing import TypedDict

from steerco_client.registers import Changes, Many, Removes


class _Tolerance(TypedDict):
    """What is always there."""

    id: int


class Tolerance(_Tolerance, total=False):
    """One record."""

    version: int | None
    updated_at: str | None
    aspect: str | None
    level: str | None
    project: str | None
    project_reason: str
    project_name: str | None
    portfolio: str | None
    portfolio_reason: str
    portfolio_name: str | None
    stage: str | None
    stage_reason: str
    above: Decimal | int | None
    above_reason: str
    below: Decimal | int | None
    below_reason: str
    words: str | None
    words_reason: str
    planned_amount: Decimal | int | None
    planned_amount_reason: str
    currency: str | None
    planned_on: str | None
    planned_on_reason: str
    valid_from: str | None
    valid_to: str | None
    valid_to_reason: str


class _ToleranceValues(TypedDict):
    """What is always there."""

    aspect: str | None
    valid_from: str | None


class ToleranceValues(_ToleranceValues, total=False):
    """What a new record takes."""

    level: str | None
    project: int | str | None
    portfolio: int | str | None
    stage: str | None
    above: int | None
    below: int | None
    words: str | None
    planned_amount: Decimal | float | int | str | None
    currency: str | None
    planned_on: str | None
    valid_to: str | None
    reason: str


class ToleranceChanges(TypedDict, total=False):
    """What may be changed."""

    level: str | None
    project: int | str | None
    portfolio: int | str | None
    stage: str | None
    aspect: str | None
    above: int | None
    below: int | None
    words: str | None
    planned_amount: Decimal | float | int | str | None
    currency: str | None
    planned_on: str | None
    valid_from: str | None
    valid_to: str | None
    reason: str


class Tolerances(Changes[Tolerance, ToleranceValues, ToleranceChanges], Removes[Tolerance], Many[Tolerance]):
    """List tolerances, and what else may be done with them."""

    path = "/api/v1/tolerances"
