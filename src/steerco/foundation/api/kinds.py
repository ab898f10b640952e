"""The JSON Schema of a register's records and of the values that it takes, read from its declaration alone."""

from __future__ import annotations

from functools import cache
from typing import Any

from django import forms
from django.db.models import Model

from steerco.foundation.access.actor import Actor
from steerco.foundation.api.rows import currency_name, has_words
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import within
from steerco.foundation.registers.amounts import AmountField
from steerco.foundation.registers.columns import Column, Kind, Scene
from steerco.foundation.registers.fields import written_by
from steerco.foundation.registers.register import Register, registers

Schema = dict[str, Any]
_PLAIN: dict[Kind, Schema] = {
    Kind.TEXT: {"type": ["string", "null"]}, Kind.DATE: {"type": ["string", "null"], "format": "date"},
    Kind.MONEY: {"type": ["number", "null"]}, Kind.NUMBER: {"type": ["number", "null"]}, Kind.LINK: {"type": ["string", "null"]},
    Kind.YES_NO: {"type": ["boolean", "null"]},
}  # fmt: skip


def title(register: Register) -> str:
    """The name of a record's schema: `access_review` becomes `AccessReview`."""
    return "".join(part.capitalize() for part in register.word.split("_"))


@cache
def declared(name: str) -> dict[str, Column]:
    """The columns that a register has in every organisation: its own fields apart, those of the rooms above included."""
    register = registers[name]
    nobody = Actor(Organisation(pk=0, key="none"), None, "document", ())
    with within(0):  # the declarations build their conditions, and read nothing
        made = [*register.columns, *(column for make in register.added for column in make(Scene(nobody)))]
    return {column.name: column for column in made}


def record_schema(register: Register) -> Schema:
    """What a record looks like; every column may be left out by `fields`."""
    properties: Schema = {
        "id": {"type": "integer", "description": "The number of the record."},
        "version": {"type": ["integer", "null"], "description": "Goes up with every change; the ETag of the record."},
        "updated_at": {"type": ["string", "null"], "format": "date-time"},
    }
    for column in declared(register.name).values():
        properties[column.name] = {**column_schema(column), "description": str(column.label)}
        if column.gap is not None:
            properties[f"{column.name}_reason"] = {"type": "string", "description": f"Why there is none: {column.label}"}
        if column.kind == Kind.MONEY:
            properties.setdefault(currency_name(column), {"type": ["string", "null"], "description": "Three letters, such as GBP"})
        elif has_words(column):
            properties[f"{column.name}_name"] = {"type": ["string", "null"], "description": f"{column.label}, in words"}
    said = "The fields of an organisation's own stand beside these."
    return {"type": "object", "description": said, "properties": properties, "required": ["id"]}


def column_schema(column: Column) -> Schema:
    """The JSON of one column."""
    if column.where is not None:
        return {"type": ["array", "null"], "items": {"type": "string"}}
    if column.kind == Kind.CHOICE:
        held = [value for value, _label in column.choices if value != ""]
        whole = all(isinstance(value, int) for value in held)
        return {"type": ["integer" if whole else "string", "null"], **({"enum": [*map(_bare, held), None]} if held else {})}
    if column.kind == Kind.TEXT and column.value is not None:
        return {}
    return dict(_PLAIN[column.kind])


def values_schema(register: Register, *, whole: bool) -> Schema:
    """What may be written; `whole` for a new record, whose required fields must be there."""
    assert register.form is not None
    fields = register.form.base_fields
    names = written_by(declared(register.name).values(), fields)
    columns = declared(register.name)
    properties: Schema = {}
    for name, field in names.items():
        label = str(columns[name].label if name in columns else fields[field].label or name)
        properties[name] = {**control_schema(fields[field]), "description": label}
    properties["reason"] = {"type": "string", "maxLength": 300, "description": "Why; stays in the history."}
    needed = [name for name, field in names.items() if fields[field].required and not _has_default(register.model, field)]
    said = "Fields of the organisation's own may stand beside these. `null` empties a field."
    return {"type": "object", "description": said, "properties": properties, **({"required": needed} if whole and needed else {})}


def control_schema(control: forms.Field) -> Schema:
    """The JSON that a control of the form takes."""
    if isinstance(control, forms.ModelChoiceField):
        return {"type": ["integer", "string", "null"]}
    if isinstance(control, AmountField):
        return {"type": ["number", "string", "null"]}
    if isinstance(control, forms.TypedChoiceField | forms.ChoiceField):
        held = [_bare(value) for value, _label in _flat(control.choices) if value not in ("", None)]
        kinds = sorted({"integer" if isinstance(value, int) else "string" for value in held} or {"string"})
        return {"type": [*kinds, "null"], **({"enum": [*held, None]} if held else {})}
    if isinstance(control, forms.DateField):
        return {"type": ["string", "null"], "format": "date"}
    if isinstance(control, forms.IntegerField):
        return {"type": ["integer", "null"]}
    if isinstance(control, forms.BooleanField):
        return {"type": ["boolean", "null"]}
    longest = getattr(control, "max_length", None)
    return {"type": ["string", "null"], **({"maxLength": longest} if longest else {})}


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    for value, label in choices:
        found += _flat(label) if isinstance(label, list | tuple) else [(value, label)]
    return found


def _bare(value: Any) -> Any:
    """The value of a choice without its class."""
    return int(value) if isinstance(value, int) else str(value)


def _has_default(model: type[Model], name: str) -> bool:
    field = next((each for each in model._meta.concrete_fields if each.name == name), None)
    return field is not None and field.has_default()
