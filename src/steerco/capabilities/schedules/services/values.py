"""Values as the files write them, and back: instants, hours, durations, numbers and flags; each codec reads what it writes."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from steerco.capabilities.schedules.services.records import FileRefused, Record

_PERIOD = re.compile(r"(-?)P(?:(\d{1,6})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d{1,6})?)S)?)?")
FIRST_YEAR, LAST_YEAR = 1900, 2200
LARGEST = 1e12


@dataclass(frozen=True, slots=True)
class Codec:
    """How a value is read from its text and written to it; an empty text is no value."""

    read: Callable[[str], Any]
    write: Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Column:
    """A field of the model, the name that a format has for it, and how its text is read and written."""

    field: str
    name: str
    codec: Codec


def number_of(text: str) -> float:
    """A finite number of a sensible size; whole numbers without a fraction."""
    value = float(text.strip())
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise ValueError(text)
    return int(value) if value.is_integer() else round(value, 6)


def text_of(value: float) -> str:
    """A number without needless digits."""
    return str(int(value)) if float(value).is_integer() else f"{round(value, 6):f}".rstrip("0")


def instant_of(text: str) -> dt.datetime | None:
    """A civil instant; a zone that is said is left out, and a date beyond what plans reach is none."""
    said = text.strip()
    value = dt.datetime.fromisoformat(said[:19].replace("T", " "))
    return value if FIRST_YEAR <= value.year <= LAST_YEAR else None


def minutes_of_hours(text: str) -> float:
    """Hours as minutes."""
    value = round(number_of(text) * 60, 4)
    return int(value) if float(value).is_integer() else value


def minutes_of_period(text: str) -> float:
    """A period such as PT8H30M0S in minutes."""
    found = _PERIOD.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    sign, days, hours, minutes, seconds = found.groups()
    value = round(int(days or 0) * 1440 + int(hours or 0) * 60 + int(minutes or 0) + float(seconds or 0) / 60, 4)
    value = -value if sign else value
    if abs(value) > LARGEST:
        raise ValueError(text)
    return int(value) if float(value).is_integer() else value


def period_of(minutes: float) -> str:
    """Minutes as a period, to the second."""
    seconds = round(abs(minutes) * 60)
    return f"{'-' if minutes < 0 else ''}PT{seconds // 3600}H{seconds // 60 % 60}M{seconds % 60}S"


def is_yes(text: str) -> bool:
    """A flag: Y, 1, true."""
    return text.strip().lower() in {"y", "1", "true", "yes"}


def choice(words: dict[str, Any]) -> Codec:
    """One of several words; a word that is not known is no value."""
    back = {value: word for word, value in reversed(words.items())}
    return Codec(lambda text: words.get(text.strip()), lambda value: back.get(value, ""))


TEXT = Codec(lambda text: text, str)
NUMBER = Codec(number_of, text_of)
PER_CENT_OF_ONE = Codec(lambda text: round(number_of(text) * 100, 6), lambda value: text_of(value / 100))
TENTHS = Codec(lambda text: round(number_of(text) / 10, 4), lambda value: text_of(round(value * 10)))
HOURS = Codec(minutes_of_hours, lambda value: text_of(value / 60))
PERIOD = Codec(minutes_of_period, period_of)
YES_NO = Codec(is_yes, lambda value: "Y" if value else "N")
ONE_ZERO = Codec(is_yes, lambda value: "1" if value else "0")
BLANK = Codec(instant_of, lambda value: value.strftime("%Y-%m-%d %H:%M"))
ISO = Codec(instant_of, lambda value: value.strftime("%Y-%m-%dT%H:%M:%S"))


def read_into(target: Any, record: Record, columns: Sequence[Column]) -> Any:
    """Fills the fields of a record of the model; refuses a text that is no such value, with its place."""
    for column in columns:
        text = record.values.get(column.name, "")
        if not text or text.isspace():
            continue
        try:
            value = column.codec.read(text)
        except (ValueError, OverflowError):
            raise FileRefused(f"{column.name} is “{text[:40]}”, which can't be read.", record.place) from None
        if value is not None:
            setattr(target, column.field, value)
    return target


def written(source: Any, columns: Sequence[Column], raw: dict[str, str]) -> dict[str, str]:
    """The texts of a record: those that it came with, and each field that says something else now."""
    values = dict(raw)
    for column in columns:
        value, old = getattr(source, column.field), raw.get(column.name, "")
        if value is None or (value == "" and not old):
            continue
        if old and not old.isspace() and column.codec.read(old) == value:
            continue
        new = column.codec.write(value)
        if new or old:
            values[column.name] = new
    return values
