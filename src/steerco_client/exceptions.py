"""Exceptions. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from decimal import Decimal
from typing import TypedDict

from steerco_client.registers import Adds, Many


class _Exception(TypedDict):
    """What is always there."""

    id: int


class Exception(_Exception, total=False):
    """One record."""

    version: int | None
    updated_at: str | None
    ref: str | None
    finding: str | None
    project: str | None
    project_name: str | None
    aspect: str | None
    state: str | None
    deviation: Decimal | int | None
    deviation_reason: str
    found: str | None
    reported: str | None
    reported_reason: str
    outcome: str | None
    outcome_reason: str
    decided: str | None
    decided_reason: str
    decision: str | None
    decision_reason: str
    recommendation: str | None
    recommendation_reason: str


class _ExceptionValues(TypedDict):
    """What is always there."""

    project: int | str | None
    aspect: str | None
    finding: str | None


class ExceptionValues(_ExceptionValues, total=False):
    """What a new record takes."""

    reason: str


class Exceptions(Adds[Exception, ExceptionValues], Many[Exception]):
    """List exceptions, and what else may be done with them."""

    path = "/api/v1/exceptions"
