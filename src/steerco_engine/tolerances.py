"""Whether a forecast stays within its tolerance, and how long an escalation waits at each level (domain.md §10.7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from steerco_engine.cycle import after_working_days
from steerco_engine.reasons import Reason

LEVEL_DAYS = {1: 3, 2: 3, 3: 5}
"""Working days that a decision may take: sponsor, chair of the portfolio board, executive."""
HIGHEST = max(LEVEL_DAYS)
PERCENT = Decimal(100)


class Side(StrEnum):
    """Which limit of a tolerance a forecast has passed."""

    ABOVE = "above"
    BELOW = "below"


@dataclass(frozen=True)
class Deviation:
    """How far a forecast lies from its plan: percent of the plan for cost, calendar days for time; None with the reason.

    `side` is the limit that it has passed: then it is an exception. A deviation equal to its limit is within tolerance.
    """

    deviation: Decimal | None
    side: Side | None = None
    reason: Reason | None = None

    @property
    def is_exception(self) -> bool:
        """Whether the forecast is beyond tolerance."""
        return self.side is not None


def cost_deviation(planned: Decimal | None, forecast: Decimal | None, above: Decimal | None, below: Decimal | None = None) -> Deviation:
    """The deviation of a cost forecast in percent of the plan; `above` and `below` are limits in percent, None where there is none.

    Parameters
    ----------
    planned
        The planned cost; None where it is not given.
    forecast
        The forecast in the same currency; None where it is not given.
    above
        The limit above the plan; None where there is none.
    below
        The limit below the plan; None where there is none.

    Returns
    -------
    Deviation
        The deviation in percent, and whether it is beyond a limit.

    Examples
    --------
    >>> over = cost_deviation(Decimal(200), Decimal(211), Decimal(5), Decimal(10))
    >>> over.deviation, over.side.value, cost_deviation(Decimal(200), Decimal(209), Decimal(5), Decimal(10)).is_exception
    (Decimal('5.5'), 'above', False)
    """
    if forecast is None:
        return Deviation(None, reason=Reason.NO_DATA)
    if planned is None:
        return Deviation(None, reason=Reason.NO_BASELINE)
    if planned <= 0:
        return Deviation(None, reason=Reason.NOT_POSITIVE)
    deviation = (forecast - planned) * PERCENT / planned
    return Deviation(deviation, _side(deviation, above, below))


def time_deviation(planned: dt.date | None, forecast: dt.date | None, above: Decimal | None, below: Decimal | None = None) -> Deviation:
    """The deviation of a forecast date in calendar days, later above zero; the limits are days, None where there is none.

    Parameters
    ----------
    planned
        The planned day; None where it is not given.
    forecast
        The forecast day; None where it is not given.
    above
        The limit above the plan; None where there is none.
    below
        The limit below the plan; None where there is none.

    Returns
    -------
    Deviation
        The deviation in calendar days, and whether it is beyond a limit.

    Examples
    --------
    >>> plan = dt.date(2027, 3, 1)
    >>> [time_deviation(plan, dt.date(2027, 3, day), Decimal(10)).is_exception for day in (11, 12)]
    [False, True]
    """
    if forecast is None:
        return Deviation(None, reason=Reason.NO_DATA)
    if planned is None:
        return Deviation(None, reason=Reason.NO_BASELINE)
    deviation = Decimal((forecast - planned).days)
    return Deviation(deviation, _side(deviation, above, below))


def escalation_due(since: dt.date, level: int, holidays: Sequence[dt.date] = ()) -> dt.date:
    """By when an escalation that came to a level on a day must be decided there.

    Parameters
    ----------
    since
        The day on which it came to the level.
    level
        The level, 1 being the lowest.
    holidays
        Days off beside weekends.

    Returns
    -------
    dt.date
        A working day.

    Raises
    ------
    ValueError
        For a level that there is not.

    Examples
    --------
    >>> [escalation_due(dt.date(2026, 8, 7), level).isoformat() for level in (1, 2, 3)]
    ['2026-08-12', '2026-08-12', '2026-08-14']
    """
    if level not in LEVEL_DAYS:
        raise ValueError(f"the level must be from 1 to {HIGHEST}")
    return after_working_days(since, LEVEL_DAYS[level], holidays)


def _side(deviation: Decimal, above: Decimal | None, below: Decimal | None) -> Side | None:
    if above is not None and deviation > above:
        return Side.ABOVE
    return Side.BELOW if below is not None and -deviation > below else None
