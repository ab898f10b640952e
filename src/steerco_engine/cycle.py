"""The days of reporting: when a period ends, and by which working day something is due after it (domain.md §16.3)."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Sequence
from enum import StrEnum

_DAY = dt.timedelta(days=1)
_LONGEST = 3660
"""Days that periods are listed over, and working days that are counted, at most."""
_WEEKS = (4, 8, 13, 17, 21, 26, 30, 34, 39, 43, 47)
"""After how many weeks the first eleven periods of a 4-4-5 year end."""


class Cadence(StrEnum):
    """How often something is reported."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    FOUR_FOUR_FIVE = "4-4-5"
    QUARTERLY = "quarterly"


class StatusDay(StrEnum):
    """Which day of a period its facts are of."""

    LAST_WORKING_DAY = "last_working_day"
    LAST_DAY = "last_day"


def is_working_day(day: dt.date, holidays: Sequence[dt.date] = ()) -> bool:
    """Whether work is done on a day: Monday to Friday, and no holiday.

    Parameters
    ----------
    day
        A day.
    holidays
        Days off beside weekends.

    Returns
    -------
    bool
        True where work is done.

    Examples
    --------
    >>> [is_working_day(dt.date(2026, 8, day), [dt.date(2026, 8, 31)]) for day in (28, 29, 31)]
    [True, False, False]
    """
    return day.weekday() < 5 and day not in holidays


def after_working_days(start: dt.date, days: int, holidays: Sequence[dt.date] = ()) -> dt.date:
    """The day that is so many working days after another one; before it, where the number is below zero.

    Zero working days after a day is that day, whether work is done on it or not.

    Parameters
    ----------
    start
        The day to count from.
    days
        Working days, below zero backwards.
    holidays
        Days off beside weekends.

    Returns
    -------
    dt.date
        A working day, or `start` itself for 0 days.

    Raises
    ------
    ValueError
        For more than 3,660 working days.

    Examples
    --------
    >>> status_date = dt.date(2026, 7, 31)
    >>> [after_working_days(status_date, days).isoformat() for days in (5, 8, 13)]
    ['2026-08-07', '2026-08-12', '2026-08-19']
    >>> after_working_days(status_date, 5, [dt.date(2026, 8, 3)]).isoformat()
    '2026-08-10'
    """
    if abs(days) > _LONGEST:
        raise ValueError(f"at most {_LONGEST} working days")
    free, step = frozenset(holidays), _DAY if days >= 0 else -_DAY
    day, left = start, abs(days)
    while left:
        day += step
        left -= day.weekday() < 5 and day not in free
    return day


def working_days_between(start: dt.date, end: dt.date, holidays: Sequence[dt.date] = ()) -> int:
    """Working days after `start`, up to and with `end`; below zero where `end` is before `start`.

    Parameters
    ----------
    start
        The day to count from.
    end
        The last day.
    holidays
        Days off beside weekends.

    Returns
    -------
    int
        Working days.

    Examples
    --------
    >>> friday, wednesday = dt.date(2026, 8, 7), dt.date(2026, 8, 12)
    >>> working_days_between(friday, wednesday), working_days_between(wednesday, friday), working_days_between(friday, friday)
    (3, -3, 0)
    """
    first, last = sorted((start, end))
    days, rest = divmod((last - first).days, 7)
    counted = days * 5 + sum(1 for ahead in range(1, rest + 1) if (first + ahead * _DAY).weekday() < 5)
    counted -= sum(1 for day in frozenset(holidays) if first < day <= last and day.weekday() < 5)
    return counted if start <= end else -counted


def period_ends(cadence: Cadence, anchor: dt.date, first: dt.date, last: dt.date) -> list[dt.date]:
    """The last days of the periods that end from one day to another.

    Weeks and fortnights end as many whole weeks from `anchor`. Months and quarters end with the month, quarters every third month from
    that of `anchor`. A 4-4-5 year ends on the last weekday of `anchor` in the month of `anchor`, so that a year of 53 weeks comes by
    itself: its last period is a week longer.

    Parameters
    ----------
    cadence
        How often a period ends.
    anchor
        A day on which a period ends.
    first
        The first day to look at.
    last
        The last day to look at.

    Returns
    -------
    list[dt.date]
        Days, rising.

    Raises
    ------
    ValueError
        For more than 3,660 days.

    Examples
    --------
    >>> period_ends(Cadence.QUARTERLY, dt.date(2026, 3, 31), dt.date(2026, 1, 1), dt.date(2026, 9, 30))
    [datetime.date(2026, 3, 31), datetime.date(2026, 6, 30), datetime.date(2026, 9, 30)]
    >>> ends = period_ends(Cadence.FOUR_FOUR_FIVE, dt.date(2026, 1, 31), dt.date(2026, 1, 31), dt.date(2026, 5, 30))
    >>> [day.isoformat() for day in ends]
    ['2026-01-31', '2026-02-28', '2026-03-28', '2026-05-02', '2026-05-30']
    """
    if (last - first).days > _LONGEST:
        raise ValueError(f"at most {_LONGEST} days")
    if cadence in (Cadence.WEEKLY, Cadence.FORTNIGHTLY):
        step = 7 if cadence is Cadence.WEEKLY else 14
        start = first + dt.timedelta(days=(anchor - first).days % step)
        return [start + dt.timedelta(days=ahead) for ahead in range(0, (last - start).days + 1, step)]
    made = _of_weeks(anchor, first, last) if cadence is Cadence.FOUR_FOUR_FIVE else _of_months(cadence, anchor, first, last)
    return [day for day in made if first <= day <= last]


def status_date(end: dt.date, rule: StatusDay = StatusDay.LAST_WORKING_DAY, holidays: Sequence[dt.date] = ()) -> dt.date:
    """The day that the facts of a period are of: its last day, or the last one on which work is done.

    Parameters
    ----------
    end
        The last day of the period.
    rule
        Which day the facts are of.
    holidays
        Days off beside weekends.

    Returns
    -------
    dt.date
        A day.

    Examples
    --------
    >>> status_date(dt.date(2026, 5, 31)).isoformat(), status_date(dt.date(2026, 5, 31), StatusDay.LAST_DAY).isoformat()
    ('2026-05-29', '2026-05-31')
    """
    if rule is StatusDay.LAST_DAY or is_working_day(end, holidays):
        return end
    return after_working_days(end, -1, holidays)


def _of_months(cadence: Cadence, anchor: dt.date, first: dt.date, last: dt.date) -> Iterator[dt.date]:
    for year in range(first.year, last.year + 1):
        for month in range(1, 13):
            if cadence is Cadence.MONTHLY or (month - anchor.month) % 3 == 0:
                yield dt.date(year, month, calendar.monthrange(year, month)[1])


def _of_weeks(anchor: dt.date, first: dt.date, last: dt.date) -> Iterator[dt.date]:
    for year in range(max(first.year, 2), last.year + 2):
        start = _year_end(anchor, year - 1)
        yield from (start + dt.timedelta(weeks=weeks) for weeks in _WEEKS)
        yield _year_end(anchor, year)


def _year_end(anchor: dt.date, year: int) -> dt.date:
    """The last day in the month of the anchor that is the same day of the week."""
    end = dt.date(year, anchor.month, calendar.monthrange(year, anchor.month)[1])
    return end - dt.timedelta(days=(end.weekday() - anchor.weekday()) % 7)
