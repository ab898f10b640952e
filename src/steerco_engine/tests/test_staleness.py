"""Age of a report against the cadence of reporting."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, strategies as st

from steerco_engine.staleness import Age, age, cadence, working_days
from steerco_engine.wording import duration

dates = st.dates(dt.date(2000, 1, 1), dt.date(2080, 1, 1))


@given(start=dates, length=st.integers(0, 400))
def test_working_days_count_monday_to_friday(start: dt.date, length: int) -> None:
    counted = sum(1 for offset in range(1, length + 1) if (start + dt.timedelta(days=offset)).weekday() < 5)

    assert working_days(start, start + dt.timedelta(days=length)) == counted


@given(start=dates, sooner=st.integers(0, 600), later=st.integers(0, 600), cadence_days=st.integers(1, 300))
def test_a_report_never_gets_fresher(start: dt.date, sooner: int, later: int, cadence_days: int) -> None:
    first, second = (age(start, start + dt.timedelta(days=days), cadence_days) for days in sorted((sooner, later)))

    assert list(Age).index(first) <= list(Age).index(second)


@pytest.mark.parametrize(("working", "expected"), [(26, Age.FRESH), (27, Age.STALE), (36, Age.STALE), (37, Age.EXPIRED)])
def test_monthly_limits(working: int, expected: Age) -> None:
    start = dt.date(2026, 1, 30)
    looked_at = start
    while working_days(start, looked_at) < working:
        looked_at += dt.timedelta(days=1)

    assert age(start, looked_at, 21) is expected


def test_cadence_needs_two_reports() -> None:
    assert cadence([dt.date(2026, 1, 30)]) is None
    assert cadence([dt.date(2015, 3, 31), dt.date(2016, 3, 31), dt.date(2018, 3, 31)]) == 521


@given(days=st.integers(-20_000, 20_000))
def test_a_duration_keeps_its_sign(days: int) -> None:
    assert duration(days).startswith("−") == (days < 0)
