"""Where what is reported and what the facts say part company, and what a series of reports gives away (domain.md §10.5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from steerco_engine.health import COLOUR_SEVERITY, Health
from steerco_engine.rules import CRITICAL, Dimension

FALLEN = Decimal("0.03")
LATE = Decimal("0.9")
NEARLY_DONE = (Decimal("0.90"), Decimal("0.99"))
PERIODS = 3


class Difference(StrEnum):
    """How a report stands to the facts: green outside and red inside, or the other way round."""

    WATERMELON = "watermelon"
    LEMON = "lemon"


def gap(reported: Health | None, computed: Health | None) -> int | None:
    """Computed less reported severity (Green 0, Amber 1, Red 2): above 0 the facts are worse. None where either is missing.

    Parameters
    ----------
    reported
        The rating that was reported; None where there is none.
    computed
        The colour that the facts say; None where they say none.

    Returns
    -------
    int | None
        From -2 to 2.

    Examples
    --------
    >>> gap(Health.GREEN, Health.RED), gap(Health.RED, Health.AMBER), gap(None, Health.RED)
    (2, -1, None)
    """
    return None if reported is None or computed is None else COLOUR_SEVERITY[computed] - COLOUR_SEVERITY[reported]


def difference(
    reported: Health | None,
    computed: Health | None,
    reported_dimensions: Mapping[Dimension, Health | None] | None = None,
    computed_dimensions: Mapping[Dimension, Health | None] | None = None,
) -> Difference | None:
    """A watermelon where the facts are worse overall, or Red against Green in a critical dimension; a lemon where they are better.

    Parameters
    ----------
    reported
        The rating that was reported; None where there is none.
    computed
        The colour that the facts say; None where they say none.
    reported_dimensions
        The same by dimension.
    computed_dimensions
        The same by dimension.

    Returns
    -------
    Difference | None
        What differs and by how much; None where either is missing.

    Examples
    --------
    >>> difference(Health.GREEN, Health.AMBER).value, difference(Health.RED, Health.AMBER).value, difference(Health.RED, Health.RED)
    ('watermelon', 'lemon', None)
    >>> difference(Health.AMBER, Health.AMBER, {Dimension.COST: Health.GREEN}, {Dimension.COST: Health.RED}).value
    'watermelon'
    """
    overall = gap(reported, computed)
    said, found = reported_dimensions or {}, computed_dimensions or {}
    if (overall is not None and overall >= 1) or any(gap(said.get(each), found.get(each)) == 2 for each in CRITICAL):
        return Difference.WATERMELON
    return Difference.LEMON if overall is not None and overall <= -1 else None


def in_a_row(flagged: Sequence[bool]) -> int:
    """How many of the newest published reports are flagged without a break; from 2 on the difference is persistent.

    Parameters
    ----------
    flagged
        Whether each published report was flagged, oldest first.

    Returns
    -------
    int
        A number of reports.

    Examples
    --------
    >>> in_a_row([True, False, True, True]), in_a_row([True, False]), in_a_row([])
    (2, 0, 0)
    """
    return next((place for place, each in enumerate(reversed(flagged)) if not each), len(flagged))


def watermelon_rate(flagged: int, with_computed: int) -> Decimal | None:
    """Flagged reports as a share of those that have a computed colour; None where none has.

    Parameters
    ----------
    flagged
        How many were flagged.
    with_computed
        How many have a computed colour.

    Returns
    -------
    Decimal | None
        A share from 0 to 1.

    Examples
    --------
    >>> round(watermelon_rate(5, 24), 3), watermelon_rate(0, 0)
    (Decimal('0.208'), None)
    """
    return Decimal(flagged) / with_computed if with_computed else None


class EarlyWarning(StrEnum):
    """What a series of reports gives away before a colour does."""

    EAC_UNMOVED = "eac_unmoved"
    FINISH_UNMOVED = "finish_unmoved"
    NEARLY_DONE = "nearly_done"


@dataclass(frozen=True, slots=True)
class Period:
    """What one report says of the forecast: estimate at completion, CPI, SPI(t), finish date and share complete, each if known."""

    eac: Decimal | None = None
    cpi: Decimal | None = None
    spi_t: Decimal | None = None
    finish_on: dt.date | None = None
    complete: Decimal | None = None


def early_warnings(periods: Sequence[Period]) -> tuple[EarlyWarning, ...]:
    """What the newest of these reports, oldest first, gives away.

    The estimate at completion stays for three periods while CPI falls by more than 0.03; the finish date stays from one report to the
    next although SPI(t) is below 0.9; 90 to 99% are complete for three periods ("90% syndrome"). What is missing warns of nothing.

    Parameters
    ----------
    periods
        Reports, oldest first.

    Returns
    -------
    tuple[EarlyWarning, ...]
        The warnings; none where nothing speaks for one.

    Examples
    --------
    >>> stuck = [Period(complete=Decimal(share)) for share in ("0.90", "0.95", "0.99")]
    >>> [each.value for each in early_warnings(stuck)], early_warnings(stuck[1:])
    (['nearly_done'], ())
    """
    last = list(periods[-PERIODS:])
    found: list[EarlyWarning] = []
    if len(last) == PERIODS:
        estimates, first, newest = {each.eac for each in last}, last[0].cpi, last[-1].cpi
        if estimates != {None} and len(estimates) == 1 and first is not None and newest is not None and first - newest > FALLEN:
            found.append(EarlyWarning.EAC_UNMOVED)
    if len(last) >= 2 and (spi_t := last[-1].spi_t) is not None and spi_t < LATE:
        before, after = last[-2].finish_on, last[-1].finish_on
        if after is not None and before == after:
            found.append(EarlyWarning.FINISH_UNMOVED)
    low, high = NEARLY_DONE
    if len(last) == PERIODS and all(each.complete is not None and low <= each.complete <= high for each in last):
        found.append(EarlyWarning.NEARLY_DONE)
    return tuple(found)
