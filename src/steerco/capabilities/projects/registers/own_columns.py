"""Fields of an organisation's own as columns and as controls: they filter, sort, group and export like built-in ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import BooleanField, Case, DateField, DecimalField, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from steerco.capabilities.projects.models import ProjectField
from steerco.capabilities.projects.queries import own_fields
from steerco.foundation.registers.columns import Column, Kind, Row, Scene
from steerco.foundation.registers.dates import DayField

KINDS = {
    ProjectField.Kind.TEXT: Kind.TEXT, ProjectField.Kind.NUMBER: Kind.NUMBER, ProjectField.Kind.MONEY: Kind.MONEY,
    ProjectField.Kind.DATE: Kind.DATE, ProjectField.Kind.CHOICE: Kind.CHOICE, ProjectField.Kind.YES_NO: Kind.YES_NO,
}  # fmt: skip
OWN = "custom_"
"""What the fields of the form are called that write them."""
READ: dict[str, Callable[[Any], Any]] = {Kind.NUMBER: Decimal, Kind.MONEY: Decimal, Kind.DATE: dt.date.fromisoformat}


def own_columns(scene: Scene) -> Sequence[Column]:
    """A column for each of the organisation's own fields (one query)."""
    return [_column(field) for field in own_fields()]


def _column(field: ProjectField) -> Column:
    kind = KINDS[ProjectField.Kind(field.kind)]

    def value(row: Row) -> Any:
        held = (row["custom"] or {}).get(field.key)
        return held if held is None or kind not in READ else READ[kind](held)

    def expression(scene: Scene) -> Combinable:
        return _typed(kind, field.key)

    return Column(
        field.key, field.label, kind, writes=f"{OWN}{field.key}", expression=expression, value=value, needs=("custom",),
        choices=[(choice, choice) for choice in field.choices], group=kind in (Kind.CHOICE, Kind.YES_NO, Kind.TEXT),
    )  # fmt: skip


def _typed(kind: Kind, key: str) -> Combinable:
    text = KeyTextTransform(key, "custom")
    if kind == Kind.YES_NO:
        said = [When(**{f"custom__{key}": held}, then=Value(held)) for held in (True, False)]
        return Case(*said, output_field=BooleanField(null=True))
    if kind in (Kind.NUMBER, Kind.MONEY):
        return Cast(text, DecimalField(max_digits=24, decimal_places=6))
    if kind == Kind.DATE:
        return Cast(text, DateField())
    return Cast(text, TextField())


def control(field: ProjectField) -> forms.Field:
    """The control of a field in the form of a project; the service checks what is typed."""
    common: dict[str, Any] = {"label": field.label, "required": False}
    if field.kind == ProjectField.Kind.CHOICE:
        return forms.ChoiceField(choices=[("", "—"), *((choice, choice) for choice in field.choices)], **common)
    if field.kind == ProjectField.Kind.YES_NO:
        return forms.ChoiceField(choices=[("", "—"), ("yes", "yes"), ("no", "no")], **common)
    if field.kind == ProjectField.Kind.DATE:
        return DayField(**common)
    return forms.CharField(**common)
