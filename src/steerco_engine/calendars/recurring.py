"""The days of an exception that comes back."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Iterator
from itertools import count, islice

from steerco_engine.calendars.patterns import DayException, Recurrence


def days_of(exception: DayException) -> Iterator[dt.date]:
    """Each day on which an exception holds, in order.

    Examples
    --------
    >>> first, last = dt.date(2024, 12, 25), dt.date(2026, 12, 31)
    >>> [str(day) for day in days_of(DayException(first, last, recurrence=Recurrence.YEARLY))]
    ['2024-12-25', '2025-12-25', '2026-12-25']
    """
    if exception.recurrence is Recurrence.ONCE:
        yield from (dt.date.fromordinal(day) for day in range(exception.first.toordinal(), exception.last.toordinal() + 1))
        return
    found = (day for day in _candidates(exception) if day >= exception.first)
    for day in islice(found, exception.times):
        if day > exception.last:
            return
        yield day


def _candidates(exception: DayException) -> Iterator[dt.date]:
    """The days of the rule from the period of the first one on, until after the last day."""
    first, every = exception.first, max(1, exception.every)
    if exception.recurrence is Recurrence.DAILY:
        yield from (dt.date.fromordinal(day) for day in range(first.toordinal(), exception.last.toordinal() + 1, every))
    elif exception.recurrence is Recurrence.WEEKLY:
        monday = first.toordinal() - first.weekday()
        for week in range(monday, exception.last.toordinal() + 1, 7 * every):
            yield from (dt.date.fromordinal(week + weekday) for weekday in sorted(exception.weekdays or (first.weekday(),)))
    else:
        yearly = exception.recurrence in (Recurrence.YEARLY, Recurrence.YEARLY_WEEKDAY)
        for period in count(0, every * (12 if yearly else 1)):
            year, month = divmod(first.year * 12 + first.month - 1 + period, 12)
            if (year, month + 1) > (exception.last.year, exception.last.month):
                return
            day = _in_month(exception, year, month + 1)
            if day is not None:
                yield day


def _in_month(exception: DayException, year: int, month: int) -> dt.date | None:
    """The day of the rule in a month; None where the month has none, as no 31st."""
    length = monthrange(year, month)[1]
    if exception.recurrence in (Recurrence.MONTHLY, Recurrence.YEARLY):
        return dt.date(year, month, exception.first.day) if exception.first.day <= length else None
    weekday = exception.weekdays[0] if exception.weekdays else exception.first.weekday()
    which = exception.which or (exception.first.day - 1) // 7 + 1
    day = 1 + (weekday - dt.date(year, month, 1).weekday()) % 7
    if which < 0:
        return dt.date(year, month, day + (length - day) // 7 * 7)
    day += 7 * (which - 1)
    return dt.date(year, month, day) if day <= length else None
