"""Distributions of one uncertain amount: their parameters, moments and quantiles (domain.md §6.8)."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist

from steerco_engine.reasons import Fault, InputRefused
from steerco_engine.uncertainty.model import Shape, Spread

LARGEST = 1e12
"""Days or money that an amount may have; more is no measurement."""


@dataclass(frozen=True, slots=True)
class Moments:
    """The mean and the standard deviation of a distribution."""

    mean: float
    sd: float


@dataclass(frozen=True, slots=True)
class Ends:
    """A distribution with its ends found: low and high where it has ends, mu and sigma of the logarithm for the lognormal one."""

    low: float
    likely: float
    high: float


def spread_moments(spread: Spread) -> Moments:
    """The exact mean and standard deviation of an uncertain amount.

    Parameters
    ----------
    spread
        The amount, in any unit; the result is in the same.

    Returns
    -------
    Moments
        Mean and standard deviation in the unit of the amount.

    Raises
    ------
    InputRefused
        `MISSING` for a value that the shape needs, `OUT_OF_RANGE` for values in a wrong order.

    Notes
    -----
    The exact beta distribution stands behind BetaPERT; the classic (high - low) / 6 is for the hand method only. Source: domain.md §6.8.

    Examples
    --------
    >>> spread_moments(Spread(Shape.BETAPERT, 8, 10, 15)).mean, round(spread_moments(Spread(Shape.BETAPERT, 8, 10, 15)).sd, 4)
    (10.5, 1.2677)
    >>> round(spread_moments(Spread(Shape.TRIANGULAR, 8, 10, 15)).sd, 4)
    1.472
    """
    return moments_of(spread, ends_of(spread))


def moments_of(spread: Spread, ends: Ends) -> Moments:
    """The same where the ends are known."""
    a, m, b = ends.low, ends.likely, ends.high
    if spread.shape is Shape.TRIANGULAR:
        return Moments((a + m + b) / 3, math.sqrt(((b - a) ** 2 - (m - a) * (b - m)) / 18))
    if spread.shape is Shape.BETAPERT:
        mean = (a + spread.strength * m + b) / (spread.strength + 2)
        return Moments(mean, math.sqrt(max(0.0, (mean - a) * (b - mean) / (spread.strength + 3))))
    if spread.shape is Shape.UNIFORM:
        return Moments((a + b) / 2, (b - a) / math.sqrt(12))
    if spread.shape is Shape.LOGNORMAL:
        mean = math.exp(a + b * b / 2)
        return Moments(mean, mean * math.sqrt(math.expm1(b * b)))
    if spread.shape is Shape.DISCRETE:
        whole = sum(spread.weights)
        mean = sum(value * weight for value, weight in zip(spread.values, spread.weights, strict=True)) / whole
        square = sum(weight * (value - mean) ** 2 for value, weight in zip(spread.values, spread.weights, strict=True)) / whole
        return Moments(mean, math.sqrt(square))
    return Moments(m, 0.0)


def spread_quantile(spread: Spread, share: float) -> float:
    """The value that an uncertain amount does not exceed with a probability above 0 and below 1.

    Parameters
    ----------
    spread
        The amount, in any unit.
    share
        A probability above 0 and below 1.

    Returns
    -------
    float
        A value in the unit of the amount.

    Raises
    ------
    InputRefused
        `OUT_OF_RANGE` for a share that is not between 0 and 1; as `spread_moments` for the amount.

    Examples
    --------
    >>> [round(spread_quantile(Spread(shape, 8, 10, 15), 0.8), 3) for shape in (Shape.TRIANGULAR, Shape.BETAPERT)]
    [12.354, 11.626]
    """
    if not 0 < share < 1:
        raise InputRefused(Fault.OUT_OF_RANGE, "share", "must be above 0 and below 1")
    ends = ends_of(spread)
    if spread.shape is Shape.LOGNORMAL:
        return math.exp(ends.low + ends.high * NormalDist().inv_cdf(share))
    if spread.shape is Shape.DISCRETE:
        passed, whole = 0.0, sum(spread.weights)
        for value, weight in sorted(zip(spread.values, spread.weights, strict=True)):
            passed += weight / whole
            if passed >= share:
                return value
        return max(spread.values)
    if spread.shape is Shape.FIXED or ends.high <= ends.low:
        return ends.likely
    place = (ends.likely - ends.low) / (ends.high - ends.low)
    return ends.low + (ends.high - ends.low) * _standard(spread.shape, share, place, spread.strength)


def ends_of(spread: Spread, at: str = "spread") -> Ends:
    """The ends and the likely value of a distribution; raises `InputRefused` for one that can't be."""
    if spread.shape is Shape.DISCRETE:
        return _discrete(spread, at)
    if spread.shape is Shape.LOGNORMAL:
        return _lognormal(spread, at)
    if spread.shape is Shape.FIXED:
        likely = _given(spread.likely, at, "likely")
        return Ends(likely, likely, likely)
    low, high = _given(spread.low, at, "low"), _given(spread.high, at, "high")
    likely = (low + high) / 2 if spread.shape is Shape.UNIFORM else _given(spread.likely, at, "likely")
    if not low <= likely <= high:
        raise InputRefused(Fault.OUT_OF_RANGE, at, f"low {low:g}, likely {likely:g} and high {high:g} must be in this order")
    if not 0 < spread.strength <= 1000:
        raise InputRefused(Fault.OUT_OF_RANGE, f"{at}.strength", "must be above 0 and at most 1,000")
    if not 0 <= spread.elicited < 0.5:
        raise InputRefused(Fault.OUT_OF_RANGE, f"{at}.elicited", "must be from 0 to below 0.5")
    return (
        _widened(spread.shape, low, likely, high, spread.elicited, spread.strength)
        if spread.elicited and high > low
        else Ends(low, likely, high)
    )


def _given(value: float | None, at: str, name: object) -> float:
    if value is None:
        raise InputRefused(Fault.MISSING, f"{at}.{name}", "is missing")
    if not -LARGEST <= value <= LARGEST:
        raise InputRefused(Fault.OUT_OF_RANGE, f"{at}.{name}", "is no number that can be calculated with")
    return float(value)


def _discrete(spread: Spread, at: str) -> Ends:
    if not spread.values or len(spread.values) != len(spread.weights):
        raise InputRefused(Fault.OUT_OF_RANGE, f"{at}.values", "must be as many as weights, one at least")
    if not all(0 <= weight <= LARGEST for weight in spread.weights) or not sum(spread.weights) > 0:
        raise InputRefused(Fault.OUT_OF_RANGE, f"{at}.weights", "must be zero or more, and not all zero")
    found = [_given(value, f"{at}.values", place) for place, value in enumerate(spread.values)]
    return Ends(min(found), found[0], max(found))


def _lognormal(spread: Spread, at: str) -> Ends:
    """Mu and sigma of the logarithm, from mean and deviation or from two percentiles."""
    if spread.mean is not None:
        mean, sd = _given(spread.mean, at, "mean"), _given(spread.sd, at, "sd")
        if not mean > 0 or sd < 0:
            raise InputRefused(Fault.OUT_OF_RANGE, at, "the mean must be above 0, the standard deviation not below")
        square = math.log1p((sd / mean) ** 2)
        return Ends(math.log(mean) - square / 2, math.log(mean), math.sqrt(square))
    low, high = _given(spread.low, at, "low"), _given(spread.high, at, "high")
    if not 0 < low <= high or not 0 < spread.elicited < 0.5:
        raise InputRefused(Fault.OUT_OF_RANGE, at, "needs a mean and a standard deviation, or 0 < low <= high as percentiles")
    reach = NormalDist().inv_cdf(1 - spread.elicited)
    middle = (math.log(low) + math.log(high)) / 2
    return Ends(middle, middle, (math.log(high) - math.log(low)) / (2 * reach))


@lru_cache(maxsize=10_000)
def _widened(shape: Shape, low: float, likely: float, high: float, elicited: float, strength: float) -> Ends:
    """The ends so that the given values are percentiles: the place of the likely value between the ends is sought by halving."""

    def ends(place: float) -> tuple[float, float]:
        first, last = _standard(shape, elicited, place, strength), _standard(shape, 1 - elicited, place, strength)
        width = (high - low) / (last - first)
        return low - width * first, low - width * first + width

    if shape is Shape.UNIFORM:
        a, b = ends(0.5)
        return Ends(a, (a + b) / 2, b)
    under, over = 0.0, 1.0
    for _step in range(60):
        place = (under + over) / 2
        a, b = ends(place)
        if (likely - a) / (b - a) > place:
            under = place
        else:
            over = place
    a, b = ends((under + over) / 2)
    return Ends(min(a, likely), likely, max(b, likely))


def _standard(shape: Shape, share: float, place: float, strength: float) -> float:
    """The quantile on the ends 0 and 1 with the likely value at `place`."""
    if shape is Shape.UNIFORM:
        return share
    if shape is Shape.TRIANGULAR:
        return math.sqrt(share * place) if share <= place else 1 - math.sqrt((1 - share) * (1 - place))
    return float(beta_quantile()(1 + strength * place, 1 + strength * (1 - place), share))


@lru_cache(maxsize=1)
def beta_quantile() -> Callable[..., float]:
    """The quantile of the beta distribution."""
    from scipy.special import betaincinv

    return betaincinv  # type: ignore[no-any-return]
