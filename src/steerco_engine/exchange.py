"""Plain values, as JSON holds them, to and from the types that the calculations take and give; the annotations say which."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from steerco_engine.reasons import Fault, InputRefused

LARGEST = 60
"""Digits before or after the point that a number may have; more is no measurement, and would take for ever to write."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?)?")
_NOT_OFFERED = {Callable, get_origin(Callable[[str], str])}


def is_offered(hint: Any) -> bool:
    """Whether a type can be said in JSON at all; a function can't.

    Examples
    --------
    >>> is_offered(int | None), is_offered(Callable[[str], bool] | None)
    (True, False)
    """
    return get_origin(hint) not in _NOT_OFFERED and all(
        is_offered(part) for part in get_args(hint) if not isinstance(part, list | str | int)
    )


@cache
def hints_of(owner: Any) -> Mapping[str, Any]:
    """The types of the parameters of a function, or of the fields of a record, by name."""
    return get_type_hints(owner)


def read(hint: Any, value: Any, at: str = "") -> Any:
    """A plain value as the type that a calculation takes; raises `InputRefused` with the place and what is wrong.

    Examples
    --------
    >>> read(Decimal | None, "2.50"), read(list[dt.date], ["2024-02-29"])
    (Decimal('2.50'), [datetime.date(2024, 2, 29)])
    >>> read(tuple[Decimal, str], [1, 2], "money")
    Traceback (most recent call last):
    steerco_engine.reasons.InputRefused: money.1: must be a text
    """
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _read_union(hint, value, at)
    if origin is Literal:
        return _read_choice(get_args(hint), value, at)
    if origin is not None:
        return _read_many(hint, origin, value, at)
    if is_dataclass(hint):
        return _read_record(hint, value, at)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(_read_choice([each.value for each in hint], value, at))
    return _read_single(hint, value, at)


def plain(value: Any, *, derived: bool = True) -> Any:
    """A result as JSON holds it: records with their derived figures, choices by their words, dates as ISO text, amounts exact.

    Examples
    --------
    >>> plain({"on": dt.date(2024, 1, 31), "of": (Decimal("1.5"), None)})
    {'on': '2024-01-31', 'of': [Decimal('1.5'), None]}
    """
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        names = shown_names(type(value)) if derived else [each.name for each in fields(value)]
        return {name: plain(getattr(value, name), derived=derived) for name in names}
    if isinstance(value, Mapping):
        return {str(key.value if isinstance(key, Enum) else key): plain(each, derived=derived) for key, each in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(plain(each, derived=derived) for each in value)
    single = value is None or isinstance(value, str | int | float | Decimal)
    return value if single else [plain(each, derived=derived) for each in value]


@cache
def shown_names(record: Any) -> tuple[str, ...]:
    """What a result shows: its fields, then the figures that it derives from them."""
    own = [each.name for each in fields(record)]
    return (*own, *(name for name, held in vars(record).items() if isinstance(held, property) and not name.startswith("_")))


def _read_union(hint: Any, value: Any, at: str) -> Any:
    parts = [part for part in get_args(hint) if part is not NoneType and is_offered(part)]
    if value is None and NoneType in get_args(hint):
        return None
    if len(parts) == 1:
        return read(parts[0], value, at)
    for part in parts:
        try:
            return read(part, value, at)
        except InputRefused:
            continue
    raise InputRefused(Fault.WRONG_TYPE, at, "fits none of what may be given here")


def _read_choice(choices: Sequence[Any], value: Any, at: str) -> Any:
    if isinstance(value, bool) or value not in choices:
        raise InputRefused(Fault.NOT_A_CHOICE, at, f"must be one of: {', '.join(map(str, choices))}")
    return value


def _read_many(hint: Any, origin: Any, value: Any, at: str) -> Any:
    parts = get_args(hint)
    if issubclass(origin, Mapping):
        if not isinstance(value, Mapping):
            raise InputRefused(Fault.WRONG_TYPE, at, "must be an object")
        return {read(parts[0], key, _below(at, key)): read(parts[1], each, _below(at, key)) for key, each in value.items()}
    if not isinstance(value, list | tuple):
        raise InputRefused(Fault.WRONG_TYPE, at, "must be a list")
    if origin is tuple and Ellipsis not in parts:
        if len(value) != len(parts):
            raise InputRefused(Fault.WRONG_TYPE, at, f"must have {len(parts)} places")
        return tuple(read(part, each, _below(at, place)) for place, (part, each) in enumerate(zip(parts, value, strict=True)))
    found = [read(parts[0], each, _below(at, place)) for place, each in enumerate(value)]
    return frozenset(found) if origin is frozenset else tuple(found) if origin is tuple else found


def _read_record(hint: Any, value: Any, at: str) -> Any:
    if not isinstance(value, Mapping):
        raise InputRefused(Fault.WRONG_TYPE, at, "must be an object")
    hints, known = hints_of(hint), {each.name: each for each in fields(hint)}
    derived = shown_names(hint)[len(known) :]  # a result may be given back as it came: what it derives is derived anew
    unknown = next((name for name in value if name not in known and name not in derived), None)
    if unknown is not None:
        raise InputRefused(Fault.UNKNOWN_FIELD, _below(at, unknown), f"is not known here; known are: {', '.join(known)}")
    for name, each in known.items():
        if name not in value and each.default is MISSING and each.default_factory is MISSING:
            raise InputRefused(Fault.MISSING, _below(at, name), "is missing")
    return hint(**{name: read(hints[name], each, _below(at, name)) for name, each in value.items() if name in known})


def _read_single(hint: Any, value: Any, at: str) -> Any:
    if hint is dt.date:
        return _read_day(value, at)
    if hint is dt.datetime:
        return _read_moment(value, at)
    if hint in (Decimal, float, int):
        return _read_number(hint, value, at)
    words = {str: "a text", bool: "true or false"}
    if not isinstance(value, hint):
        raise InputRefused(Fault.WRONG_TYPE, at, f"must be {words.get(hint, 'of another kind')}")
    return value


def _read_day(value: Any, at: str) -> dt.date:
    wrong = InputRefused(Fault.NOT_A_DATE, at, "must be a date, such as 2026-03-31")
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise wrong
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        raise wrong from None


def _read_moment(value: Any, at: str) -> dt.datetime:
    wrong = InputRefused(Fault.NOT_A_DATE, at, "must be a date with or without a time of the wall clock, such as 2026-03-31T17:00")
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise wrong
    try:
        return dt.datetime.fromisoformat(value)
    except ValueError:
        raise wrong from None


def _read_number(hint: Any, value: Any, at: str) -> Any:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal | str):
        raise InputRefused(Fault.NOT_A_NUMBER, at, "must be a number")
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise InputRefused(Fault.NOT_A_NUMBER, at, "must be a number") from None
    if not number.is_finite() or (number and abs(number.adjusted()) > LARGEST) or len(number.as_tuple().digits) > 2 * LARGEST:
        raise InputRefused(Fault.OUT_OF_RANGE, at, "is no number that can be calculated with")
    if hint is int and number != number.to_integral_value():
        raise InputRefused(Fault.NOT_A_NUMBER, at, "must be a whole number")
    found = number if hint is Decimal else hint(number)
    if isinstance(found, float) and not math.isfinite(found):
        raise InputRefused(Fault.OUT_OF_RANGE, at, "is no number that can be calculated with")
    return found


def _below(at: str, name: object) -> str:
    return f"{at}.{name}" if at else str(name)
