"""From a cell's text to a value: money, dates, numbers, choices; or the kind of gap that the text stands for."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from steerco.foundation.imports.numerals import decimal_of
from steerco.foundation.ledger.snapshot import MOST, is_exact

EMPTY, MALFORMED, WRONG_UNIT = "empty", "malformed", "wrong_unit"
CURRENCY_SIGNS = {"£": "GBP", "€": "EUR", "$": "USD", "¥": "JPY", "₹": "INR"}
UNITS = {
    "": Decimal(1), "one": Decimal(1), "k": Decimal(1000), "thousand": Decimal(1000), "m": Decimal(10**6), "mn": Decimal(10**6),
    "mio": Decimal(10**6), "million": Decimal(10**6), "millions": Decimal(10**6), "bn": Decimal(10**9), "b": Decimal(10**9),
    "billion": Decimal(10**9),
}  # fmt: skip
_MONEY = re.compile(
    r"^(?P<open>\()?\s*(?P<sign>[-−–+])?\s*(?P<before>[£€$¥₹]|[A-Za-z]{3}(?=[\s\d-]))?\s*(?P<sign2>[-−–])?\s*"
    r"(?P<digits>\d[\d.,'’\s\u00a0\u202f]*|[.,]\d+)\s*(?P<unit>[A-Za-z]{1,9}(?<!gbp)(?<!eur)(?<!usd))?\s*(?P<after>[£€$¥₹]|[A-Za-z]{3})?\s*(?P<close>\))?$"
)
_PLAIN, _CENT = re.compile(r"[0-9]{1,13}(?:\.[0-9]{1,2})?"), Decimal("0.01")
_CODES = re.compile(r"^(GBP|EUR|USD|CHF|AUD|CAD|JPY|INR|SEK|NOK|DKK|PLN|ZAR|NZD)$", re.IGNORECASE)
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?$")
_SLASHED = re.compile(r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})(?:[ ,]+[\d:]+(?: ?[AaPp][Mm])?)?$")
_NAMED = re.compile(
    r"^(?:(\d{1,2})(?:st|nd|rd|th)?[\s/.-]+)?([A-Za-zä]{3,9})\.?[\s/,.'-]+(\d{4}|\d{2})(?:[ ,]+\d{1,2}:\d\d(?::\d\d)?(?: ?[AaPp][Mm])?)?$"
)
_NAMED_FIRST = re.compile(r"^([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$")
_ALONE = re.compile(r"\\\d|\(\?[a-zP]")  # refers to a group, names one, or sets a way of reading
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_OTHER_MONTHS = {"sept": 9, "ene": 1, "abr": 4, "ago": 8, "dic": 12, "mär": 3, "mai": 5, "okt": 10, "dez": 12}  # as Jira writes them, too
_MONTH_NAMES = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]


@dataclass(frozen=True, slots=True)
class Gap:
    """Why there is no value: a kind (`empty`, `malformed`, or one of the profile's) and the text of the cell, word for word."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole units of a currency; `currency` is empty where the cell names none."""

    amount: Decimal
    currency: str = ""


def gap_of(text: str, rules: Sequence[tuple[str, re.Pattern[str]]]) -> Gap | None:
    """The gap that a text stands for by the rules of a profile, or None when it looks like a value."""
    said = text.strip()
    if not said:
        return Gap(EMPTY, "")
    known = _any_of(tuple(pattern for _kind, pattern in rules))
    if known is not None and known.search(said) is None:
        return None
    for kind, pattern in rules:
        if pattern.search(said):
            return Gap(kind, said)
    return None


@cache
def _any_of(patterns: tuple[re.Pattern[str], ...]) -> re.Pattern[str] | None:
    """One pattern that finds what any of them finds; None where they can't be put together (each has ways of its own)."""
    flags = {pattern.flags for pattern in patterns}
    if len(flags) != 1 or any(_ALONE.search(pattern.pattern) for pattern in patterns):
        return None
    return re.compile("|".join(f"(?:{pattern.pattern})" for pattern in patterns), flags.pop())


def money(text: str, *, unit: Decimal = Decimal(1), decimal_comma: bool = False) -> Money | None:
    """An amount from text such as `£1.90m`, `-£7,169.20`, `(1,234.00)`, `€ 1.234,56`, `2.5bn`; None when it is none.

    `unit` multiplies amounts that name no unit of their own (a column in millions). Half pennies are rounded up.
    """
    if not decimal_comma and unit == 1 and _PLAIN.fullmatch(text):
        return Money(Decimal(text).quantize(_CENT))
    match = _MONEY.match(" ".join(text.replace("\u00a0", " ").split()))
    if match is None or bool(match["open"]) != bool(match["close"]) or sum(bool(match[sign]) for sign in ("open", "sign", "sign2")) > 1:
        return None
    said_unit = (match["unit"] or "").casefold()
    codes = [match["before"] or "", match["after"] or ""]
    if said_unit.upper() in CURRENCY_SIGNS.values() or _CODES.match(said_unit):
        codes.append(said_unit)
        said_unit = ""
    currencies = {CURRENCY_SIGNS.get(code, code.upper()) for code in codes if code}
    if said_unit not in UNITS or len(currencies) > 1 or any(not _CODES.match(code) for code in currencies):
        return None
    number = decimal_of(match["digits"], decimal_comma=decimal_comma, lakhs="INR" in currencies)
    if number is None:
        return None
    negative = bool(match["open"]) or (match["sign"] or match["sign2"] or "+") != "+"
    scaled = number * (UNITS[said_unit] if said_unit else unit)
    amount = scaled.quantize(_CENT, rounding=ROUND_HALF_UP) if scaled < MOST else scaled
    if not is_exact(amount):
        return None
    return Money(-amount if negative else amount, next(iter(currencies), ""))


def number(text: str, *, decimal_comma: bool = False) -> Decimal | None:
    """A plain number, with an optional sign or per cent sign."""
    said = re.fullmatch(r"([-+−–]?)\s*([^%]*?)\s*%?", text.strip(), re.DOTALL)
    found = decimal_of(said[2], decimal_comma=decimal_comma) if said else None
    return None if said is None or found is None else -found if said[1] in {"-", "−", "–"} else found


def date(text: str, *, order: str = "dmy", latest: bool = False) -> dt.date | None:
    """A civil date from ISO, `31/03/2025` (by `order`: dmy or mdy), `31 March 2025`, `Mar 2025` or a spreadsheet's serial number.

    A month without a day is its first day, or its last where `latest` (an end date). None when it is no date.
    """
    said = " ".join(text.split())
    if (iso := _ISO.match(said)) is not None:
        return _civil(int(iso[1]), int(iso[2]), int(iso[3]))
    if (slashed := _SLASHED.match(said)) is not None:
        one, two, year = int(slashed[1]), int(slashed[2]), _year(slashed[3])
        day, month = (one, two) if order == "dmy" else (two, one)
        return _civil(year, month, day)
    if (named := _NAMED.match(said)) is not None and (month := _month(named[2])):
        year = _year(named[3])
        if named[1]:
            return _civil(year, month, int(named[1]))
        return _month_end(year, month) if latest else _civil(year, month, 1)
    if (first := _NAMED_FIRST.match(said)) is not None and (month := _month(first[1])):
        return _civil(int(first[3]), month, int(first[2]))
    if re.fullmatch(r"[3-6]\d{4}", said):
        return dt.date(1899, 12, 30) + dt.timedelta(days=int(said))
    return None


def order_of(texts: Sequence[str]) -> str:
    """What a column of dates says about its own order: `dmy`, `mdy`, `mixed`, `either` (all days up to 12), or empty (no such dates)."""
    pairs = [(int(m[1]), int(m[2])) for m in (_SLASHED.match(" ".join(text.split())) for text in texts) if m is not None]
    if not pairs:
        return ""
    day_first = any(one > 12 for one, _two in pairs)
    month_first = any(two > 12 for _one, two in pairs)
    if day_first and month_first:
        return "mixed"
    if not day_first and not month_first:
        return "either" if any(one != two for one, two in pairs) else "dmy"
    return "dmy" if day_first else "mdy"


def choice(text: str, spellings: Mapping[str, str]) -> str | None:
    """The choice that a spelling stands for, ignoring case, spaces and dashes; None when it is unknown."""
    return spellings.get(choice_fold(text))


def choice_fold(text: str) -> str:
    """A spelling without case, spaces, dashes and underscores around its words."""
    return re.sub(r"[\s_\-–/.]+", " ", text).strip().casefold()


def yes_no(text: str) -> bool | None:
    """Yes or no in a few spellings."""
    said: dict[str, bool] = {
        **dict.fromkeys(("yes", "y", "true", "1", "x", "✓", "✔"), True),
        **dict.fromkeys(("no", "n", "false", "0"), False),
    }
    return said.get(text.strip().casefold())


def plain(value: Any) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, Money):
        return format(value.amount, "f")
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, dt.date) else value


def _year(text: str) -> int:
    year = int(text)
    return year if len(text) == 4 else 2000 + year if year < 70 else 1900 + year


def _month(text: str) -> int:
    said = text.casefold()
    if said in _OTHER_MONTHS:
        return _OTHER_MONTHS[said]
    known = said in _MONTHS or said in _MONTH_NAMES
    return _MONTHS.index(said[:3]) + 1 if known else 0


def _month_end(year: int, month: int) -> dt.date | None:
    first = _civil(year + month // 12, month % 12 + 1, 1)
    return first - dt.timedelta(days=1) if first else None


def _civil(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day) if 1900 <= year <= 2200 else None
    except ValueError:
        return None
