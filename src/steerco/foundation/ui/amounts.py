"""Amounts of any size in a unit that suits them, and durations in words; exact values go to titles and exports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from django.utils.translation import gettext, ngettext

from steerco.foundation.ui.figures import exact, grouped, half_up, sign_of
from steerco_engine.wording import duration

_SAME = Decimal("0.0005")
_FINEST = 8  # decimals


@dataclass(frozen=True, slots=True)
class Unit:
    """In what an amount is written: its divisor, decimals and letter."""

    divisor: Decimal
    places: int
    letter: str

    def figure(self, amount: Decimal) -> str:
        """The figure alone, rounded half up: `14,714`; finer below ten (`6.9`, `0.35`), so that nothing is written as 0 that isn't."""
        value = amount / self.divisor
        return grouped(value, self._places(abs(value)))

    def _places(self, size: Decimal) -> int:
        if not size or size >= 10 or (size >= 1 and self.divisor == 1):
            return self.places
        if size >= 1:
            return max(self.places, 1)
        places = max(self.places, 1)
        while places < _FINEST and abs(half_up(size, places) - size) * 20 > size:
            places += 1
        return places

    def money(self, amount: Decimal, currency: str) -> str:
        """The amount with its currency and letter: `£14,714m`."""
        figure = self.figure(abs(amount))
        return f"{'−' if amount < 0 else ''}{sign_of(currency)}{figure}{self.letter}"


BILLIONS = Unit(Decimal(10**9), 1, "bn")
MILLIONS = Unit(Decimal(10**6), 0, "m")
TENTHS = Unit(Decimal(10**6), 1, "m")
THOUSANDS = Unit(Decimal(1000), 0, "k")
WHOLE = Unit(Decimal(1), 0, "")


def unit_of(amounts: Iterable[Decimal | None]) -> Unit:
    """The unit that suits a row of amounts: millions from ten million, smaller ones for smaller projects, so that none becomes 0."""
    largest = max((abs(amount) for amount in amounts if amount is not None), default=Decimal(0))
    for limit, unit in ((Decimal(10**7), MILLIONS), (Decimal(10**6), TENTHS), (Decimal(10**4), THOUSANDS)):
        if largest >= limit:
            return unit
    return WHOLE


def column_unit(amounts: Iterable[Decimal | None]) -> Unit:
    """The unit of a column: millions where the middle amount has ten of them, thousands where it has ten thousand, whatever the largest."""
    sizes = [abs(amount) for amount in amounts if amount]
    middle = median(sizes) if sizes else Decimal(0)
    return MILLIONS if middle >= 10**7 else THOUSANDS if middle >= 10**4 else WHOLE


def told(amount: Decimal, currency: str) -> str:
    """An amount in a sentence: billions with one decimal from a billion on."""
    unit = BILLIONS if abs(amount) >= BILLIONS.divisor else unit_of([amount])
    return unit.money(amount, currency)


def told_pair(before: Decimal, after: Decimal, currency: str) -> tuple[str, str]:
    """Two amounts in a sentence; where rounding would make them look alike, both are written finer."""
    pair = told(before, currency), told(after, currency)
    if pair[0] == pair[1] and before != after:
        unit = unit_of([before, after])
        pair = unit.money(before, currency), unit.money(after, currency)
    if pair[0] == pair[1] and before != after:
        pair = exact(before, currency), exact(after, currency)
    return pair


def is_same(share: Decimal) -> bool:
    """Whether a change rounds to nothing (0.0%)."""
    return abs(share) < _SAME


def long_duration(days: int) -> str:
    """A duration in words without its sign: `3 years 4 months`, `6 days`."""
    words = []
    parts = duration(abs(days)).split()
    for number, letter in zip(parts[::2], parts[1::2], strict=True):
        count = int(number)
        if letter == "y":
            words.append(ngettext("%(count)d year", "%(count)d years", count) % {"count": count})
        elif letter == "m":
            words.append(ngettext("%(count)d month", "%(count)d months", count) % {"count": count})
        else:
            words.append(ngettext("%(count)d day", "%(count)d days", count) % {"count": count})
    return " ".join(words)


def years(periods: list[str]) -> str:
    """Names of periods in a row: `2019 and 2020`, `2015 to 2017`, `2021`."""
    if len(periods) > 2:
        return gettext("%(first)s to %(last)s") % {"first": periods[0], "last": periods[-1]}
    return gettext("%(first)s and %(last)s") % {"first": periods[0], "last": periods[-1]} if len(periods) == 2 else periods[0]


def iso(day: dt.date | None) -> str:
    """A date for an address or an export; nothing for no date."""
    return day.isoformat() if day else ""
