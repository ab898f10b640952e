"""What risks may cost: their mean, and the exact distribution of their sum (domain.md §9.3, §9.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from steerco_engine.reasons import Fault, InputRefused

MOST_TOTALS = 200_000
"""Different sums that are followed exactly; beyond, the distribution is to be simulated."""


@dataclass(frozen=True, slots=True)
class Chance:
    """A risk that happens with a probability from 0 to 1 and then costs `impact` (an opportunity: below zero), independent of others."""

    probability: Decimal
    impact: Decimal


@dataclass(frozen=True, slots=True)
class Total:
    """A sum that may come about, how probable exactly it is, and how probable it or less is."""

    total: Decimal
    probability: Decimal
    cumulative: Decimal


@dataclass(frozen=True, slots=True)
class Exposure:
    """All sums that may come about, smallest first, and their mean."""

    totals: tuple[Total, ...]
    expected: Decimal

    @property
    def p50(self) -> Decimal:
        """The sum that is not exceeded in half of the cases."""
        return percentile(self.totals, Decimal("0.5"))

    @property
    def p80(self) -> Decimal:
        """The sum that is not exceeded in 80% of the cases: what a reserve is measured by."""
        return percentile(self.totals, Decimal("0.8"))

    @property
    def p90(self) -> Decimal:
        """The sum that is not exceeded in 90% of the cases."""
        return percentile(self.totals, Decimal("0.9"))


def expected_value(chances: Sequence[Chance]) -> Decimal:
    """The expected monetary value: the sum of probability × impact; a mean, never a reserve.

    Parameters
    ----------
    chances
        Independent risks: probability from 0 to 1, impact in one currency.

    Returns
    -------
    Decimal
        An amount in the currency of the impacts.

    Examples
    --------
    >>> expected_value([Chance(Decimal("0.4"), Decimal(500)), Chance(Decimal("0.1"), Decimal(-200))])
    Decimal('180.0')
    """
    return sum((chance.probability * chance.impact for chance in chances), Decimal(0))


def exposure(chances: Sequence[Chance]) -> Exposure:
    """The exact distribution of the sum of independent risks.

    Parameters
    ----------
    chances
        Independent risks: probability from 0 to 1, impact in one currency.

    Returns
    -------
    Exposure
        Sums with their probabilities, in the currency of the impacts.

    Raises
    ------
    InputRefused
        For a probability outside of 0 to 1, and for more than `MOST_TOTALS` different sums.

    Examples
    --------
    >>> found = exposure([Chance(Decimal("0.3"), Decimal(100)), Chance(Decimal("0.5"), Decimal(60))])
    >>> [(int(each.total), str(each.probability)) for each in found.totals]
    [(0, '0.35'), (60, '0.35'), (100, '0.15'), (160, '0.15')]
    >>> str(found.expected), str(found.p80)
    ('60.0', '100')
    """
    held = {Decimal(0): Decimal(1)}
    for place, chance in enumerate(chances):
        if not 0 <= chance.probability <= 1:
            raise InputRefused(Fault.OUT_OF_RANGE, f"chances.{place}.probability", "must be from 0 to 1")
        if not chance.probability or not chance.impact:
            continue
        after: dict[Decimal, Decimal] = {}
        for total, probability in held.items():
            for reached, share in ((total, 1 - chance.probability), (total + chance.impact, chance.probability)):
                if share:
                    after[reached] = after.get(reached, Decimal(0)) + probability * share
        if len(after) > MOST_TOTALS:
            raise InputRefused(Fault.OUT_OF_RANGE, f"chances.{place}", f"makes more than {MOST_TOTALS:,} different sums")
        held = after
    totals, cumulative = [], Decimal(0)
    for total, probability in sorted(held.items()):
        cumulative += probability
        totals.append(Total(total, probability, cumulative))
    return Exposure(tuple(totals), expected_value(chances))


def percentile(totals: Sequence[Total], share: Decimal) -> Decimal:
    """The smallest sum that is not exceeded with this probability (domain.md §0.2, G5).

    Parameters
    ----------
    totals
        Sums with their probabilities, rising.
    share
        A probability or share, from 0 to 1.

    Returns
    -------
    Decimal
        A sum in the currency of the totals.

    Raises
    ------
    InputRefused
        `MISSING` without a sum.

    Examples
    --------
    >>> str(percentile([Total(Decimal(0), Decimal("0.5"), Decimal("0.5")), Total(Decimal(9), Decimal("0.5"), Decimal(1))], Decimal("0.51")))
    '9'
    """
    if not totals:
        raise InputRefused(Fault.MISSING, "totals", "must hold one sum at least")
    return next((each.total for each in totals if each.cumulative >= share), totals[-1].total)


@dataclass(frozen=True, slots=True)
class Response:
    """What a response to a risk is worth: the benefit in money, and what each unit of money spent takes off (None: it costs nothing)."""

    benefit: Decimal
    leverage: Decimal | None


def response_value(before: Chance, after: Chance, cost: Decimal) -> Response:
    """What a response is worth: the expected value before less that after less its cost.

    Parameters
    ----------
    before
        The risk as it is: probability from 0 to 1, impact in a currency.
    after
        The risk after the response.
    cost
        What the response costs, in the same currency.

    Returns
    -------
    Response
        The value in the same currency.

    Examples
    --------
    >>> found = response_value(Chance(Decimal("0.4"), Decimal(500)), Chance(Decimal("0.1"), Decimal(300)), Decimal(60))
    >>> str(found.benefit), f"{found.leverage:.2f}"
    ('110.0', '2.83')
    """
    gained = expected_value([before]) - expected_value([after])
    return Response(gained - cost, gained / cost if cost else None)
