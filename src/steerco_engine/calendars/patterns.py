"""What a calendar says: working spans by day of the week, exceptions, recurring exceptions, working weeks, and its parent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

Span = tuple[int, int]
"""Working from the first minute of the day to the second, `0 <= from < to <= 1440`; a shift past midnight is two spans."""
Shift = tuple[Span, ...]
"""The working spans of one day in order; none: the day is free."""
ALWAYS: Shift = ((0, 1440),)
"""A day that is worked around the clock."""


class Recurrence(StrEnum):
    """How often an exception comes back."""

    ONCE = "once"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    MONTHLY_WEEKDAY = "monthly_weekday"
    YEARLY = "yearly"
    YEARLY_WEEKDAY = "yearly_weekday"


@dataclass(frozen=True, slots=True)
class DayException:
    """Days that differ from the week: worked as said from `first` to `last`, or free where there are no spans.

    A recurring one comes back every `every` periods from `first` until `last`, at most `times` times. `weekdays` (0 is Monday) serve weekly
    ones, and together with `which` (1 to 4, or -1 for the last) those on a weekday of a month; `day` and `month` are read from `first`.
    """

    first: dt.date
    last: dt.date
    spans: Shift = ()
    recurrence: Recurrence = Recurrence.ONCE
    every: int = 1
    times: int | None = None
    weekdays: tuple[int, ...] = ()
    which: int | None = None


@dataclass(frozen=True, slots=True)
class WorkWeek:
    """A stretch of time with a week of its own: seven days from Monday; None leaves a day as it is."""

    first: dt.date
    last: dt.date
    days: tuple[Shift | None, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A calendar: seven days from Monday (None is inherited from the parent, or free without one), then what differs from them.

    `within` names another calendar: only what both of them work is worked.
    """

    uid: str
    name: str = ""
    days: tuple[Shift | None, ...] = (None,) * 7
    parent: str | None = None
    exceptions: tuple[DayException, ...] = ()
    work_weeks: tuple[WorkWeek, ...] = ()
    minutes_per_day: float = 480.0
    within: str | None = None
