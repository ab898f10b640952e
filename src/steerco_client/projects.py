"""Projects. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, TypedDict

from steerco_client.asking import NOT_GIVEN, sent
from steerco_client.calls import quoted
from steerco_client.registers import Changes, Many, Removes


class _Project(TypedDict):
    """What is always there."""

    id: int


class Project(_Project, total=False):
    """One record."""

    version: int | None
    updated_at: str | None
    ref: str | None
    name: str | None
    unit: str | None
    unit_name: str | None
    category: str | None
    tier: int | None
    state: str | None
    start: str | None
    start_reason: str
    end: str | None
    end_reason: str
    whole_life_cost: Decimal | int | None
    whole_life_cost_reason: str
    currency: str | None
    year_budget: Decimal | int | None
    year_budget_reason: str
    budget_year: str | None
    contingency: Decimal | int | None
    price_basis: str | None
    price_base_year: Decimal | int | None
    owner: str | None
    programme: str | None
    programme_name: str | None
    portfolio: list[str] | None
    key: str | None
    confidentiality: int | None
    description: str | None
    history: Any
    confidence: str | None
    confidence_reason: str
    against_budget: Decimal | int | None
    last_report: str | None
    last_report_reason: str


class _ProjectValues(TypedDict):
    """What is always there."""

    name: str | None


class ProjectValues(_ProjectValues, total=False):
    """What a new record takes."""

    unit: int | str | None
    category: str | None
    tier: int | None
    owner: int | str | None
    programme: int | str | None
    key: str | None
    start: str | None
    end: str | None
    whole_life_cost: Decimal | float | int | str | None
    year_budget: Decimal | float | int | str | None
    budget_year: str | None
    contingency: Decimal | float | int | str | None
    currency: str | None
    price_basis: str | None
    price_base_year: int | None
    confidentiality: int | None
    description: str | None
    reason: str


class ProjectChanges(TypedDict, total=False):
    """What may be changed."""

    name: str | None
    unit: int | str | None
    category: str | None
    tier: int | None
    owner: int | str | None
    programme: int | str | None
    key: str | None
    start: str | None
    end: str | None
    whole_life_cost: Decimal | float | int | str | None
    year_budget: Decimal | float | int | str | None
    budget_year: str | None
    contingency: Decimal | float | int | str | None
    currency: str | None
    price_basis: str | None
    price_base_year: int | None
    confidentiality: int | None
    description: str | None
    reason: str


class Projects(Changes[Project, ProjectValues, ProjectChanges], Removes[Project], Many[Project]):
    """List projects, and what else may be done with them."""

    path = "/api/v1/projects"

    def move(self, slug: str | int, *, to: str, reason: str = NOT_GIVEN, version: int, key: str = "") -> dict[str, Any]:
        """Move a project through its life."""
        headers = {name: value for name, value in {"If-Match": f'"{version}"', "Idempotency-Key": key}.items() if value}
        return dict(
            self.connection.call(
                "POST", f"/api/v1/projects/{quoted(slug)}/move", body=sent({"to": to, "reason": reason}), headers=headers
            ).body
        )

    def merge(self, slug: str | int, *, absorb: str, reason: str, key: str = "") -> dict[str, Any]:
        """Merge another project into this one."""
        headers = {name: value for name, value in {"Idempotency-Key": key}.items() if value}
        return dict(
            self.connection.call(
                "POST", f"/api/v1/projects/{quoted(slug)}/merge", body=sent({"absorb": absorb, "reason": reason}), headers=headers
            ).body
        )

    def split(self, slug: str | int, *, periods: list[str], reason: str, key: str = "") -> dict[str, Any]:
        """Make two projects of one."""
        headers = {name: value for name, value in {"Idempotency-Key": key}.items() if value}
        return dict(
            self.connection.call(
                "POST", f"/api/v1/projects/{quoted(slug)}/split", body=sent({"periods": periods, "reason": reason}), headers=headers
            ).body
        )
