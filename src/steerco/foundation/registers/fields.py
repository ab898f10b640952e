"""Which field of a record's form each column of its register writes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from steerco.foundation.registers.columns import Column

OWN = "custom_"
APART = frozenset({"version", "reason"})
"""Fields of every form that are no values: the version that was seen, and why."""


def written_by(columns: Iterable[Column], fields: Mapping[str, Any]) -> dict[str, str]:
    """Column → field of the form; a field that no column shows keeps its own name."""
    found: dict[str, str] = {}
    offered = list(columns)
    for field in fields:
        if field in APART:
            continue
        plain = field.removeprefix(OWN)
        column = next((each for each in offered if each.name not in found and shows(each, plain)), None)
        found[column.name if column is not None else plain] = field
    return found


def shows(column: Column, field: str) -> bool:
    """Whether a column shows what a field of the form writes."""
    if column.name == field:
        return True
    return column.source in (field, f"{field}_id") or column.source.startswith(f"{field}__")
