"""Health matrix. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from typing import TypedDict

from steerco_client.registers import Reads


class _ProjectHealthLine(TypedDict):
    """What is always there."""

    id: int


class ProjectHealthLine(_ProjectHealthLine, total=False):
    """One record."""

    version: int | None
    updated_at: str | None


class HealthMatrix(Reads[ProjectHealthLine]):
    """List projects with their health, and what else may be done with them."""

    path = "/api/v1/health_matrix"
