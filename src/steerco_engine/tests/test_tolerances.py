"""Tolerances and the clock of escalations: the worked numbers of domain.md §10.7, limits, and what is missing."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from steerco_engine.reasons import Reason
from steerco_engine.tolerances import Deviation, Side, cost_deviation, escalation_due, time_deviation

FIVE, TEN = Decimal(5), Decimal(10)
PLAN = dt.date(2027, 3, 1)


@pytest.mark.parametrize(
    ("forecast", "deviation", "side"),
    [
        ("211000", "5.5", Side.ABOVE), ("209000", "4.5", None), ("210000", "5", None), ("180000", "-10", None),
        ("179000", "-10.5", Side.BELOW), ("200000", "0", None),
    ],
)  # fmt: skip
def test_cost_against_its_tolerance(forecast: str, deviation: str, side: Side | None) -> None:
    found = cost_deviation(Decimal(200_000), Decimal(forecast), FIVE, TEN)
    assert found == Deviation(Decimal(deviation), side)
    assert found.is_exception is (side is not None)


@pytest.mark.parametrize(("days", "side"), [(10, None), (11, Side.ABOVE), (-400, None)])
def test_time_against_its_tolerance(days: int, side: Side | None) -> None:
    assert time_deviation(PLAN, PLAN + dt.timedelta(days=days), TEN) == Deviation(Decimal(days), side)


def test_a_side_without_a_limit_is_never_passed() -> None:
    assert cost_deviation(Decimal(1), Decimal(99), None, None).side is None


def test_what_is_missing_has_its_reason_and_is_no_exception() -> None:
    assert cost_deviation(Decimal(1), None, FIVE).reason is Reason.NO_DATA
    assert cost_deviation(None, Decimal(1), FIVE).reason is Reason.NO_BASELINE
    assert cost_deviation(Decimal(0), Decimal(1), FIVE).reason is Reason.NOT_POSITIVE
    assert time_deviation(PLAN, None, TEN).reason is Reason.NO_DATA
    assert time_deviation(None, PLAN, TEN).reason is Reason.NO_BASELINE
    assert not time_deviation(None, PLAN, TEN).is_exception


def test_the_clock_counts_working_days() -> None:
    friday = dt.date(2026, 8, 28)
    assert escalation_due(friday, 1) == dt.date(2026, 9, 2)
    assert escalation_due(friday, 3, [dt.date(2026, 8, 31)]) == dt.date(2026, 9, 7)
    with pytest.raises(ValueError, match="from 1 to 3"):
        escalation_due(friday, 4)
