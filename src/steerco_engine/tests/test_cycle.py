"""The days of reporting."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from steerco_engine.cycle import Cadence, StatusDay, after_working_days, is_working_day, period_ends, status_date, working_days_between

dates = st.dates(dt.date(2000, 1, 1), dt.date(2080, 1, 1))
holidays = st.lists(st.dates(dt.date(2000, 1, 1), dt.date(2001, 1, 1)), max_size=8)


def test_the_calendar_of_a_month() -> None:
    """The worked number of domain.md §16.3."""
    (end,) = period_ends(Cadence.MONTHLY, dt.date(2026, 1, 31), dt.date(2026, 7, 1), dt.date(2026, 7, 31))
    status = status_date(end)

    assert status == dt.date(2026, 7, 31)
    found = [after_working_days(status, days) for days in (5, 8, 13)]
    assert found == [dt.date(2026, 8, 7), dt.date(2026, 8, 12), dt.date(2026, 8, 19)]


@given(start=st.dates(dt.date(2000, 1, 1), dt.date(2001, 1, 1)), days=st.integers(-60, 60), free=holidays)
def test_counting_there_is_counting_back(start: dt.date, days: int, free: list[dt.date]) -> None:
    there = after_working_days(start, days, free)

    if days > 0:
        assert working_days_between(start, there, free) == days
        assert is_working_day(there, free)
    if days < 0 and is_working_day(start, free):
        assert working_days_between(start, there, free) == days
    assert working_days_between(there, start, free) == -working_days_between(start, there, free)


@given(anchor=dates, first=dates, cadence=st.sampled_from(list(Cadence)))
def test_periods_follow_each_other(anchor: dt.date, first: dt.date, cadence: Cadence) -> None:
    ends = period_ends(cadence, anchor, first, first + dt.timedelta(days=800))
    longest = {Cadence.WEEKLY: 7, Cadence.FORTNIGHTLY: 14, Cadence.MONTHLY: 31, Cadence.FOUR_FOUR_FIVE: 42, Cadence.QUARTERLY: 92}

    gaps = [(later - earlier).days for earlier, later in pairwise(ends)]
    assert ends and min(gaps) > 0 and max(gaps) <= longest[cadence]


def test_a_year_of_four_four_five_has_twelve_periods_and_sometimes_a_week_more() -> None:
    saturday = dt.date(2026, 1, 31)
    ends = period_ends(Cadence.FOUR_FOUR_FIVE, saturday, dt.date(2022, 1, 29), dt.date(2027, 1, 30))

    assert len(ends) == 61 and all(day.weekday() == 5 for day in ends)
    weeks = [(later - earlier).days // 7 for earlier, later in pairwise(ends)]
    assert weeks[:12] == [4, 4, 5] * 4
    assert weeks[12:24] == [4, 4, 5] * 4
    assert sum(weeks) == (dt.date(2027, 1, 30) - dt.date(2022, 1, 29)).days // 7
    assert period_ends(Cadence.FOUR_FOUR_FIVE, saturday, dt.date(2023, 12, 1), dt.date(2024, 2, 10))[-1] == dt.date(2024, 1, 27)


def test_a_holiday_moves_the_status_date_back() -> None:
    christmas = [dt.date(2026, 12, 31)]

    assert status_date(dt.date(2026, 12, 31), StatusDay.LAST_WORKING_DAY, christmas) == dt.date(2026, 12, 30)
    assert status_date(dt.date(2026, 12, 31), StatusDay.LAST_DAY, christmas) == dt.date(2026, 12, 31)


def test_what_would_take_for_ever_is_refused() -> None:
    with pytest.raises(ValueError, match="at most"):
        after_working_days(dt.date(2026, 1, 1), 10**6)
    with pytest.raises(ValueError, match="at most"):
        period_ends(Cadence.WEEKLY, dt.date(2026, 1, 1), dt.date(2000, 1, 1), dt.date(2080, 1, 1))
