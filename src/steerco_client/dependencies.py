"""Dependencies. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from decimal import Decimal
from typing import TypedDict

from steerco_client.registers import Changes, Many, Removes


class _Dependency(TypedDict):
    """What is always there."""

    id: int


class Dependency(_Dependency, total=False):
    """One record."""

    version: int | None
    updated_at: str | None
    ref: str | None
    title: str | None
    project: str | None
    project_reason: str
    project_name: str | None
    giver: str | None
    giver_reason: str
    giver_name: str | None
    giver_party: str | None
    giver_party_reason: str
    state: str | None
    state_reason: str
    health: str | None
    need_by: str | None
    need_by_reason: str
    promised: str | None
    promised_reason: str
    float: Decimal | int | None
    float_reason: str
    kind: str | None
    kind_reason: str
    acceptance: str | None
    acceptance_reason: str
    giver_agreed: str | None
    giver_agreed_reason: str
    taker_agreed: str | None
    taker_agreed_reason: str
    delivered: str | None
    delivered_reason: str
    owner: str | None
    owner_reason: str
    raised: str | None
    raised_reason: str


class _DependencyValues(TypedDict):
    """What is always there."""

    project: int | str | None
    title: str | None


class DependencyValues(_DependencyValues, total=False):
    """What a new record takes."""

    giver: int | str | None
    giver_party: str | None
    kind: str | None
    acceptance: str | None
    need_by: str | None
    promised: str | None
    owner: int | str | None
    raised: str | None
    delivered: str | None
    state: str | None
    reason: str


class DependencyChanges(TypedDict, total=False):
    """What may be changed."""

    project: int | str | None
    title: str | None
    giver: int | str | None
    giver_party: str | None
    kind: str | None
    acceptance: str | None
    need_by: str | None
    promised: str | None
    owner: int | str | None
    raised: str | None
    delivered: str | None
    state: str | None
    reason: str


class Dependencies(Changes[Dependency, DependencyValues, DependencyChanges], Removes[Dependency], Many[Dependency]):
    """List dependencies, and what else may be done with them."""

    path = "/api/v1/dependencies"
