"""Movement of facts between two reports: an end date in days and as a share of what remained, an amount as a share."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from steerco_engine.reasons import Direction, Reason

SUSPECT_FACTOR = 50


@dataclass(frozen=True, slots=True)
class EndDateMovement:
    """How an end date moved. `share` is the slip divided by the time that remained; each missing number has its reason."""

    days: int | None
    direction: Direction | None
    share: Decimal | None
    reason: Reason | None = None
    share_reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class AmountMovement:
    """How an amount moved. `share` is the change divided by the amount before."""

    change: Decimal | None
    direction: Direction | None
    share: Decimal | None
    reason: Reason | None = None
    share_reason: Reason | None = None


def end_date_movement(before: dt.date | None, after: dt.date | None, measured_on: dt.date) -> EndDateMovement:
    """How far an end date moved, and how much of the time that remained that is.

    Parameters
    ----------
    before, after
        The end dates of the earlier and the later report.
    measured_on
        Status date of the earlier report: what remained is counted from here.

    Returns
    -------
    EndDateMovement
        Without a time that remained there is no share: ``PLAN_DATE_PASSED``.

    Examples
    --------
    >>> moved = end_date_movement(dt.date(2025, 6, 30), dt.date(2027, 8, 31), dt.date(2021, 3, 31))
    >>> moved.days, moved.direction.value, round(moved.share, 3)
    (792, 'worse', Decimal('0.510'))
    >>> end_date_movement(dt.date(2020, 1, 1), dt.date(2022, 1, 1), dt.date(2021, 3, 31)).share_reason.value
    'PLAN_DATE_PASSED'
    >>> end_date_movement(None, dt.date(2022, 1, 1), dt.date(2021, 3, 31)).reason.value
    'NO_BASELINE'
    """
    if before is None:
        return EndDateMovement(None, None, None, Reason.NO_BASELINE, Reason.NO_BASELINE)
    if after is None:
        return EndDateMovement(None, None, None, Reason.NO_DATA, Reason.NO_DATA)
    days = (after - before).days
    remained = (before - measured_on).days
    if remained <= 0:
        return EndDateMovement(days, Direction.of(days), None, None, Reason.PLAN_DATE_PASSED)
    return EndDateMovement(days, Direction.of(days), Decimal(days) / remained)


def amount_movement(
    before: Decimal | None, after: Decimal | None, *, currencies: tuple[str, str] = ("", ""), price_bases: tuple[str, str] = ("", "")
) -> AmountMovement:
    """How an amount moved between two reports in the same currency and price basis.

    Parameters
    ----------
    before, after
        The amounts of the earlier and the later report.
    currencies, price_bases
        Those of the two amounts; unequal ones are refused, never converted.

    Returns
    -------
    AmountMovement
        The change in the unit of the amounts and as a share, with its direction; a reason code in place of what cannot be said.

    Examples
    --------
    >>> moved = amount_movement(Decimal("14714.37"), Decimal("18815"))
    >>> moved.direction.value, round(moved.share, 3)
    ('worse', Decimal('0.279'))
    >>> amount_movement(Decimal("1"), Decimal("2"), currencies=("GBP", "EUR")).reason.value
    'CURRENCIES_DIFFER'
    >>> amount_movement(Decimal(0), Decimal("2")).share_reason.value
    'NOT_POSITIVE'
    """
    if before is None:
        return AmountMovement(None, None, None, Reason.NO_BASELINE, Reason.NO_BASELINE)
    if after is None:
        return AmountMovement(None, None, None, Reason.NO_DATA, Reason.NO_DATA)
    if currencies[0] != currencies[1]:
        return AmountMovement(None, None, None, Reason.CURRENCIES_DIFFER, Reason.CURRENCIES_DIFFER)
    if price_bases[0] != price_bases[1]:
        return AmountMovement(None, None, None, Reason.PRICE_BASES_DIFFER, Reason.PRICE_BASES_DIFFER)
    change = after - before
    direction = Direction.SAME if change == 0 else Direction.WORSE if change > 0 else Direction.BETTER
    if before <= 0:
        return AmountMovement(change, direction, None, None, Reason.NOT_POSITIVE)
    return AmountMovement(change, direction, change / before)


def unit_suspect(before: Decimal | None, after: Decimal | None, factor: int = SUSPECT_FACTOR) -> bool:
    """Whether two amounts differ by so large a factor that one is probably in another unit.

    Parameters
    ----------
    before
        The amount before.
    after
        The amount after.
    factor
        From which factor on.

    Returns
    -------
    bool
        False where either is missing, zero or negative.

    Examples
    --------
    >>> unit_suspect(Decimal("6.86"), Decimal("1638"))
    True
    >>> unit_suspect(Decimal("100"), Decimal("5000")), unit_suspect(Decimal("0"), Decimal("5000"))
    (False, False)
    """
    if before is None or after is None or before <= 0 or after <= 0:
        return False
    return after > before * factor or before > after * factor
