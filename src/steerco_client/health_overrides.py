"""Health overrides. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from decimal import Decimal
from typing import TypedDict

from steerco_client.registers import Adds, Many, Removes


class _HealthOverride(TypedDict):
    """What is always there."""

    id: int


class HealthOverride(_HealthOverride, total=False):
    """One record."""

    version: int | None
    updated_at: str | None
    project: str | None
    project_name: str | None
    computed: str | None
    colour: str | None
    grounds: str | None
    since_on: str | None
    periods: Decimal | int | None
    author: str | None
    author_reason: str
    ended_on: str | None
    ended_on_reason: str


class _HealthOverrideValues(TypedDict):
    """What is always there."""

    project: int | str | None
    colour: str | None
    periods: int | None
    grounds: str | None


class HealthOverrideValues(_HealthOverrideValues, total=False):
    """What a new record takes."""

    reason: str


class HealthOverrides(Adds[HealthOverride, HealthOverrideValues], Removes[HealthOverride], Many[HealthOverride]):
    """List other colours, and what else may be done with them."""

    path = "/api/v1/health_overrides"
