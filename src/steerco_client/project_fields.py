"""Project fields. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, TypedDict

from steerco_client.registers import Changes, Many, Removes


class _ProjectField(TypedDict):
    """What is always there."""

    id: int


class ProjectField(_ProjectField, total=False):
    """One record."""

    version: int | None
    updated_at: str | None
    label: str | None
    key: str | None
    kind: str | None
    choices: Any
    position: Decimal | int | None


class _ProjectFieldValues(TypedDict):
    """What is always there."""

    label: str | None
    kind: str | None


class ProjectFieldValues(_ProjectFieldValues, total=False):
    """What a new record takes."""

    position: int | None
    choices: str | None
    reason: str


class ProjectFieldChanges(TypedDict, total=False):
    """What may be changed."""

    label: str | None
    kind: str | None
    position: int | None
    choices: str | None
    reason: str


class ProjectFields(Changes[ProjectField, ProjectFieldValues, ProjectFieldChanges], Removes[ProjectField], Many[ProjectField]):
    """List fields of your own, and what else may be done with them."""

    path = "/api/v1/project_fields"
