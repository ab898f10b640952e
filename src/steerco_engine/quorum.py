"""Whether a board may decide, and when its papers and minutes are due (domain.md §16.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from steerco_engine.cycle import after_working_days

PAPERS_DAYS, DRAFT_DAYS, APPROVAL_DAYS = 5, 2, 5


def has_quorum(voting: int, present: int, *, chair_present: bool) -> bool:
    """Whether enough are there: the chair (or the chair's deputy), and at least half of those who vote.

    Parameters
    ----------
    voting
        How many may vote.
    present
        How many of them are there.
    chair_present
        Whether the chair or the deputy is there.

    Returns
    -------
    bool
        True where there is a quorum.

    Examples
    --------
    >>> has_quorum(5, 3, chair_present=True), has_quorum(5, 2, chair_present=True), has_quorum(5, 5, chair_present=False)
    (True, False, False)
    >>> has_quorum(4, 2, chair_present=True)
    True
    """
    return chair_present and 2 * present >= voting


def papers_due(meets_on: dt.date, holidays: Sequence[dt.date] = ()) -> dt.date:
    """The day by which papers are with the members: 5 working days before the meeting.

    Parameters
    ----------
    meets_on
        The day of the meeting.
    holidays
        Days off beside weekends.

    Returns
    -------
    dt.date
        A working day.

    Examples
    --------
    >>> papers_due(dt.date(2026, 8, 19)).isoformat()
    '2026-08-12'
    """
    return after_working_days(meets_on, -PAPERS_DAYS, holidays)


def minutes_due(met_on: dt.date, holidays: Sequence[dt.date] = ()) -> tuple[dt.date, dt.date]:
    """The days by which the minutes are drafted (2 working days after the meeting) and approved (5).

    Parameters
    ----------
    met_on
        The day of the meeting.
    holidays
        Days off beside weekends.

    Returns
    -------
    tuple[dt.date, dt.date]
        The day for the draft, and the day for the approval.

    Examples
    --------
    >>> [day.isoformat() for day in minutes_due(dt.date(2026, 8, 19))]
    ['2026-08-21', '2026-08-26']
    """
    return after_working_days(met_on, DRAFT_DAYS, holidays), after_working_days(met_on, APPROVAL_DAYS, holidays)
