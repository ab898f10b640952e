"""How soon an issue needs an answer: its priority from impact and urgency, and the day that follows from it (domain.md §9.5)."""

from __future__ import annotations

import datetime as dt

from steerco_engine.reasons import Fault, InputRefused

ANSWER_DAYS = {"P1": 1, "P2": 3, "P3": 10, "P4": 30}


def priority_of(impact: int, urgency: int) -> tuple[str, int]:
    """The priority of an issue and the working days for an answer, from impact and urgency of 1 to 4, 4 the greatest.

    Their product decides: from 12 on P1, from 6 on P2, from 3 on P3, below P4.

    Parameters
    ----------
    impact
        From 1 to 4.
    urgency
        From 1 to 4.

    Returns
    -------
    tuple[str, int]
        The priority, and working days.

    Raises
    ------
    InputRefused
        `OUT_OF_RANGE` for what is not from 1 to 4.

    Examples
    --------
    >>> [priority_of(impact, urgency)[0] for impact, urgency in ((4, 4), (4, 3), (4, 2), (2, 3), (3, 1), (2, 2), (1, 2), (1, 1))]
    ['P1', 'P1', 'P2', 'P2', 'P3', 'P3', 'P4', 'P4']
    """
    for name, degree in (("impact", impact), ("urgency", urgency)):
        if not 1 <= degree <= 4:
            raise InputRefused(Fault.OUT_OF_RANGE, name, "must be from 1 to 4")
    product = impact * urgency
    priority = "P1" if product >= 12 else "P2" if product >= 6 else "P3" if product >= 3 else "P4"
    return priority, ANSWER_DAYS[priority]


def answer_by(start: dt.date, days: int) -> dt.date:
    """The day that lies so many working days (Monday to Friday) after another.

    Parameters
    ----------
    start
        The day to count from.
    days
        Working days.

    Returns
    -------
    dt.date
        A working day.

    Raises
    ------
    InputRefused
        `OUT_OF_RANGE` for days below 0 or above 10,000.

    Examples
    --------
    >>> answer_by(dt.date(2026, 5, 1), 1).isoformat(), answer_by(dt.date(2026, 5, 1), 10).isoformat()
    ('2026-05-04', '2026-05-15')
    """
    if not 0 <= days <= 10_000:
        raise InputRefused(Fault.OUT_OF_RANGE, "days", "must be from 0 to 10,000")
    weeks, rest = divmod(days, 5)
    found = start + dt.timedelta(weeks=weeks)
    while rest:
        found += dt.timedelta(days=1)
        rest -= found.weekday() < 5
    return found
