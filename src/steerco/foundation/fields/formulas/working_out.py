"""A formula worked out for one record: exact, and with the reason where there is no value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.foundation.fields.formulas.checking import Part
from steerco.foundation.registers.columns import Column, Kind, Row

PLACES = Decimal("0.0001")
MOST = Decimal(10) ** 15
FURTHEST = 100_000


class Missing(Exception):
    """Why a formula has no value for a record."""


def worked_out(part: Part, row: Row) -> Any:
    """The value for a record; raises `Missing` with the reason where there is none."""
    value = _value(part, row)
    if isinstance(value, Decimal):
        if abs(value) >= MOST:
            raise Missing(_("The result is too large."))
        return value.quantize(PLACES, ROUND_HALF_UP).normalize() + 0
    return value


def held(column: Column, row: Row) -> Any:
    """The value of a field as a formula takes it: a choice as it is kept, a link in its words; raises `Missing` where there is none."""
    value = column.read(row)
    if value in (None, "", []):
        reason = str(column.gap(row).text or column.gap(row).short) if column.gap is not None else ""
        raise Missing(f"{column.label}: {reason or _('not given')}")
    if column.kind in (Kind.NUMBER, Kind.MONEY):
        return value if isinstance(value, Decimal) else Decimal(str(value))
    return value


def _value(part: Part, row: Row) -> Any:
    if part.act == "value":
        return part.value
    if part.column is not None:
        return held(part.column, row)
    special = SPECIAL.get(part.act)
    if special is not None:
        return special(part, row)
    return PLAIN[part.act](*[_value(each, row) for each in part.parts])


def _if(part: Part, row: Row) -> Any:
    return _value(part.parts[1 if _value(part.parts[0], row) else 2], row)


def _first(part: Part, row: Row) -> Any:
    reasons: list[str] = []
    for each in part.parts:
        try:
            return _value(each, row)
        except Missing as missing:
            reasons.append(str(missing))
    raise Missing("; ".join(reasons))


def _given(part: Part, row: Row) -> bool:
    try:
        _value(part.parts[0], row)
    except Missing:
        return False
    return True


def _either(part: Part, row: Row) -> bool:
    """Two conditions: one that decides alone does, whatever the other lacks."""
    decides = part.act == "or"
    missing: Missing | None = None
    for each in part.parts:
        try:
            if bool(_value(each, row)) == decides:
                return decides
        except Missing as reason:
            missing = missing or reason
    if missing is not None:
        raise missing
    return not decides


def _rounded(part: Part, row: Row) -> Decimal:
    return Decimal(_value(part.parts[0], row)).quantize(Decimal(1).scaleb(-part.value), ROUND_HALF_UP)


def _divided(left: Decimal, right: Decimal) -> Decimal:
    if not right:
        raise Missing(_("Divided by zero."))
    return left / right


def _moved(day: dt.date, days: Decimal) -> dt.date:
    if abs(days) >= FURTHEST:
        raise Missing(_("The date is too far away."))
    try:
        return day + dt.timedelta(days=int(days.to_integral_value(ROUND_HALF_UP)))
    except OverflowError:
        raise Missing(_("The date is too far away.")) from None


def _limited(value: Decimal) -> Decimal:
    if abs(value) >= MOST * MOST:
        raise Missing(_("The result is too large."))
    return value


SPECIAL: dict[str, Callable[[Part, Row], Any]] = {
    "if": _if, "first": _first, "given": _given, "and": _either, "or": _either, "round": _rounded,
    "today": lambda part, row: timezone.localdate(),
}  # fmt: skip
PLAIN: dict[str, Callable[..., Any]] = {
    "+": lambda left, right: left + right, "-": lambda left, right: left - right, "*": lambda left, right: _limited(left * right),
    "/": lambda left, right: _limited(_divided(left, right)), "days": lambda left, right: Decimal((left - right).days),
    "later": _moved, "earlier": lambda day, days: _moved(day, -days), "not": lambda value: not value, "min": min, "max": max, "abs": abs,
    "=": lambda left, right: left == right, "<>": lambda left, right: left != right, "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right, ">": lambda left, right: left > right, ">=": lambda left, right: left >= right,
}  # fmt: skip
