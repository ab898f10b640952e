"""Reports. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from decimal import Decimal
from typing import TypedDict

from steerco_client.registers import Many, Removes


class _Report(TypedDict):
    """What is always there."""

    id: int


class Report(_Report, total=False):
    """One record."""

    version: int | None
    updated_at: str | None
    ref: str | None
    project: str | None
    period: str | None
    status_date: str | None
    confidence: str | None
    confidence_reason: str
    unit: str | None
    start: str | None
    start_reason: str
    end: str | None
    end_reason: str
    whole_life_cost: Decimal | int | None
    whole_life_cost_reason: str
    currency: str | None
    year_budget: Decimal | int | None
    year_budget_reason: str
    year_forecast: Decimal | int | None
    year_forecast_reason: str
    benefits: Decimal | int | None
    benefits_reason: str
    category: str | None
    key: str | None
    state: str | None
    edition: Decimal | int | None


class Reports(Removes[Report], Many[Report]):
    """List status reports, and what else may be done with them."""

    path = "/api/v1/reports"
