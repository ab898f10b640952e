"""Sums beside their share: of how many they are, and what could not be added in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

Money = tuple[Decimal | None, str, str]


@dataclass(frozen=True, slots=True)
class Disclosed:
    """A sum beside its share: how many of how many gave the amount. Other currencies and price bases are never added in."""

    amount: Decimal | None
    currency: str
    price_basis: str
    given: int
    of: int
    others: tuple[tuple[str, str, Decimal, int], ...] = ()

    @property
    def withheld(self) -> int:
        """How many gave no amount."""
        return self.of - self.given

    @property
    def in_sum(self) -> int:
        """How many are in the amount: those given, less those in other currencies or price bases."""
        return self.given - sum(count for *_, count in self.others)


def disclosed(values: Iterable[Money], of: int) -> Disclosed:
    """The sum of the amounts given, of the currency and price basis that most are in, with its share.

    Parameters
    ----------
    values
        Amount (None where withheld), currency and price basis of each.
    of
        How many are counted.

    Examples
    --------
    >>> told = disclosed([(Decimal(5), "GBP", ""), (None, "", ""), (Decimal(7), "GBP", ""), (Decimal(9), "EUR", "")], 4)
    >>> told.amount, told.currency, told.given, told.withheld, told.in_sum, told.others
    (Decimal('12'), 'GBP', 3, 1, 2, (('EUR', '', Decimal('9'), 1),))
    >>> disclosed([], 3).amount is None
    True
    """
    sums: dict[tuple[str, str], list[Decimal]] = {}
    for amount, currency, price_basis in values:
        if amount is not None:
            sums.setdefault((currency, price_basis), []).append(amount)
    if not sums:
        return Disclosed(None, "", "", 0, of)
    (main, amounts), *rest = sorted(sums.items(), key=lambda group: (-len(group[1]), group[0]))
    others = tuple((*kind, sum(group, Decimal(0)), len(group)) for kind, group in rest)
    given = len(amounts) + sum(count for *_, count in others)
    return Disclosed(sum(amounts, Decimal(0)), *main, given, of, others)
