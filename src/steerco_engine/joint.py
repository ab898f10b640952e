"""What many risks may cost together: those of one cause happen together; exact where that can be followed, else simulated (§9.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from steerco_engine.exposure import Chance, Total, expected_value, percentile
from steerco_engine.reasons import Fault, InputRefused

MOST_EXACT = 20_000
"""Different sums that are followed exactly here; beyond, the joint distribution is simulated."""
FEWEST_RUNS, MOST_RUNS = 1_000, 200_000


@dataclass(frozen=True, slots=True)
class Joint:
    """The distribution of the sum: every sum with its probability, the mean, and how it was found (`runs` is 0 where it is exact)."""

    totals: tuple[Total, ...]
    expected: Decimal
    runs: int
    seed: int

    def at(self, share: Decimal) -> Decimal:
        """The sum that is not exceeded with this probability."""
        return percentile(self.totals, share)

    def covered(self, reserve: Decimal) -> Decimal:
        """The probability that a reserve is enough."""
        return next((each.cumulative for each in reversed(self.totals) if each.total <= reserve), Decimal(0))


def joint_exposure(themes: Sequence[Sequence[Chance]], runs: int = 10_000, seed: int = 1) -> Joint:
    """The distribution of what risks cost together. Risks of one theme have one cause: the likelier happens whenever the less likely does.

    Parameters
    ----------
    themes
        Risks by theme; impacts in one currency.
    runs
        Iterations where there are too many risks for an exact answer.
    seed
        From where chance starts.

    Returns
    -------
    Joint
        Sums with their probabilities, in the currency of the impacts.

    Raises
    ------
    InputRefused
        For a probability outside of 0 to 1, and for fewer than 1,000 or more than 200,000 runs.

    Examples
    --------
    >>> four = [[Chance(Decimal(p), Decimal(i))] for p, i in (("0.3", 100), ("0.5", 60), ("0.2", 250), ("0.1", 400))]
    >>> found = joint_exposure(four)
    >>> [str(found.at(Decimal(share))) for share in ("0.5", "0.8", "0.9")], str(found.expected), found.runs
    (['60', '310', '400'], '150.0', 0)
    >>> apart, together = joint_exposure(four[:2]), joint_exposure([[four[0][0], four[1][0]]])
    >>> [(int(each.total), str(each.probability)) for each in together.totals], together.expected == apart.expected
    ([(0, '0.5'), (60, '0.2'), (160, '0.3')], True)
    """
    if not FEWEST_RUNS <= runs <= MOST_RUNS:
        raise InputRefused(Fault.OUT_OF_RANGE, "runs", f"must be from {FEWEST_RUNS:,} to {MOST_RUNS:,}")
    for place, theme in enumerate(themes):
        if any(not 0 <= chance.probability <= 1 for chance in theme):
            raise InputRefused(Fault.OUT_OF_RANGE, f"themes.{place}", "probabilities must be from 0 to 1")
    outcomes = [found for theme in themes if len(found := _outcomes(theme)) > 1 or found[0][0]]
    held = _exact(outcomes)
    exact = held is not None
    shares = held if held is not None else _simulated(outcomes, runs, seed)
    totals, cumulative = [], Decimal(0)
    for total, probability in sorted(shares.items()):
        cumulative += probability
        totals.append(Total(total, probability, cumulative))
    return Joint(tuple(totals), expected_value([each for theme in themes for each in theme]), 0 if exact else runs, 0 if exact else seed)


def _outcomes(theme: Sequence[Chance]) -> list[tuple[Decimal, Decimal]]:
    """What the risks of one cause may cost together, each sum with its probability: nothing, the likeliest, the two likeliest, …"""
    ordered = sorted((chance for chance in theme if chance.probability and chance.impact), key=lambda each: -each.probability)
    limits = [Decimal(1), *(chance.probability for chance in ordered), Decimal(0)]
    found: dict[Decimal, Decimal] = {}
    total = Decimal(0)
    for place in range(len(ordered) + 1):
        if limits[place] > limits[place + 1]:
            found[total] = found.get(total, Decimal(0)) + limits[place] - limits[place + 1]
        if place < len(ordered):
            total += ordered[place].impact
    return list(found.items())


def _exact(outcomes: Sequence[Sequence[tuple[Decimal, Decimal]]]) -> dict[Decimal, Decimal] | None:
    held = {Decimal(0): Decimal(1)}
    for theme in outcomes:
        after: dict[Decimal, Decimal] = {}
        for total, probability in held.items():
            for impact, share in theme:
                after[total + impact] = after.get(total + impact, Decimal(0)) + probability * share
        if len(after) > MOST_EXACT:
            return None
        held = after
    return held


def _simulated(outcomes: Sequence[Sequence[tuple[Decimal, Decimal]]], runs: int, seed: int) -> dict[Decimal, Decimal]:
    chance = Random(seed)  # a simulation that can be repeated, no secret
    sums = [Decimal(0)] * runs
    for theme in outcomes:
        impacts, weights = [impact for impact, _share in theme], [float(share) for _impact, share in theme]
        for place, impact in enumerate(chance.choices(impacts, weights, k=runs)):
            if impact:
                sums[place] += impact
    counts: dict[Decimal, int] = {}
    for total in sums:
        counts[total] = counts.get(total, 0) + 1
    return {total: Decimal(count) / runs for total, count in counts.items()}
