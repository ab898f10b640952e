"""Filters by kind: which comparisons there are, how a value is typed, and what that asks of the database or of a plain value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _, gettext_lazy

from steerco.foundation.registers.amounts import amount_of
from steerco.foundation.registers.columns import Column, Kind

WORDS = {
    "is": gettext_lazy("is"), "not": gettext_lazy("is not"), "has": gettext_lazy("contains"), "in": gettext_lazy("is one of"),
    "before": gettext_lazy("is before"), "after": gettext_lazy("is after"), "between": gettext_lazy("is between"),
    "min": "≥", "max": "≤", "missing": gettext_lazy("is missing"), "present": gettext_lazy("is given"),
}  # fmt: skip
OPERATIONS: dict[Kind, tuple[str, ...]] = {
    Kind.TEXT: ("has", "is", "not", "in", "missing", "present"),
    Kind.CHOICE: ("in", "is", "not", "missing", "present"),
    Kind.LINK: ("in", "is", "not", "has", "missing", "present"),
    Kind.DATE: ("before", "after", "between", "is", "missing", "present"),
    Kind.MONEY: ("min", "max", "between", "is", "missing", "present"),
    Kind.NUMBER: ("min", "max", "between", "is", "missing", "present"),
    Kind.YES_NO: ("is", "missing", "present"),
}
TEXTUAL = (Kind.TEXT, Kind.CHOICE, Kind.LINK)


class Filter(NamedTuple):
    """One condition, as it stands in the address: `unit:is:DFT`, several values divided by `|`."""

    column: str
    op: str
    values: tuple[str, ...] = ()

    @classmethod
    def from_text(cls, text: str) -> Filter | None:
        """The condition that `name:operation:value|value` says; None where it says none, or says what no text can hold."""
        if "\x00" in text:  # of a kept address, which was read past the door
            return None
        name, _colon, rest = text.partition(":")
        op, _colon, values = rest.partition(":")
        return cls(name, op, tuple(values.split("|")) if values else ()) if name and op in WORDS else None

    def __str__(self) -> str:
        return ":".join([self.column, self.op, *(["|".join(self.values)] if self.values else [])])


def parsed(column: Column, text: str) -> Any:
    """A typed value as the column holds it; raises ValueError with what is wrong."""
    text = text.strip()
    if column.kind == Kind.DATE:
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            raise ValueError(_("“%(text)s” is not a date. Write it as 2026-03-31.") % {"text": text}) from None
    if column.kind in (Kind.MONEY, Kind.NUMBER):
        return amount_of(text)
    if column.kind == Kind.YES_NO:
        return text.lower() in ("yes", "true", "1")
    if column.kind == Kind.CHOICE:
        return next((held for held, label in column.choices if text in (str(held), str(label))), text)
    return text


def asked_values(column: Column, asked: Filter) -> list[Any]:
    """The values of a condition, checked: the comparison exists for this kind, and has as many values as it needs."""
    if asked.op not in OPERATIONS[column.kind] or not column.filterable:
        raise ValueError(_("“%(label)s” can't be filtered by “%(op)s”.") % {"label": column.label, "op": WORDS[asked.op]})
    if column.where is not None and asked.op not in ("is", "in", "not"):
        raise ValueError(_("“%(label)s” can't be filtered by “%(op)s”.") % {"label": column.label, "op": WORDS[asked.op]})
    wanted = {"missing": 0, "present": 0, "between": 2, "in": max(len(asked.values), 1)}.get(asked.op, 1)
    if len(asked.values) != wanted:
        raise ValueError(_("Give %(count)d values for “%(label)s”.") % {"count": wanted, "label": column.label})
    return [parsed(column, value) for value in asked.values]


def condition(column: Column, asked: Filter) -> Q:
    """The condition for the database; raises ValueError with what is wrong."""
    values = asked_values(column, asked)
    finds = column.where or (column.same if asked.op in ("is", "in", "not") else None)
    if finds is not None:
        either = Q()
        for value in values:
            either |= finds(value)
        return ~either if asked.op == "not" else either
    key = column.key
    texts = column.kind == Kind.TEXT or (column.kind == Kind.CHOICE and not any(isinstance(held, int) for held, _label in column.choices))
    missing = Q(**{f"{key}__isnull": True}) | (Q(**{key: ""}) if texts else Q())
    if asked.op in ("missing", "present"):
        return missing if asked.op == "missing" else ~missing
    if asked.op == "has":
        return Q(**{f"{column.words}__icontains": values[0]})
    if asked.op == "between":
        return Q(**{f"{key}__gte": values[0], f"{key}__lte": values[1]})
    if asked.op in ("min", "max", "before", "after"):
        lookup = {"min": "gte", "max": "lte", "before": "lt", "after": "gt"}[asked.op]
        return Q(**{f"{key}__{lookup}": values[0]})
    same = Q(**{f"{key}__in": values})
    if column.kind == Kind.LINK and column.words != key:
        same |= Q(**{f"{column.words}__in": values})
    return missing | ~same if asked.op == "not" else same


def tester(column: Column, asked: Filter) -> Callable[[tuple[Any, ...]], bool]:
    """The same condition on plain values (the value, and its words), for rows that no table holds; raises ValueError with what is wrong."""
    values = asked_values(column, asked)
    if asked.op in ("missing", "present"):
        absent = asked.op == "missing"
        return lambda held: _gone(held) == absent
    if asked.op == "not":
        return lambda held: _gone(held) or not any(each in values for each in _each(held))
    if asked.op == "has":
        part = str(values[0]).lower()
        return lambda held: not _gone(held) and part in str(held[-1]).lower()
    if asked.op in ("is", "in"):
        return lambda held: not _gone(held) and any(each in values for each in _each(held))
    low, high = values[0], values[-1]
    compares: dict[str, Callable[[Any], bool]] = {
        "between": lambda value: bool(low <= value <= high), "min": lambda value: bool(value >= low),
        "max": lambda value: bool(value <= low), "before": lambda value: bool(value < low), "after": lambda value: bool(value > low),
    }  # fmt: skip
    compare = compares[asked.op]
    return lambda held: not _gone(held) and compare(held[0])


def holds(column: Column, asked: Filter, held: tuple[Any, ...]) -> bool:
    """Whether the condition holds for one value and its words."""
    return tester(column, asked)(held)


def _gone(held: tuple[Any, ...]) -> bool:
    return held[0] is None or held[0] == ""


def _each(held: tuple[Any, ...]) -> list[Any]:
    """The values, one by one where a record holds several."""
    return [one for each in held for one in (each if isinstance(each, list) else [each])]
