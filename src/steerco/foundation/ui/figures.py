"""Numbers as people read them: rounded half up for display only, true minus, thousands with a comma, unit said once."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from django.utils import dateformat
from django.utils.translation import get_language, gettext, ngettext

MINUS = "\N{MINUS SIGN}"
SIGNS = {"GBP": "£", "EUR": "€", "USD": "$", "JPY": "¥"}
BILLION, MILLION = Decimal(1_000_000_000), Decimal(1_000_000)
PLAIN_WITHIN = Decimal("0.05")  # a change within 5 % is shown plain
FACTOR_FROM = Decimal(4)  # a rise by more than this share reads better as a factor

Number = Decimal | int


def half_up(value: Number, places: int = 0) -> Decimal:
    """The value rounded half up: 0.5 becomes 1, and -0.5 becomes -1."""
    return Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def grouped(value: Number, places: int = 0) -> str:
    """`1234.5` as `1,235`: thousands with a comma and a true minus; a rounded zero has no sign."""
    rounded = half_up(value, places)
    return f"{MINUS if rounded < 0 else ''}{abs(rounded):,}"


def sign_of(currency: str) -> str:
    """The sign of a currency, or its code with a space."""
    return SIGNS.get(currency, f"{currency} " if currency else "")


def _with_sign(currency: str, figure: str) -> str:
    return f"{MINUS}{sign_of(currency)}{figure[1:]}" if figure.startswith(MINUS) else f"{sign_of(currency)}{figure}"


def money_bn(amount: Number, currency: str = "GBP") -> str:
    """Portfolio money: `£471.8bn`."""
    return _with_sign(currency, grouped(Decimal(amount) / BILLION, 1)) + "bn"


def money_m(amount: Number, places: int = 0) -> str:
    """Project money for a column whose head says the unit: `18,815`."""
    return grouped(Decimal(amount) / MILLION, places)


def money(amount: Number, currency: str = "GBP") -> str:
    """Project money in a sentence: `£18,815m`."""
    return _with_sign(currency, money_m(amount)) + "m"


def exact(amount: Number, currency: str = "") -> str:
    """The whole value, unrounded, for titles and exports: `£18,815,000,000`."""
    value = Decimal(amount)
    figure = f"{abs(value):,f}"
    if "." in figure:
        figure = figure.rstrip("0").rstrip(".")
    return f"{MINUS if value < 0 else ''}{sign_of(currency)}{figure}"


def on_screen(value: object, is_share: bool = False) -> tuple[str, str]:
    """Any value of a table as a page writes it, with its class: figures grouped and right-aligned, dates in words."""
    if isinstance(value, Decimal):
        return (percent(value) if is_share else exact(value)), "num"
    if isinstance(value, dt.date):
        return day(value), "nowrap"
    return (grouped(value), "num") if isinstance(value, int) else ("" if value is None else str(value), "")


def percent(share: Number, places: int = 1) -> str:
    """A share as a percentage: `0.625` is `62.5%`."""
    return grouped(Decimal(share) * 100, places) + "%"


def signed_percent(share: Number, places: int = 1) -> str:
    """A change as a percentage with its sign: `+27.9%`, `−8.7%`, `0.0%`."""
    shown = percent(share, places)
    return f"+{shown}" if half_up(Decimal(share) * 100, places) > 0 else shown


def change_of(share: Number, places: int = 1) -> str:
    """A change as people say it: a percentage, or a factor (`× 12`) when it is more than five times as much."""
    return f"× {grouped(Decimal(share) + 1)}" if Decimal(share) > FACTOR_FROM else signed_percent(share, places)


def share_of(given: int, total: int) -> str:
    """The disclosed share that stands beside a sum: `193 of 244`, or `all`."""
    if given == total:
        return gettext("all")
    return gettext("%(given)s of %(total)s") % {"given": grouped(given), "total": grouped(total)}


def day(value: dt.date) -> str:
    """A date that never wraps: `31 Mar 2023`, with spaces that do not break."""
    return _day(value.year, value.month, value.day, get_language())


@lru_cache(maxsize=10_000)
def _day(year: int, month: int, day: int, _language: str | None) -> str:
    """A list says the same few dates many times: each is written once in a language."""
    return dateformat.format(dt.date(year, month, day), "j M Y").replace(" ", "\N{NO-BREAK SPACE}")


def months(count: int) -> str:
    """A duration in months: `3 y 4 m`, `6 y`, `4 m`, `0 m`."""
    years, rest = divmod(abs(count), 12)
    parts = [gettext("%d y") % years] if years else []
    if rest or not years:
        parts.append(gettext("%d m") % rest)
    return (MINUS if count < 0 else "") + " ".join(parts)


def signed_months(count: int) -> str:
    """A shift in months with its sign: `+3 y 4 m`, `−1 y`."""
    return ("+" if count > 0 else "") + months(count)


def days(count: int) -> str:
    """A duration in days: `6 d`."""
    return gettext("%s d") % grouped(count)


def counted(count: int, singular: str, plural: str) -> str:
    """A number with its noun: `1 project`, `244 projects`."""
    return f"{grouped(count)} {ngettext(singular, plural, count)}"
