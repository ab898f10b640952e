"""How numbers and dates are written in the sentences of a result: rounded half up, true minus, thousands with comma."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(date: dt.date) -> str:
    """A date as people write it.

    Parameters
    ----------
    date
        A civil date.

    Returns
    -------
    str
        Day, month in a word and year.

    Examples
    --------
    >>> day(dt.date(2023, 3, 31))
    '31 Mar 2023'
    """
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def percent(share: Decimal, *, places: int = 0, signed: bool = False) -> str:
    """A share as a percentage, rounded half up for display only.

    Parameters
    ----------
    share
        A share; 0.05 is 5%.
    places
        Decimal places.
    signed
        Whether a plus is shown.

    Returns
    -------
    str
        A percentage in words.

    Examples
    --------
    >>> percent(Decimal("0.2785"), places=1, signed=True), percent(Decimal("-0.005"))
    ('+27.9%', '−1%')
    """
    rounded = (share * 100).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{rounded:{'+' if signed else ''},f}%".replace("-", "−")


def limit_percent(share: Decimal) -> str:
    """A share beside the limits of 5% and 10%: whole per cent, finer where rounding would put it on a limit.

    Parameters
    ----------
    share
        A share; 0.05 is 5%.

    Returns
    -------
    str
        A percentage in words.

    Examples
    --------
    >>> limit_percent(Decimal("0.0959")), limit_percent(Decimal("0.1")), limit_percent(Decimal("0.1004")), limit_percent(Decimal("0.5"))
    ('9.6%', '10%', '10.04%', '50%')
    """
    for places in range(4):
        rounded = (share * 100).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        if rounded not in (5, 10) or rounded == share * 100:
            return percent(share, places=places)
    return percent(share)


def plain_amount(amount: Decimal) -> str:
    """An amount in full, with thousands.

    Parameters
    ----------
    amount
        An amount in any currency.

    Returns
    -------
    str
        The digits.

    Examples
    --------
    >>> plain_amount(Decimal("18812100000.00"))
    '18,812,100,000'
    """
    whole = amount == amount.to_integral_value()
    return f"{amount:,.0f}".replace("-", "−") if whole else f"{amount:,.2f}".replace("-", "−")


def duration(days: int) -> str:
    """A signed duration in years and months of a mean Gregorian year, or days under a month.

    Parameters
    ----------
    days
        Calendar days, below zero for earlier.

    Returns
    -------
    str
        The words.

    Examples
    --------
    >>> duration(1216), duration(-182), duration(6), duration(0)
    ('3 y 4 m', '−6 m', '6 d', '0 d')
    """
    sign = "−" if days < 0 else ""
    whole = abs(days)
    months = int(Decimal(whole * 12 * 10000 / 3652425).quantize(Decimal(1), ROUND_HALF_UP))
    if months == 0:
        return f"{sign}{whole} d"
    years, months = divmod(months, 12)
    return sign + " ".join(part for part in (f"{years} y" if years else "", f"{months} m" if months else "") if part)
