"""Portfolio. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from typing import TypedDict

from steerco_client.registers import Reads


class _PortfolioProject(TypedDict):
    """What is always there."""

    id: int


class PortfolioProject(_PortfolioProject, total=False):
    """One record."""

    version: int | None
    updated_at: str | None


class Portfolio(Reads[PortfolioProject]):
    """List projects of the portfolio, and what else may be done with them."""

    path = "/api/v1/portfolio"
