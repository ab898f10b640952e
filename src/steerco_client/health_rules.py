"""Health rules. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from typing import TypedDict

from steerco_client.registers import Many, Removes


class _HealthRulesVersion(TypedDict):
    """What is always there."""

    id: int


class HealthRulesVersion(_HealthRulesVersion, total=False):
    """One record."""

    version: int | None
    updated_at: str | None
    ref: str | None
    tier: int | None
    in_force_from: str | None
    predecessor: str | None
    predecessor_reason: str
    author: str | None
    author_reason: str
    reason: str | None
    steady: bool | None


class HealthRules(Removes[HealthRulesVersion], Many[HealthRulesVersion]):
    """List health rules, and what else may be done with them."""

    path = "/api/v1/health_rules"
