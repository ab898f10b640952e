"""Which field of a record's form each column of its register writes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from steerco.foundation.registers.columns import Column
from steerco.foundation.registers.register import Register

APART = frozenset({"version", "reason"})
"""Fields of every form that are no values: the version that was seen, and why."""


def written_by(columns: Iterable[Column], fields: Mapping[str, Any]) -> dict[str, str]:
    """Column → field of the form; a field that no column shows keeps its own name."""
    found: dict[str, str] = {}
    offered = list(columns)
    for field in fields:
        if field in APART:
            continue
        column = next((each for each in offered if each.name not in found and shows(each, field)), None)
        found[column.name if column is not None else field] = field
    return found


def editable(register: Register, columns: Mapping[str, Column]) -> frozenset[str]:
    """The columns that can be written by themselves, as far as the declaration says it; a record's own form may still lack one."""
    if register.form is None or register.update is None:
        return frozenset()
    fields = [*register.form.base_fields, *(column.writes for column in columns.values() if column.writes)]
    return frozenset(written_by(columns.values(), dict.fromkeys(fields)).keys() & columns.keys())


def shows(column: Column, field: str) -> bool:
    """Whether a column shows what a field of the form writes."""
    if column.writes is None or column.writes:
        return column.writes == field
    if column.name == field:
        return True
    return column.source in (field, f"{field}_id") or column.source.startswith(f"{field}__")
