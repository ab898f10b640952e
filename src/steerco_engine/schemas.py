"""The same types as JSON Schema, so that a document can say what a calculation takes and gives."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from steerco_engine.exchange import hints_of, is_offered, shown_names

Schema = dict[str, Any]
_SINGLE: dict[Any, Schema] = {
    str: {"type": "string"}, bool: {"type": "boolean"}, int: {"type": "integer"}, float: {"type": "number"},
    Decimal: {"type": ["number", "string"], "description": "A number; as text it keeps every digit."},
    dt.date: {"type": "string", "format": "date"}, dt.datetime: {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?)?$"},
    NoneType: {"type": "null"},
}  # fmt: skip
_GIVEN: dict[Any, Schema] = {Decimal: {"type": "number"}}


def schema_of(hint: Any, *, given: bool = False) -> Schema:
    """What JSON may stand for a type; `given` asks for a result, which shows derived figures too.

    Examples
    --------
    >>> schema_of(int | None)
    {'anyOf': [{'type': 'integer'}, {'type': 'null'}]}
    >>> schema_of(list[dt.date])
    {'type': 'array', 'items': {'type': 'string', 'format': 'date'}}
    """
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        offered = [schema_of(part, given=given) for part in parts if is_offered(part)]
        return offered[0] if len(offered) == 1 else {"anyOf": offered}
    if origin is Literal:
        return {"enum": list(parts)}
    if origin is not None:
        return _many(origin, parts, given)
    if is_dataclass(hint):
        return _shown(hint) if given else _record(hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"type": "string", "enum": [each.value for each in hint]}
    return dict({**_SINGLE, **_GIVEN}[hint] if given else _SINGLE[hint])


def sentence_of(owner: Any) -> str:
    """The first sentence of what a function or record says of itself."""
    return (owner.__doc__ or "").strip().split("\n")[0]


def _many(origin: Any, parts: tuple[Any, ...], given: bool) -> Schema:
    if issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": schema_of(parts[1], given=given)}
    if origin is tuple and Ellipsis not in parts:
        places = [schema_of(part, given=given) for part in dict.fromkeys(parts)]
        items = places[0] if len(places) == 1 else {"anyOf": places}
        return {"type": "array", "items": items, "minItems": len(parts), "maxItems": len(parts)}
    return {"type": "array", "items": schema_of(parts[0], given=given)}


def _record(hint: Any) -> Schema:
    hints = hints_of(hint)
    needed = [each.name for each in fields(hint) if each.default is MISSING and each.default_factory is MISSING]
    properties: Schema = {each.name: schema_of(hints[each.name]) for each in fields(hint)}
    properties |= {name: {"description": "Derived; ignored."} for name in shown_names(hint) if name not in properties}
    return {
        "type": "object", "description": sentence_of(hint), "properties": properties, "additionalProperties": False,
        **({"required": needed} if needed else {}),
    }  # fmt: skip


def _shown(hint: Any) -> Schema:
    hints = dict(hints_of(hint))
    names = shown_names(hint)
    for name in names:
        held = vars(hint).get(name)
        if isinstance(held, property):
            hints[name] = get_type_hints(held.fget)["return"]
    properties = {name: schema_of(hints[name], given=True) for name in names}
    return {"type": "object", "description": sentence_of(hint), "properties": properties, "required": list(names)}
