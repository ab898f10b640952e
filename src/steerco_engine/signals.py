"""What a reviewer of delivery confidence should ask about: signals with their weight, never a verdict (domain.md §10.4, §10.7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from steerco_engine.confidence import Confidence, severity
from steerco_engine.health import COLOUR_SEVERITY, Health


class Signal(StrEnum):
    """What is looked at. Numbers of things are 0 where there are none, and missing where nobody knows."""

    SPI_T_LOW = "spi_t_low"
    EAC_DRIFT = "eac_drift"
    P80_BEYOND_NEED = "p80_beyond_need"
    VACANT_POSTS = "vacant_posts"
    RED_RISKS_WITHOUT_ACTION = "red_risks_without_action"
    OVERDUE_CONDITIONS = "overdue_conditions"
    BENEFIT_OWNER_MISSING = "benefit_owner_missing"
    BOARDS_WITHOUT_QUORUM = "boards_without_quorum"
    TURNOVER = "turnover"
    SUPPLIER_DISPUTES = "supplier_disputes"


WEIGHTS: Mapping[Signal, int] = {
    Signal.SPI_T_LOW: 3,
    Signal.EAC_DRIFT: 3,
    Signal.P80_BEYOND_NEED: 3,
    Signal.VACANT_POSTS: 2,
    Signal.RED_RISKS_WITHOUT_ACTION: 2,
    Signal.OVERDUE_CONDITIONS: 2,
    Signal.BENEFIT_OWNER_MISSING: 2,
    Signal.BOARDS_WITHOUT_QUORUM: 1,
    Signal.TURNOVER: 1,
    Signal.SUPPLIER_DISPUTES: 1,
}
"""3 touches the date or the money, 2 what they rest on, 1 the surroundings."""
_ABOVE: Mapping[Signal, Decimal] = {Signal.EAC_DRIFT: Decimal("0.05"), Signal.TURNOVER: Decimal("0.15")}
SPI_T_LIMIT = Decimal("0.9")


@dataclass(frozen=True, slots=True)
class Signals:
    """The signals that are up, heaviest first; those looked at and quiet; those that nobody could look at."""

    up: tuple[Signal, ...]
    quiet: tuple[Signal, ...]
    unknown: tuple[Signal, ...]

    @property
    def weight(self) -> int:
        """What the signals that are up weigh together."""
        return sum(WEIGHTS[signal] for signal in self.up)


def signals(known: Mapping[Signal, Decimal | None]) -> Signals:
    """Which signals are up: SPI(t) below 0.9, an estimate that grew by more than 5%, turnover above 15%, of the others any.

    Parameters
    ----------
    known
        By signal: its value, shares as 0.05 for 5%; None where it is unknown.

    Returns
    -------
    Signals
        The signals that are up, heaviest first, those that are quiet, and those that are unknown.

    Examples
    --------
    >>> found = signals({Signal.TURNOVER: Decimal("0.2"), Signal.SPI_T_LOW: Decimal("0.88"), Signal.VACANT_POSTS: Decimal(0)})
    >>> [each.value for each in found.up], found.weight, [each.value for each in found.quiet], len(found.unknown)
    (['spi_t_low', 'turnover'], 4, ['vacant_posts'], 7)
    """
    given = {signal: value for signal in Signal if (value := known.get(signal)) is not None}
    up = [signal for signal, value in given.items() if _is_up(signal, value)]
    quiet = tuple(signal for signal in given if signal not in up)
    unknown = tuple(signal for signal in Signal if signal not in given)
    return Signals(tuple(sorted(up, key=lambda signal: -WEIGHTS[signal])), quiet, unknown)


def _is_up(signal: Signal, value: Decimal) -> bool:
    return value < SPI_T_LIMIT if signal is Signal.SPI_T_LOW else value > _ABOVE.get(signal, Decimal(0))


def diverges(status: Health | None, confidence: Confidence | None) -> bool:
    """Whether a project stands well against its plan, and yet success is in doubt: status Green, confidence Amber or Red on three points.

    Parameters
    ----------
    status
        Health against the plan.
    confidence
        Confidence in success.

    Returns
    -------
    bool
        False where either is missing.

    Examples
    --------
    >>> diverges(Health.GREEN, Confidence.AMBER_RED), diverges(Health.AMBER, Confidence.RED), diverges(Health.GREEN, None)
    (True, False, False)
    """
    return status is not None and confidence is not None and COLOUR_SEVERITY[status] == 0 and severity(confidence) > 0
