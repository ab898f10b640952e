"""Assumptions. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from typing import TypedDict

from steerco_client.registers import Changes, Many, Removes


class _Assumption(TypedDict):
    """What is always there."""

    id: int


class Assumption(_Assumption, total=False):
    """One record."""

    version: int | None
    updated_at: str | None
    ref: str | None
    title: str | None
    project: str | None
    project_reason: str
    project_name: str | None
    state: str | None
    state_reason: str
    confidence: str | None
    confidence_reason: str
    validate_by: str | None
    validate_by_reason: str
    owner: str | None
    owner_reason: str
    if_false: str | None
    if_false_reason: str
    finding: str | None
    finding_reason: str
    risk: str | None
    risk_reason: str
    risk_name: str | None
    issue: str | None
    issue_reason: str
    issue_name: str | None
    raised: str | None
    raised_reason: str


class _AssumptionValues(TypedDict):
    """What is always there."""

    project: int | str | None
    title: str | None


class AssumptionValues(_AssumptionValues, total=False):
    """What a new record takes."""

    confidence: str | None
    if_false: str | None
    validate_by: str | None
    owner: int | str | None
    raised: str | None
    finding: str | None
    risk: int | str | None
    issue: int | str | None
    state: str | None
    reason: str


class AssumptionChanges(TypedDict, total=False):
    """What may be changed."""

    project: int | str | None
    title: str | None
    confidence: str | None
    if_false: str | None
    validate_by: str | None
    owner: int | str | None
    raised: str | None
    finding: str | None
    risk: int | str | None
    issue: int | str | None
    state: str | None
    reason: str


class Assumptions(Changes[Assumption, AssumptionValues, AssumptionChanges], Removes[Assumption], Many[Assumption]):
    """List assumptions, and what else may be done with them."""

    path = "/api/v1/assumptions"
