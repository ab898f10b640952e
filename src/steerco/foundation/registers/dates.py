"""Dates as people and spreadsheets write them: 2026-03-31, 31 Mar 2026, 31/03/2026."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_NUMBERS = re.compile(r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})$")
_DAY_MONTH = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?[\s\-]+([a-z]{3,9})\.?[\s\-,]+(\d{4}|\d{2})$")
_MONTH_DAY = re.compile(r"^([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_SPACES = re.compile(r"[\s\u00a0\u202f]+")


def date_of(text: str, *, month_first: bool = False) -> dt.date:
    """The date that a text says: 2026-03-31, 31 Mar 2026, 31/03/2026 (or 03/31/2026); raises ValueError with what is wrong."""
    said = _SPACES.sub(" ", text).strip().lower()
    try:
        if found := _NUMBERS.match(said):
            first, second, year = found[1], found[2], found[3]
            return dt.date(_year(year), *((int(first), int(second)) if month_first else (int(second), int(first))))
        if found := _DAY_MONTH.match(said):
            return dt.date(_year(found[3]), _month(found[2]), int(found[1]))
        if found := _MONTH_DAY.match(said):
            return dt.date(_year(found[3]), _month(found[1]), int(found[2]))
        return dt.date.fromisoformat(said[:10] if said[10:] in (" 00:00:00", "t00:00:00", " 00:00") else said)
    except ValueError:
        raise ValueError(_("“%(text)s” is not a date. Write it as 2026-03-31.") % {"text": text.strip()}) from None


def months_first(texts: Iterable[str]) -> bool:
    """Whether the dates of one column name the month first: some of them make sense in no other way, and none in this way only."""
    numbers = [found for text in texts if (found := _NUMBERS.match(text.strip()))]
    return any(int(found[2]) > 12 for found in numbers) and not any(int(found[1]) > 12 for found in numbers)


class DayField(forms.DateField):
    """A date, written in any of these ways."""

    def to_python(self, value: Any) -> dt.date | None:
        """The date; refuses what is none, in our words."""
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            return date_of(value)
        except ValueError as error:
            raise ValidationError(str(error)) from None


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text) if int(text) < 70 else 1900 + int(text)


def _month(text: str) -> int:
    """The number of a month by its name or the beginning of it."""
    number = next(
        (number for number, name in enumerate(_MONTHS, 1) if name.startswith(text.removesuffix("t") if text == "sept" else text)), 0
    )
    if not number:
        raise ValueError(text)
    return number
