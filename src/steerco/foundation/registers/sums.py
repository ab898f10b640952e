"""What amounts add up to, beside how many gave one; amounts of different currencies or price bases are never added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from steerco.foundation.registers.columns import Column, Price, Row


class Money(NamedTuple):
    """A sum per price, and how many of how many records gave an amount."""

    parts: tuple[tuple[Price, Decimal, int], ...]
    given: int
    of: int
    dates: int = 1

    @property
    def amount(self) -> Decimal | None:
        """The sum, where all amounts are in one price and of one date."""
        return self.parts[0][1] if len(self.parts) == 1 and self.dates <= 1 else None


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
    return Money(parts, sum(given for _price, _amount, given in parts), count, dates)
