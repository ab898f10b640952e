"""Movement between two reports, on invented values and on the two newest real returns."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from steerco_engine.confidence import BEST_FIRST, Confidence, rating_movement, severity
from steerco_engine.movement import amount_movement, end_date_movement, unit_suspect
from steerco_engine.reasons import Direction, Reason
from steerco_engine.tests.reference import STATUS_ON, amount, by_id, date, rating

positive = st.decimals(min_value="0.01", max_value=10**12, places=2)
dates = st.dates(dt.date(2000, 1, 1), dt.date(2080, 1, 1))


@pytest.fixture(scope="module")
def both() -> list[tuple[dict[str, str], dict[str, str]]]:
    before, after = by_id("2021"), by_id("2023")
    return [(before[key], after[key]) for key in before.keys() & after.keys()]


def test_138_projects_are_in_both_returns(both: list[tuple[dict[str, str], dict[str, str]]]) -> None:
    assert len(both) == 138


def test_of_121_end_dates_60_moved_later(both: list[tuple[dict[str, str], dict[str, str]]]) -> None:
    moved = Counter(end_date_movement(date(a["end_date"]), date(b["end_date"]), STATUS_ON["2021"]).direction for a, b in both)

    assert (moved[Direction.WORSE], moved[Direction.SAME], moved[Direction.BETTER]) == (60, 52, 9)


def test_of_106_disclosed_costs_76_rose(both: list[tuple[dict[str, str], dict[str, str]]]) -> None:
    pairs = [(amount(a["wlc_gbp_m"]), amount(b["wlc_gbp_m"])) for a, b in both]
    moved = Counter(amount_movement(*pair).direction for pair in pairs)
    disclosed = [(a, b) for a, b in pairs if a is not None and b is not None]

    assert (moved[Direction.BETTER], moved[Direction.SAME], moved[Direction.WORSE]) == (28, 2, 76)
    assert sum(a for a, _ in disclosed) == 301_912_460_000
    assert sum(b for _, b in disclosed) == 357_852_000_000


def test_of_129_ratings_24_got_better_on_three_points(both: list[tuple[dict[str, str], dict[str, str]]]) -> None:
    moved = Counter(rating_movement(rating(a), rating(b)).direction for a, b in both)

    assert (moved[Direction.BETTER], moved[Direction.SAME], moved[Direction.WORSE], moved[None]) == (24, 86, 19, 9)


def test_one_cost_looks_like_another_unit(both: list[tuple[dict[str, str], dict[str, str]]]) -> None:
    suspects = [b["project_name"] for a, b in both if unit_suspect(amount(a["wlc_gbp_m"]), amount(b["wlc_gbp_m"]))]

    assert suspects == ["PFI Prison Expiry and Transfer Tranche 1"]


@given(before=dates, after=dates, measured_on=dates)
def test_a_slip_has_a_share_only_of_time_that_remained(before: dt.date, after: dt.date, measured_on: dt.date) -> None:
    moved = end_date_movement(before, after, measured_on)

    assert moved.days == (after - before).days
    if before <= measured_on:
        assert moved.share is None
        assert moved.share_reason is Reason.PLAN_DATE_PASSED
    else:
        assert moved.share == Decimal(moved.days) / (before - measured_on).days


@given(before=positive, after=positive)
def test_a_change_of_amount_and_its_share_agree(before: Decimal, after: Decimal) -> None:
    moved = amount_movement(before, after)

    assert moved.change == after - before
    assert moved.share is not None
    assert (moved.share > 0) == (moved.direction is Direction.WORSE)
    assert (moved.share < 0) == (moved.direction is Direction.BETTER)


@given(before=positive, after=positive)
def test_unit_suspicion_does_not_depend_on_the_order(before: Decimal, after: Decimal) -> None:
    assert unit_suspect(before, after) == unit_suspect(after, before)


@pytest.mark.parametrize("reason", [Reason.CURRENCIES_DIFFER, Reason.PRICE_BASES_DIFFER])
def test_amounts_of_different_kinds_are_refused(reason: Reason) -> None:
    kinds = {"currencies": ("GBP", "EUR")} if reason is Reason.CURRENCIES_DIFFER else {"price_bases": ("nominal", "real")}

    moved = amount_movement(Decimal(1), Decimal(2), **kinds)

    assert (moved.change, moved.share, moved.reason) == (None, None, reason)


@given(before=st.sampled_from(BEST_FIRST), after=st.sampled_from(BEST_FIRST))
def test_three_points_are_never_finer_than_five(before: Confidence, after: Confidence) -> None:
    three, five = rating_movement(before, after, points=3), rating_movement(before, after, points=5)

    assert three.steps == severity(after) - severity(before)
    assert three.direction in (five.direction, Direction.SAME)
