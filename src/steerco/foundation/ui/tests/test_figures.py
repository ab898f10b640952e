"""Rounding half up, true minus, units and shares: values of the real portfolio."""

import datetime as dt
from decimal import Decimal

import pytest

from steerco.foundation.ui import figures


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [(Decimal("0.5"), 0, "1"), (Decimal("1.5"), 0, "2"), (Decimal("2.5"), 0, "3"), (Decimal("-0.5"), 0, "−1"), (Decimal("-0.4"), 0, "0"),
     (Decimal("1234.45"), 1, "1,234.5"), (Decimal("0.005"), 2, "0.01"), (1_000_000, 0, "1,000,000")],
)  # fmt: skip
def test_numbers_are_rounded_half_up_with_a_true_minus(value: Decimal, places: int, shown: str) -> None:
    assert figures.grouped(value, places) == shown


def test_portfolio_money_is_billions_with_one_decimal() -> None:
    assert figures.money_bn(Decimal(471818000000)) == "£471.8bn"
    assert figures.money_bn(Decimal(-8250000000), "EUR") == "−€8.3bn"
    assert figures.money_bn(Decimal(1_000_000_000), "NOK") == "NOK 1.0bn"


def test_project_money_is_millions_without_pence() -> None:
    assert figures.money_m(Decimal(18815000000)) == "18,815"
    assert figures.money(Decimal(18814500000)) == "£18,815m"
    assert figures.exact(Decimal("6890000.50"), "GBP") == "£6,890,000.5"
    assert figures.exact(Decimal(-100), "GBP") == "−£100"
    assert figures.exact(Decimal(1000)) == "1,000"


def test_a_change_carries_its_sign_and_becomes_a_factor_above_five() -> None:
    assert figures.signed_percent(Decimal("0.27871")) == "+27.9%"
    assert figures.signed_percent(Decimal("-0.0871")) == "−8.7%"
    assert figures.signed_percent(Decimal(0)) == "0.0%"
    assert figures.signed_percent(Decimal("0.0004")) == "0.0%"
    assert figures.change_of(Decimal(4)) == "+400.0%"
    assert figures.change_of(Decimal("237.7")) == "× 239"
    assert figures.percent(Decimal("0.625")) == "62.5%"


def test_a_share_stands_beside_each_sum() -> None:
    assert figures.share_of(193, 244) == "193 of 244"
    assert figures.share_of(21, 21) == "all"
    assert figures.share_of(0, 2) == "0 of 2"


def test_dates_and_durations() -> None:
    assert figures.day(dt.date(2023, 3, 31)) == "31\xa0Mar\xa02023"
    assert figures.signed_months(40) == "+3 y 4 m"
    assert figures.signed_months(-12) == "−1 y"
    assert figures.signed_months(0) == "0 m"
    assert figures.months(163) == "13 y 7 m"
    assert figures.days(6) == "6 d"


def test_counts_take_the_right_noun() -> None:
    assert figures.counted(1, "project", "projects") == "1 project"
    assert figures.counted(1244, "project", "projects") == "1,244 projects"
