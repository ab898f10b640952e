"""Differences between reports and facts, and warnings from a series (domain.md §10.5)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from steerco_engine.health import Health
from steerco_engine.rules import Dimension
from steerco_engine.watermelons import Difference, EarlyWarning, Period, difference, early_warnings, gap, in_a_row, watermelon_rate

GREEN, AMBER, RED = Health.GREEN, Health.AMBER, Health.RED
COLOURS = st.sampled_from([GREEN, AMBER, RED, None])


@pytest.mark.parametrize(
    ("reported", "computed", "expected"),
    [
        (GREEN, AMBER, Difference.WATERMELON), (GREEN, RED, Difference.WATERMELON), (AMBER, RED, Difference.WATERMELON),
        (RED, AMBER, Difference.LEMON), (AMBER, GREEN, Difference.LEMON), (AMBER, AMBER, None), (None, RED, None), (GREEN, None, None),
    ],
)  # fmt: skip
def test_overall(reported: Health | None, computed: Health | None, expected: Difference | None) -> None:
    assert difference(reported, computed) is expected


def test_only_a_critical_dimension_counts_on_its_own_and_only_green_against_red() -> None:
    assert difference(AMBER, AMBER, {Dimension.COST: AMBER}, {Dimension.COST: RED}) is None
    assert difference(AMBER, AMBER, {Dimension.SCOPE: GREEN}, {Dimension.SCOPE: RED}) is None
    assert difference(RED, AMBER, {Dimension.BENEFITS: GREEN}, {Dimension.BENEFITS: RED}) is Difference.WATERMELON


@given(COLOURS, COLOURS)
def test_a_gap_turns_round_with_its_sides(one: Health | None, other: Health | None) -> None:
    there, back = gap(one, other), gap(other, one)
    assert (there is None) == (one is None or other is None)
    assert there is None or there == -(back or 0)


def test_rate_and_persistence() -> None:
    rate = watermelon_rate(5, 24)
    assert rate is not None
    assert round(rate, 3) == Decimal("0.208")
    assert in_a_row([False, True]) == 1
    assert in_a_row([True, True, True]) == 3


def periods(**columns: list[object]) -> list[Period]:
    """Periods from columns of values."""
    return [Period(**dict(zip(columns, row, strict=True))) for row in zip(*columns.values(), strict=True)]  # type: ignore[arg-type]


def test_an_estimate_that_stays_while_performance_falls() -> None:
    same, fallen = [Decimal(100)] * 3, [Decimal("0.97"), Decimal("0.95"), Decimal("0.93")]
    assert early_warnings(periods(eac=[*same], cpi=[*fallen])) == (EarlyWarning.EAC_UNMOVED,)
    assert early_warnings(periods(eac=[*same], cpi=[Decimal("0.97"), Decimal("0.95"), Decimal("0.94")])) == ()  # by 0.03, not more
    assert early_warnings(periods(eac=[Decimal(100), Decimal(101), Decimal(101)], cpi=[*fallen])) == ()
    assert early_warnings(periods(eac=[None, None, None], cpi=[*fallen])) == ()


def test_a_finish_that_stays_although_late() -> None:
    stays, moves = [dt.date(2027, 1, 1)] * 2, [dt.date(2027, 1, 1), dt.date(2027, 2, 1)]
    late = [Decimal("0.95"), Decimal("0.89")]
    assert early_warnings(periods(finish_on=[*stays], spi_t=[*late])) == (EarlyWarning.FINISH_UNMOVED,)
    assert early_warnings(periods(finish_on=[*moves], spi_t=[*late])) == ()
    assert early_warnings(periods(finish_on=[*stays], spi_t=[Decimal("0.8"), Decimal("0.9")])) == ()


def test_nearly_done_for_ever() -> None:
    assert early_warnings(periods(complete=[Decimal("0.9")] * 3)) == (EarlyWarning.NEARLY_DONE,)
    assert early_warnings(periods(complete=[Decimal("0.89"), Decimal("0.95"), Decimal("0.96")])) == ()
    assert early_warnings(periods(complete=[Decimal("0.95"), Decimal("0.98"), Decimal(1)])) == ()
