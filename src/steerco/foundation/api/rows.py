"""A row of a register as JSON says it: machine values by column, the words of what is linked beside it, a reason for each gap."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy

from steerco.foundation.registers.columns import Column, Gap, Kind, Row

VERSION = Column("version", gettext_lazy("Version"), Kind.NUMBER)
CHANGED = Column("updated_at", gettext_lazy("Changed at"), Kind.TEXT)
KEPT = (VERSION, CHANGED)
"""What every record has beside the columns of its register."""


class _Said(NamedTuple):
    """How one column is said: its name, what reads it, why it may be missing, and what stands beside it under which name."""

    name: str
    read: Callable[[Row], Any]
    gap: Callable[[Row], Gap] | None
    beside: str
    path: str
    money: bool


def as_row(row: Row, columns: Sequence[Column]) -> dict[str, Any]:
    """One record: its key, its version, and its columns."""
    return as_rows([row], columns)[0]


def as_rows(rows: Iterable[Row], columns: Sequence[Column]) -> list[dict[str, Any]]:
    """Many records of a register; what is the same for all of them is found out once."""
    told = [_said(column) for column in columns]
    return [_one(row, told) for row in rows]


def _one(row: Row, told: Sequence[_Said]) -> dict[str, Any]:
    held: dict[str, Any] = {"id": row["pk"]}
    for name, read, gap, beside, path, money in told:
        value = read(row)
        held[name] = value = None if value == "" else value
        if value is None and gap is not None:
            why = gap(row)
            held[f"{name}_reason"] = str(why.text or why.short)
        if money:
            held.setdefault(beside, row[path] or None)
        elif beside:
            held[beside] = row[path] or None
    return held


def _said(column: Column) -> _Said:
    money, words = column.kind == Kind.MONEY, has_words(column)
    beside = currency_name(column) if money else f"{column.name}_name" if words else ""
    path = column.price.currency if money else column.words
    return _Said(column.name, _reader(column), column.gap, beside, path, money)


def has_words(column: Column) -> bool:
    """Whether a link has words beside the key that names it."""
    return column.kind == Kind.LINK and column.value is None and column.stored and column.words != column.key


def currency_name(column: Column) -> str:
    """Where the currency of an amount stands in a row."""
    return "currency" if column.price.currency in ("currency", "then_currency") else f"{column.price.currency.rpartition('__')[2]}"


def _reader(column: Column) -> Callable[[Row], Any]:
    if column in KEPT:  # a record of the past has no version
        return lambda row: row.get(column.key)
    if column.value is not None or not column.stored:
        return column.read
    return itemgetter(column.key if column.kind == Kind.LINK else column.words)
