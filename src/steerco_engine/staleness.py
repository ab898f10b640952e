"""How old a report may be before its rating counts as stale, then as no data (domain.md §10.6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise

GRACE_DAYS = 5


class Age(StrEnum):
    """How a report's age stands to the cadence of reporting."""

    FRESH = "fresh"
    STALE = "stale"
    EXPIRED = "expired"


def working_days(start: dt.date, end: dt.date) -> int:
    """Days from Monday to Friday after `start`, up to and with `end`.

    Parameters
    ----------
    start
        The day to count from.
    end
        The last day.

    Returns
    -------
    int
        Working days, holidays not looked at.

    Examples
    --------
    >>> working_days(dt.date(2026, 4, 30), dt.date(2026, 5, 29))
    21
    >>> working_days(dt.date(2026, 5, 1), dt.date(2026, 5, 3))
    0
    """
    weeks, rest = divmod(max((end - start).days, 0), 7)
    first = start.weekday() + 1
    return weeks * 5 + sum(1 for offset in range(rest) if (first + offset) % 7 < 5)


def cadence(status_dates: Sequence[dt.date]) -> int | None:
    """The usual number of working days between reports: the middle one of the spacings (the longer of two); None below two reports.

    Parameters
    ----------
    status_dates
        The days that the reports are of.

    Returns
    -------
    int | None
        Working days.

    Examples
    --------
    >>> cadence([dt.date(2026, 1, 30), dt.date(2026, 2, 27), dt.date(2026, 3, 31)])
    22
    >>> cadence([dt.date(2026, 1, 30)]) is None
    True
    """
    ordered = sorted(status_dates)
    spacings = sorted(working_days(a, b) for a, b in pairwise(ordered))
    return spacings[len(spacings) // 2] if spacings else None


def age(status_on: dt.date, looked_at_on: dt.date, cadence_days: int) -> Age:
    """How old a report is: fresh up to cadence + 5 working days, stale up to 1.5 × cadence + 5, expired beyond.

    Parameters
    ----------
    status_on
        The day that the facts are of.
    looked_at_on
        The day to look from.
    cadence_days
        Working days from one report to the next.

    Returns
    -------
    Age
        Fresh, stale or expired.

    Examples
    --------
    >>> [age(dt.date(2026, 1, 30), on, 21).value for on in (dt.date(2026, 3, 9), dt.date(2026, 3, 10), dt.date(2026, 4, 1))]
    ['fresh', 'stale', 'expired']
    >>> age(dt.date(2026, 1, 30), dt.date(2026, 2, 27), 21).value
    'fresh'
    """
    days = working_days(status_on, looked_at_on)
    if days <= cadence_days + GRACE_DAYS:
        return Age.FRESH
    return Age.STALE if 2 * days <= 3 * cadence_days + 2 * GRACE_DAYS else Age.EXPIRED
