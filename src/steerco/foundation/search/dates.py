"""A date that somebody typed: the whole product can be looked at as it stood then."""

from __future__ import annotations

import calendar
import datetime as dt
import re

_MONTHS = {name.casefold(): number for names in (calendar.month_name, calendar.month_abbr) for number, name in enumerate(names) if name}
_MONTHS["sept"] = 9
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_WORDS = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?([a-z]{3,9})\.?,?\s+(\d{4})")


def typed_date(text: str) -> dt.date | None:
    """Reads `31 mar 2021`, `2021-03-31`, `31/03/2021` or `mar 2021` (its last day); None for anything else."""
    text = " ".join(text.casefold().split())
    if match := _ISO.fullmatch(text):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMBERS.fullmatch(text):
        return _date(int(match[3]), int(match[2]), int(match[1]))
    match = _WORDS.fullmatch(text)
    if match is None or match[2] not in _MONTHS:
        return None
    year, month = int(match[3]), _MONTHS[match[2]]
    if match[1]:
        return _date(year, month, int(match[1]))
    return _date(year, month, calendar.monthrange(year, month)[1]) if year else None


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
