"""What amounts add up to, beside how many gave one; amounts of different currencies or price bases are never added."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from steerco.foundation.registers.columns import Column, Price, Row
from steerco.foundation.ui.amounts import BILLIONS, MILLIONS, THOUSANDS, WHOLE, Unit
from steerco.foundation.ui.figures import grouped, sign_of

STEPS = {Decimal(10**10): BILLIONS, Decimal(10**7): MILLIONS, Decimal(10**4): THOUSANDS}


class Money(NamedTuple):
    """A sum per price, how many of how many records gave an amount, and how many are how large: not 0, from each step of `STEPS` on."""

    parts: tuple[tuple[Price, Decimal, int], ...]
    given: int
    of: int
    dates: int = 1
    sizes: tuple[int, ...] = ()

    @property
    def amount(self) -> Decimal | None:
        """The sum, where all amounts are in one price and of one date."""
        return self.parts[0][1] if len(self.parts) == 1 and self.dates <= 1 else None


class Written(NamedTuple):
    """How the amounts of a column are written: the unit that its head says, and the currency that the cells don't repeat."""

    unit: Unit
    currency: str

    def figure(self, amount: Decimal) -> str:
        """The figure alone, in the unit."""
        return millions(amount) if self.unit is MILLIONS else self.unit.figure(amount)

    def sign(self, currency: str) -> str:
        """The sign of an amount in another currency; nothing where the head says it."""
        return "" if currency == self.currency else sign_of(currency)

    @property
    def words(self) -> str:
        """The unit as a head says it and an address keeps it: `£m`, `€k`."""
        return f"{sign_of(self.currency)}{self.unit.letter}"


def written(money: Money | None, home: str) -> Written:
    """How to write a column that adds up to this: in its one currency, and in the unit of its middle amount, whatever the largest is."""
    if money is None or not money.given:
        return Written(MILLIONS, home)
    held = {price.currency for price, _amount, _given in money.parts}
    return Written(_unit_of(money.sizes), held.pop() if len(held) == 1 else home)


def sizes_of(amounts: Sequence[Decimal]) -> tuple[int, ...]:
    """How many amounts are not 0, and how many reach each step."""
    held = [abs(amount) for amount in amounts if amount]
    return (len(held), *(sum(1 for amount in held if amount >= step) for step in STEPS))


def _unit_of(sizes: Sequence[int]) -> Unit:
    """The largest unit whose step half of the amounts reach."""
    given, *reached = sizes or (0,)
    if not given:
        return MILLIONS
    return next((unit for unit, count in zip(STEPS.values(), reached, strict=True) if count * 2 >= given), WHOLE)


def written_as(words: str, home: str) -> Written:
    """What a head has said, read back: the code of a currency and the letter of a unit, `EUR:k`."""
    currency, _colon, letter = words.partition(":")
    known = {unit.letter: unit for unit in (BILLIONS, MILLIONS, THOUSANDS, WHOLE)}
    return Written(known.get(letter, MILLIONS), currency if re.fullmatch("[A-Z]{3}", currency) else home)


def millions(amount: Decimal) -> str:
    """An amount in millions: no decimals from ten up, more the smaller it is, so that nothing small reads as zero."""
    held = amount / MILLIONS.divisor
    size = abs(held)
    places = 0 if size >= 10 or held == 0 else 1 if size >= 1 else 2 if size >= Decimal("0.1") else 4
    return grouped(held, places)


class Sums(NamedTuple):
    """How many records, whether there are more than were counted, the money by column, and the same by group."""

    total: int
    more: bool = False
    money: Mapping[str, Money] = {}
    groups: Mapping[Any, Any] = {}


def added(rows: Sequence[Row], columns: Sequence[Column], dated: str = "") -> Sums:
    """Adds up what the database summed by price; `dated` is where a row says of which date its amounts are."""
    count = sum(row["how_many"] for row in rows)
    return Sums(count, money={column.name: _money(rows, column, count, dated) for column in columns})


def _money(rows: Sequence[Row], column: Column, count: int, dated: str) -> Money:
    found: dict[Price, tuple[Decimal, int]] = {}
    for row in rows:
        given = row[f"given_{column.name}"]
        if given:
            price = Price(row[column.price.currency], row[column.price.basis] if column.price.basis else "")
            amount, held = found.get(price, (Decimal(0), 0))
            found[price] = (amount + row[f"sum_{column.name}"], held + given)
    parts = tuple((price, amount, given) for price, (amount, given) in sorted(found.items()))
    dates = len({row[dated] for row in rows if row[f"given_{column.name}"]}) if dated else 1
    sizes = tuple(sum(row[f"size{place}_{column.name}"] for row in rows) for place in range(len(STEPS) + 1))
    return Money(parts, sum(given for _price, _amount, given in parts), count, dates, sizes)
