"""Sums beside their share: of how many they are, and what could not be added in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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


Totals = Mapping[tuple[str, str], tuple[Decimal, int]]
"""Currency and price basis → the sum, and of how many."""


def totals(values: Iterable[Money]) -> Totals:
    """The sum of the amounts given, by currency and price basis.

    Parameters
    ----------
    values
        Amounts with currency and price basis, some without a value.

    Returns
    -------
    Totals
        Sums by currency and price basis, with their counts.

    Examples
    --------
    >>> totals([(Decimal(5), "GBP", ""), (None, "", ""), (Decimal(7), "GBP", ""), (Decimal(9), "EUR", "")])
    {('GBP', ''): (Decimal('12'), 2), ('EUR', ''): (Decimal('9'), 1)}
    """
    amounts: dict[tuple[str, str], list[Decimal]] = {}
    for amount, currency, price_basis in values:
        if amount is not None:
            kind = (currency, price_basis)
            if kind in amounts:
                amounts[kind].append(amount)
            else:
                amounts[kind] = [amount]
    return {kind: (sum(given, Decimal(0)), len(given)) for kind, given in amounts.items()}


def together(parts: Iterable[Totals]) -> Totals:
    """Several totals as one.

    Parameters
    ----------
    parts
        Sums by currency and price basis.

    Returns
    -------
    Totals
        Their sums by currency and price basis.

    Examples
    --------
    >>> together([{("GBP", ""): (Decimal(5), 1)}, {("GBP", ""): (Decimal(7), 2), ("EUR", ""): (Decimal(1), 1)}])
    {('GBP', ''): (Decimal('12'), 3), ('EUR', ''): (Decimal('1'), 1)}
    """
    found: dict[tuple[str, str], tuple[Decimal, int]] = {}
    for part in parts:
        for kind, (amount, count) in part.items():
            known, so_far = found.get(kind, (Decimal(0), 0))
            found[kind] = (known + amount, so_far + count)
    return found


def disclosed(values: Iterable[Money], of: int) -> Disclosed:
    """The sum of the amounts given, of the currency and price basis that most are in, with its share.

    Parameters
    ----------
    values
        Amount (None where withheld), currency and price basis of each.
    of
        How many are counted.

    Returns
    -------
    Disclosed
        The sum, how many amounts were given of how many, and the sums in other currencies or price bases.

    Examples
    --------
    >>> told = disclosed([(Decimal(5), "GBP", ""), (None, "", ""), (Decimal(7), "GBP", ""), (Decimal(9), "EUR", "")], 4)
    >>> told.amount, told.currency, told.given, told.withheld, told.in_sum, told.others
    (Decimal('12'), 'GBP', 3, 1, 2, (('EUR', '', Decimal('9'), 1),))
    >>> disclosed([], 3).amount is None
    True
    """
    return disclosed_of(totals(values), of)


def disclosed_of(given: Totals, of: int) -> Disclosed:
    """The same of totals.

    Parameters
    ----------
    given
        Sums by currency and price basis.
    of
        How many amounts there could be.

    Returns
    -------
    Disclosed
        The sum, how many amounts were given of how many, and the sums in other currencies or price bases.

    Examples
    --------
    >>> disclosed_of({("GBP", ""): (Decimal(12), 2)}, 3)
    Disclosed(amount=Decimal('12'), currency='GBP', price_basis='', given=2, of=3, others=())
    """
    if not given:
        return Disclosed(None, "", "", 0, of)
    (main, (amount, count)), *rest = sorted(given.items(), key=lambda group: (-group[1][1], group[0]))
    others = tuple((*kind, other, number) for kind, (other, number) in rest)
    return Disclosed(amount, *main, count + sum(number for *_, number in others), of, others)
