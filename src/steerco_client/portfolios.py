"""Portfolios. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, TypedDict

from steerco_client.asking import NOT_GIVEN, sent
from steerco_client.calls import quoted
from steerco_client.registers import Changes, Many, Removes


class _PortfolioRecord(TypedDict):
    """What is always there."""

    id: int


class PortfolioRecord(_PortfolioRecord, total=False):
    """One record."""

    version: int | None
    updated_at: str | None
    ref: str | None
    name: str | None
    owner: str | None
    membership: str | None
    projects: Decimal | int | None
    purpose: str | None
    source_note: str | None


class _PortfolioRecordValues(TypedDict):
    """What is always there."""

    name: str | None


class PortfolioRecordValues(_PortfolioRecordValues, total=False):
    """What a new record takes."""

    owner: int | str | None
    membership: str | None
    purpose: str | None
    source_note: str | None
    reason: str


class PortfolioRecordChanges(TypedDict, total=False):
    """What may be changed."""

    name: str | None
    owner: int | str | None
    membership: str | None
    purpose: str | None
    source_note: str | None
    reason: str


class Portfolios(Changes[PortfolioRecord, PortfolioRecordValues, PortfolioRecordChanges], Removes[PortfolioRecord], Many[PortfolioRecord]):
    """List portfolios, and what else may be done with them."""

    path = "/api/v1/portfolios"

    def add(self, slug: str | int, *, project: str, reason: str = NOT_GIVEN, key: str = "") -> dict[str, Any]:
        """Put a project into a portfolio."""
        headers = {name: value for name, value in {"Idempotency-Key": key}.items() if value}
        return dict(
            self.connection.call(
                "POST", f"/api/v1/portfolios/{quoted(slug)}/add", body=sent({"project": project, "reason": reason}), headers=headers
            ).body
        )

    def remove(self, slug: str | int, *, project: str, reason: str = NOT_GIVEN, key: str = "") -> dict[str, Any]:
        """Take a project out of a portfolio."""
        headers = {name: value for name, value in {"Idempotency-Key": key}.items() if value}
        return dict(
            self.connection.call(
                "POST", f"/api/v1/portfolios/{quoted(slug)}/remove", body=sent({"project": project, "reason": reason}), headers=headers
            ).body
        )

    def summary(self, slug: str | int, *, as_of: str = NOT_GIVEN, against: str = NOT_GIVEN) -> dict[str, Any]:
        """Sum up a portfolio."""
        return dict(
            self.connection.call("GET", f"/api/v1/portfolios/{quoted(slug)}/summary", query=sent({"as_of": as_of, "against": against})).body
        )
