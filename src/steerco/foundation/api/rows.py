"""A row of a register as JSON says it: machine values by column, the words of what is linked beside it, a reason for each gap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy

from steerco.foundation.registers.columns import Column, Kind, Row

VERSION = Column("version", gettext_lazy("Version"), Kind.NUMBER)
CHANGED = Column("updated_at", gettext_lazy("Changed at"), Kind.TEXT)
KEPT = (VERSION, CHANGED)
"""What every record has beside the columns of its register."""


def as_row(row: Row, columns: Sequence[Column]) -> dict[str, Any]:
    """One record: its key, its version, and its columns."""
    held: dict[str, Any] = {"id": row["pk"]}
    for column in columns:
        value = _value(column, row)
        held[column.name] = value
        if value is None and column.gap is not None:
            gap = column.gap(row)
            held[f"{column.name}_reason"] = str(gap.text or gap.short)
        if column.kind == Kind.MONEY:
            held.setdefault(currency_name(column), row[column.price.currency] or None)
        elif has_words(column):
            held[f"{column.name}_name"] = row[column.words] or None
    return held


def has_words(column: Column) -> bool:
    """Whether a link has words beside the key that names it."""
    return column.kind == Kind.LINK and column.value is None and column.stored and column.words != column.key


def currency_name(column: Column) -> str:
    """Where the currency of an amount stands in a row."""
    return "currency" if column.price.currency in ("currency", "then_currency") else f"{column.price.currency.rpartition('__')[2]}"


def _value(column: Column, row: Row) -> Any:
    if column in KEPT:  # a record of the past has no version
        return row.get(column.key)
    linked = column.kind == Kind.LINK and column.value is None and column.stored
    value = row[column.key] if linked else column.read(row)
    return None if value == "" else value
