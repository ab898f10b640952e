"""Fields. Made from the document of the interface by `make client`: change that, not this."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, TypedDict

from steerco_client.registers import Changes, Many, Removes


class _Field(TypedDict):
    """What is always there."""

    id: int


class Field(_Field, total=False):
    """One record."""

    version: int | None
    updated_at: str | None
    label: str | None
    register: str | None
    kind: str | None
    choices: Any
    choices_reason: str
    formula: str | None
    formula_reason: str
    children: str | None
    children_reason: str
    measure: str | None
    measure_reason: str
    child_field: str | None
    child_field_reason: str
    retired: bool | None
    key: str | None
    position: Decimal | int | None


class _FieldValues(TypedDict):
    """What is always there."""

    label: str | None
    kind: str | None


class FieldValues(_FieldValues, total=False):
    """What a new record takes."""

    register: str | None
    choices: str | None
    formula: str | None
    children: str | None
    measure: str | None
    child_field: str | None
    position: int | None
    reason: str


class FieldChanges(TypedDict, total=False):
    """What may be changed."""

    label: str | None
    register: str | None
    kind: str | None
    choices: str | None
    formula: str | None
    children: str | None
    measure: str | None
    child_field: str | None
    position: int | None
    reason: str


class Fields(Changes[Field, FieldValues, FieldChanges], Removes[Field], Many[Field]):
    """List fields of your own, and what else may be done with them."""

    path = "/api/v1/fields"
