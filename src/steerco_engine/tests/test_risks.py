"""Bands and ranks of risks (domain.md §9.3)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from steerco_engine.reasons import InputRefused
from steerco_engine.risks import Level, Numeric, impact_band, numeric_level, probability_band, risk_score, urgency

BANDS = st.integers(1, 5)


@given(st.decimals(0, 1, places=3), st.decimals(0, 1, places=3))
def test_more_is_never_a_lower_band(one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    assert probability_band(low) <= probability_band(high)
    assert impact_band(low) <= impact_band(high)


@given(BANDS, BANDS)
def test_the_matrix(probability: int, impact: int) -> None:
    found = risk_score(probability, impact)
    assert found.score == probability * impact
    assert (found.level is Level.EXTREME) == (found.score >= 15)
    if impact == 5:
        assert found.level in (Level.HIGH, Level.EXTREME)
    elif found.score < 5:
        assert found.level is Level.LOW


def test_the_numeric_matrix_of_the_guide() -> None:
    grid = [[numeric_level(Decimal(p), Decimal(i)) for i in ("0.05", "0.10", "0.20", "0.40", "0.80")] for p in ("0.9", "0.1")]
    assert grid[0] == [Numeric.LOW, Numeric.MODERATE, Numeric.HIGH, Numeric.HIGH, Numeric.HIGH]
    assert grid[1] == [Numeric.LOW, Numeric.LOW, Numeric.LOW, Numeric.LOW, Numeric.MODERATE]


def test_what_can_not_be_is_refused() -> None:
    with pytest.raises(InputRefused, match="probability"):
        probability_band(Decimal("1.01"))
    with pytest.raises(InputRefused, match="impact"):
        risk_score(3, 6)


def test_near_is_urgent() -> None:
    assert urgency(12, Decimal("0.5")) == 18
    assert urgency(12, Decimal(9)) == Decimal("9.6")
