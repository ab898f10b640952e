"""Work-time arithmetic: exact both ways, over exceptions, working weeks, inheritance, shifts past midnight and recurring exceptions."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings, strategies as st

from steerco_engine.calendars import ALWAYS, DayException, Pattern, Recurrence, WorkWeek, instant_of, ticks_of
from steerco_engine.calendars.clocks import begin_after, end_after, work_until
from steerco_engine.calendars.compiling import compiled
from steerco_engine.calendars.recurring import days_of
from steerco_engine.reasons import InputRefused

HOURS = ((480, 720), (780, 1020))
NIGHT = ((0, 180), (240, 480), (1380, 1440))
YEARLY = DayException(dt.date(2020, 12, 25), dt.date(2040, 12, 25), recurrence=Recurrence.YEARLY)
PATTERNS = (
    Pattern("week", days=(HOURS,) * 5 + ((), ())),
    Pattern("night", days=(NIGHT,) * 5 + (((0, 180), (240, 480)), ())),
    Pattern("child", parent="week", exceptions=(DayException(dt.date(2026, 3, 17), dt.date(2026, 3, 17)), YEARLY)),
    Pattern(
        "summer", parent="child", work_weeks=(WorkWeek(dt.date(2026, 7, 1), dt.date(2026, 8, 31), (((420, 780),),) * 5 + (None, None)),)
    ),
)
CLOCKS, PLACES, _EMPTY = compiled(PATTERNS)


def worked(name: str, when: dt.datetime) -> bool:
    """Whether the minute after an instant is worked, found the slow way."""
    if name == "round":
        return True
    day, minute = when.date(), when.hour * 60 + when.minute
    if name in ("child", "summer") and (day == dt.date(2026, 3, 17) or ((day.month, day.day) == (12, 25) and 2020 <= day.year <= 2040)):
        return False
    spans = (PATTERNS[1] if name == "night" else PATTERNS[0]).days[day.weekday()] or ()
    if name == "summer" and dt.date(2026, 7, 1) <= day <= dt.date(2026, 8, 31) and day.weekday() < 5:
        spans = ((420, 780),)
    return any(begin <= minute < end for begin, end in spans)


@pytest.mark.parametrize("name", [each.uid for each in PATTERNS])
@settings(max_examples=30, deadline=None)
@given(start=st.datetimes(dt.datetime(2019, 6, 1), dt.datetime(2042, 1, 1)), minutes=st.integers(0, 4000))  # noqa: DTZ001
def test_work_between_is_the_sum_of_its_minutes(name: str, start: dt.datetime, minutes: int) -> None:
    start = start.replace(second=0, microsecond=0)
    place, end = PLACES[name], start + dt.timedelta(minutes=minutes)
    slow = sum(worked(name, start + dt.timedelta(minutes=minute)) for minute in range(minutes))

    assert work_until(CLOCKS, place, ticks_of(end)) - work_until(CLOCKS, place, ticks_of(start)) == slow * 10


@settings(max_examples=200, deadline=None)
@given(name=st.sampled_from(list(PLACES)), when=st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2090, 1, 1)))  # noqa: DTZ001
def test_there_and_back_is_the_same_work(name: str | None, when: dt.datetime) -> None:
    place, ticks = PLACES[name], ticks_of(when)
    work = work_until(CLOCKS, place, ticks)

    assert end_after(CLOCKS, place, work) <= ticks <= begin_after(CLOCKS, place, work)
    assert work_until(CLOCKS, place, begin_after(CLOCKS, place, work)) == work == work_until(CLOCKS, place, end_after(CLOCKS, place, work))


def test_the_end_of_a_week_and_the_start_of_the_next_are_told_apart() -> None:
    week = PLACES["week"]
    work = work_until(CLOCKS, week, ticks_of(dt.datetime(2026, 3, 7, 12)))  # noqa: DTZ001

    assert str(instant_of(end_after(CLOCKS, week, work))) == "2026-03-06 17:00:00"
    assert str(instant_of(begin_after(CLOCKS, week, work))) == "2026-03-09 08:00:00"


def test_a_calendar_without_working_time_is_said_and_never_waited_for() -> None:
    clocks, places, empty = compiled([Pattern("none", days=((),) * 7)])

    assert empty == ("none",)
    assert end_after(clocks, places["none"], work_until(clocks, places["none"], 0) + 600) == 600


def test_parents_in_a_ring_are_refused() -> None:
    with pytest.raises(InputRefused):
        compiled([Pattern("a", parent="b"), Pattern("b", parent="a")])


def test_exceptions_come_back_on_the_days_of_their_rule() -> None:
    first, last = dt.date(2026, 1, 31), dt.date(2026, 7, 31)
    monthly = DayException(first, last, ALWAYS, Recurrence.MONTHLY)
    weekly = DayException(dt.date(2026, 3, 2), dt.date(2026, 3, 31), ALWAYS, Recurrence.WEEKLY, 2, None, (0, 4))
    final = DayException(dt.date(2026, 1, 1), dt.date(2026, 4, 30), ALWAYS, Recurrence.MONTHLY_WEEKDAY, weekdays=(4,), which=-1)
    daily = DayException(first, last, ALWAYS, Recurrence.DAILY, 10, 3)

    assert [day.month for day in days_of(monthly)] == [1, 3, 5, 7]
    assert [day.day for day in days_of(weekly)] == [2, 6, 16, 20, 30]
    assert [day.day for day in days_of(final)] == [30, 27, 27, 24]
    assert [str(day) for day in days_of(daily)] == ["2026-01-31", "2026-02-10", "2026-02-20"]
