"""Reports. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, TypedDict

from steerco_client.asking import NOT_GIVEN, sent
from steerco_client.calls import quoted
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
    origin: str | None
    edition: Decimal | int | None


class Reports(Removes[Report], Many[Report]):
    """List status reports, and what else may be done with them."""

    path = "/api/v1/reports"

    def edit(
        self,
        slug: str | int,
        *,
        confidence: str | None = NOT_GIVEN,
        start: str | None = NOT_GIVEN,
        end: str | None = NOT_GIVEN,
        whole_life_cost: Decimal | float | int | str | None = NOT_GIVEN,
        year_budget: Decimal | float | int | str | None = NOT_GIVEN,
        year_forecast: Decimal | float | int | str | None = NOT_GIVEN,
        benefits: Decimal | float | int | str | None = NOT_GIVEN,
        confidence_reason: str | None = NOT_GIVEN,
        start_reason: str | None = NOT_GIVEN,
        end_reason: str | None = NOT_GIVEN,
        whole_life_cost_reason: str | None = NOT_GIVEN,
        year_budget_reason: str | None = NOT_GIVEN,
        year_forecast_reason: str | None = NOT_GIVEN,
        benefits_reason: str | None = NOT_GIVEN,
        narratives: dict[str, Any] = NOT_GIVEN,
        reported_colours: dict[str, Any] = NOT_GIVEN,
        picks: list[dict[str, Any]] = NOT_GIVEN,
        version: int,
    ) -> dict[str, Any]:
        """Change a draft."""
        headers = {name: value for name, value in {"If-Match": f'"{version}"'}.items() if value}
        return dict(
            self.connection.call(
                "PATCH",
                f"/api/v1/reports/{quoted(slug)}",
                body=sent(
                    {
                        "confidence": confidence,
                        "start": start,
                        "end": end,
                        "whole_life_cost": whole_life_cost,
                        "year_budget": year_budget,
                        "year_forecast": year_forecast,
                        "benefits": benefits,
                        "confidence_reason": confidence_reason,
                        "start_reason": start_reason,
                        "end_reason": end_reason,
                        "whole_life_cost_reason": whole_life_cost_reason,
                        "year_budget_reason": year_budget_reason,
                        "year_forecast_reason": year_forecast_reason,
                        "benefits_reason": benefits_reason,
                        "narratives": narratives,
                        "reported_colours": reported_colours,
                        "picks": picks,
                    }
                ),
                headers=headers,
            ).body
        )

    def draft(
        self,
        slug: str | int,
        *,
        period: str,
        confidence: str | None = NOT_GIVEN,
        start: str | None = NOT_GIVEN,
        end: str | None = NOT_GIVEN,
        whole_life_cost: Decimal | float | int | str | None = NOT_GIVEN,
        year_budget: Decimal | float | int | str | None = NOT_GIVEN,
        year_forecast: Decimal | float | int | str | None = NOT_GIVEN,
        benefits: Decimal | float | int | str | None = NOT_GIVEN,
        confidence_reason: str | None = NOT_GIVEN,
        start_reason: str | None = NOT_GIVEN,
        end_reason: str | None = NOT_GIVEN,
        whole_life_cost_reason: str | None = NOT_GIVEN,
        year_budget_reason: str | None = NOT_GIVEN,
        year_forecast_reason: str | None = NOT_GIVEN,
        benefits_reason: str | None = NOT_GIVEN,
        narratives: dict[str, Any] = NOT_GIVEN,
        reported_colours: dict[str, Any] = NOT_GIVEN,
        picks: list[dict[str, Any]] = NOT_GIVEN,
        key: str = "",
    ) -> dict[str, Any]:
        """Begin a report."""
        headers = {name: value for name, value in {"Idempotency-Key": key}.items() if value}
        return dict(
            self.connection.call(
                "POST",
                f"/api/v1/projects/{quoted(slug)}/reports",
                body=sent(
                    {
                        "period": period,
                        "confidence": confidence,
                        "start": start,
                        "end": end,
                        "whole_life_cost": whole_life_cost,
                        "year_budget": year_budget,
                        "year_forecast": year_forecast,
                        "benefits": benefits,
                        "confidence_reason": confidence_reason,
                        "start_reason": start_reason,
                        "end_reason": end_reason,
                        "whole_life_cost_reason": whole_life_cost_reason,
                        "year_budget_reason": year_budget_reason,
                        "year_forecast_reason": year_forecast_reason,
                        "benefits_reason": benefits_reason,
                        "narratives": narratives,
                        "reported_colours": reported_colours,
                        "picks": picks,
                    }
                ),
                headers=headers,
            ).body
        )

    def submit(self, slug: str | int, *, reason: str = NOT_GIVEN, key: str = "") -> dict[str, Any]:
        """Submit a report."""
        headers = {name: value for name, value in {"Idempotency-Key": key}.items() if value}
        return dict(
            self.connection.call("POST", f"/api/v1/reports/{quoted(slug)}/submit", body=sent({"reason": reason}), headers=headers).body
        )

    def review(self, slug: str | int, *, reason: str = NOT_GIVEN, key: str = "") -> dict[str, Any]:
        """Review a report."""
        headers = {name: value for name, value in {"Idempotency-Key": key}.items() if value}
        return dict(
            self.connection.call("POST", f"/api/v1/reports/{quoted(slug)}/review", body=sent({"reason": reason}), headers=headers).body
        )

    def send_back(self, slug: str | int, *, reason: str = NOT_GIVEN, key: str = "") -> dict[str, Any]:
        """Return a report."""
        headers = {name: value for name, value in {"Idempotency-Key": key}.items() if value}
        return dict(
            self.connection.call("POST", f"/api/v1/reports/{quoted(slug)}/return", body=sent({"reason": reason}), headers=headers).body
        )

    def publish(self, slug: str | int, *, reason: str = NOT_GIVEN, key: str = "") -> dict[str, Any]:
        """Publish a report."""
        headers = {name: value for name, value in {"Idempotency-Key": key}.items() if value}
        return dict(
            self.connection.call("POST", f"/api/v1/reports/{quoted(slug)}/publish", body=sent({"reason": reason}), headers=headers).body
        )
