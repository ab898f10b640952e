"""Schemas as people read them: one line a field, and an example that the server would take."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

Document = dict[str, Any]
DEEPEST = 3
VALUES = {"date": "2026-03-31", "date-time": "2026-03-31T12:00:00Z"}
SIMPLE: dict[str, Any] = {"integer": 1, "number": 1000000, "boolean": True, "string": "text"}


class FieldLine(NamedTuple):
    """One field of an object: its name with the names around it, its type in words, whether it must be there, what it is, its choices."""

    name: str
    type: str
    needed: bool
    about: str
    choices: str


def resolved(document: Document, schema: Any) -> Any:
    """A schema, or the one that it refers to."""
    while isinstance(schema, dict) and "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def fields_of(document: Document, schema: Any, around: str = "", depth: int = 0) -> list[FieldLine]:
    """The fields of an object and of the objects in it, as far down as a person reads."""
    schema = resolved(document, schema)
    found: list[FieldLine] = []
    for name, held in schema.get("properties", {}).items():
        inner = resolved(document, held)
        choices = ", ".join(str(choice) for choice in inner.get("enum", ()) if choice is not None)
        whole = f"{around}{name}"
        needed = name in schema.get("required", ())
        found.append(FieldLine(whole, told_type(document, held), needed, inner.get("description", ""), choices))
        below = resolved(document, inner.get("items", inner))
        if depth < DEEPEST and below.get("properties"):
            found += fields_of(document, below, f"{whole}{'[]' if 'items' in inner else ''}.", depth + 1)
    return found


def told_type(document: Document, schema: Any) -> str:
    """The type of a value in words."""
    schema = resolved(document, schema)
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(told_type(document, each) for each in schema["anyOf"]))
    if "const" in schema:
        return json.dumps(schema["const"])
    types = schema.get("type", "any")
    named = [schema.get("format") or each if each == "string" else each for each in ([types] if isinstance(types, str) else types)]
    if "array" in named:
        inner = told_type(document, schema.get("items", {}))
        named[named.index("array")] = f"list of {inner}"
    return " or ".join(named)


def example_of(document: Document, schema: Any) -> str:
    """An example of a body, readable."""
    return json.dumps(_example(document, schema, 0), indent=1, ensure_ascii=False)


def _example(document: Document, schema: Any, depth: int) -> Any:
    schema = resolved(document, schema)
    if "anyOf" in schema:
        return _example(document, schema["anyOf"][0], depth)
    if "const" in schema:
        return schema["const"]
    if schema.get("enum"):
        return schema["enum"][0]
    types = schema.get("type", "object")
    kind = types if isinstance(types, str) else next(each for each in types if each != "null")
    if kind == "array":
        return [_example(document, schema.get("items", {}), depth + 1)] if depth <= DEEPEST else []
    if kind == "object":
        named = schema.get("required") or list(schema.get("properties", {}))[:2]
        return {name: _example(document, schema["properties"][name], depth + 1) for name in named}
    return VALUES.get(schema.get("format", ""), SIMPLE[kind])
