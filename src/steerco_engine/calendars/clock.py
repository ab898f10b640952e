"""Instants as whole numbers: tenths of a minute of civil time since 1970, the finest that the planning tools store."""

from __future__ import annotations

import datetime as dt
from typing import Final

MINUTE: Final = 10
"""Ticks in a minute."""
DAY: Final = 1440 * MINUTE
"""Ticks in a day."""
WEEK: Final = 7 * DAY
"""Ticks in a week."""
EPOCH: Final = dt.datetime(1970, 1, 1)  # noqa: DTZ001  (civil time: the wall clock of the plan)
FIRST_MONDAY: Final = 4
"""Days from 1970-01-01, a Thursday, to the first Monday."""
NEVER: Final = -(1 << 62)
"""Stands for no instant in arrays."""


def ticks_of(when: dt.datetime) -> int:
    """The number of an instant of the wall clock, to the tenth of a minute.

    Examples
    --------
    >>> ticks_of(dt.datetime(1970, 1, 2, 0, 1))
    14410
    """
    return round((when - EPOCH) / dt.timedelta(seconds=6))


def instant_of(ticks: int) -> dt.datetime:
    """The instant of the wall clock that a number stands for.

    Examples
    --------
    >>> instant_of(14410)
    datetime.datetime(1970, 1, 2, 0, 1)
    """
    return EPOCH + dt.timedelta(seconds=6 * int(ticks))
