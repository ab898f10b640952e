"""Scores of risks: bands of probability and impact, the matrices, urgency; aids to rank, never to decide about money (domain.md §9.3)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from steerco_engine.reasons import Fault, InputRefused

PROBABILITY_LIMITS = tuple(Decimal(limit) for limit in ("0.10", "0.30", "0.50", "0.70"))
IMPACT_LIMITS = tuple(Decimal(limit) for limit in ("0.01", "0.03", "0.07", "0.15"))


class Level(StrEnum):
    """How a risk ranks on the matrix of five by five."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"
    EXTREME = "extreme"


class Numeric(StrEnum):
    """How a risk ranks on the numeric matrix of the PMBOK Guide."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Score:
    """The bands of a risk from 1 to 5, their product and how it ranks."""

    probability: int
    impact: int
    score: int
    level: Level


def probability_band(probability: Decimal) -> int:
    """The band of a probability: 1 up to 10%, 2 up to 30%, 3 up to 50%, 4 up to 70%, 5 above.

    Parameters
    ----------
    probability
        A probability from 0 to 1.

    Returns
    -------
    int
        From 1 to 5.

    Raises
    ------
    InputRefused
        `OUT_OF_RANGE` for what is not from 0 to 1.

    Examples
    --------
    >>> [probability_band(Decimal(p)) for p in ("0.1", "0.11", "0.5", "0.7", "0.71")]
    [1, 2, 3, 4, 5]
    """
    if not 0 <= probability <= 1:
        raise InputRefused(Fault.OUT_OF_RANGE, "probability", "must be from 0 to 1")
    return 1 + sum(probability > limit for limit in PROBABILITY_LIMITS)


def impact_band(share: Decimal) -> int:
    """The band of an impact as a share of the budget or of the duration: 1 below 1%, 2 up to 3%, 3 up to 7%, 4 up to 15%, 5 above.

    Parameters
    ----------
    share
        A share from 0 up; 0.05 is 5%.

    Returns
    -------
    int
        From 1 to 5.

    Examples
    --------
    >>> [impact_band(Decimal(share)) for share in ("0.0099", "0.01", "0.03", "0.0301", "0.15", "0.16")]
    [1, 2, 2, 3, 4, 5]
    """
    if share < IMPACT_LIMITS[0]:
        return 1
    return 2 + sum(share > limit for limit in IMPACT_LIMITS[1:])


def risk_score(probability: int, impact: int) -> Score:
    """The product of the bands and how it ranks: 1–4 low, 5–9 moderate, 10–14 high, 15–25 extreme; impact 5 is high at least.

    Parameters
    ----------
    probability
        The band from 1 to 5.
    impact
        The band from 1 to 5.

    Returns
    -------
    Score
        The score from 1 to 25, and its rank.

    Raises
    ------
    InputRefused
        `OUT_OF_RANGE` for what is not from 1 to 5.

    Examples
    --------
    >>> [(risk_score(p, i).score, risk_score(p, i).level.value) for p, i in ((2, 2), (3, 3), (1, 5), (2, 5), (3, 5))]
    [(4, 'low'), (9, 'moderate'), (5, 'high'), (10, 'high'), (15, 'extreme')]
    """
    for name, band in (("probability", probability), ("impact", impact)):
        if not 1 <= band <= 5:
            raise InputRefused(Fault.OUT_OF_RANGE, name, "must be a band from 1 to 5")
    product = probability * impact
    level = (
        Level.EXTREME if product >= 15 else Level.HIGH if product >= 10 or impact == 5 else Level.MODERATE if product >= 5 else Level.LOW
    )
    return Score(probability, impact, product, level)


def numeric_level(probability: Decimal, impact: Decimal) -> Numeric:
    """The rank of probability × impact on the PMBOK matrix: up to 0.05 low, below 0.18 moderate, from 0.18 on high.

    Parameters
    ----------
    probability
        A probability from 0 to 1.
    impact
        An impact from 0 to 1.

    Returns
    -------
    Numeric
        The rank.

    Examples
    --------
    >>> [numeric_level(Decimal(p), Decimal(i)).value for p, i in (("0.1", "0.4"), ("0.7", "0.2"), ("0.9", "0.2"), ("0.5", "0.8"))]
    ['low', 'moderate', 'high', 'high']
    """
    product = probability * impact
    if product <= Decimal("0.05"):
        return Numeric.LOW
    return Numeric.HIGH if product >= Decimal("0.18") else Numeric.MODERATE


def urgency(score: int, months_until: Decimal) -> Decimal:
    """A score weighed by how near the risk is: × 1.5 within a month, × 1.2 within three, × 1.0 within six, × 0.8 beyond.

    Parameters
    ----------
    score
        From 1 to 25.
    months_until
        Months until the risk may happen.

    Returns
    -------
    Decimal
        The weighted score.

    Examples
    --------
    >>> [str(urgency(10, Decimal(months))) for months in ("1", "1.1", "3", "6", "6.1")]
    ['15.0', '12.0', '12.0', '10.0', '8.0']
    """
    factors = ((Decimal(1), "1.5"), (Decimal(3), "1.2"), (Decimal(6), "1.0"))
    return score * Decimal(next((factor for limit, factor in factors if months_until <= limit), "0.8"))
