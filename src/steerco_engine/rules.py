"""The colour of each dimension of a project, and of the whole, from measures and limits (domain.md §10.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from steerco_engine.health import COLOUR_SEVERITY, Health


class Dimension(StrEnum):
    """What a board looks at. Time, cost and benefits decide on their own (`CRITICAL`)."""

    SCHEDULE = "schedule"
    COST = "cost"
    SCOPE = "scope"
    QUALITY = "quality"
    RISK = "risk"
    RESOURCES = "resources"
    BENEFITS = "benefits"
    STAKEHOLDERS = "stakeholders"


CRITICAL = frozenset({Dimension.SCHEDULE, Dimension.COST, Dimension.BENEFITS})


class Measure(StrEnum):
    """What is measured. Shares are fractions of 1; numbers of things are 0 where there are none, and missing where nobody knows."""

    SPI_T = "spi_t"
    SLIP = "slip"
    SLIP_FIRST = "slip_first"
    VAC = "vac"
    VAC_FIRST = "vac_first"
    YEAR = "year"
    CPI = "cpi"
    VOLATILITY = "volatility"
    UNAPPROVED_CHANGES = "unapproved_changes"
    ACCEPTANCE = "acceptance"
    SEVERE_DEFECTS = "severe_defects"
    SEVERE_DEFECT_DAYS = "severe_defect_days"
    EXPOSURE = "exposure"
    UNOWNED_EXTREME_RISKS = "unowned_extreme_risks"
    DEMAND = "demand"
    BENEFITS_FORECAST = "benefits_forecast"
    BENEFITS_WITHOUT_OWNER = "benefits_without_owner"
    PULSE = "pulse"


@dataclass(frozen=True, slots=True)
class Limits:
    """Up to where a measure is Green and up to where Amber; a limit belongs to the better band, and values compare before rounding.

    `green` and `amber` None: that colour has no limit (severe defects alone make nothing Red). `at_most` is where a value that is
    too good becomes Amber (a cost performance above 1.10 is a plan that was too dear, or work that was not booked).
    """

    dimension: Dimension
    green: Decimal
    amber: Decimal | None
    more_is_better: bool
    at_most: Decimal | None = None

    def colour(self, value: Decimal) -> Health:
        """The colour of a value.

        Examples
        --------
        >>> [DEFAULT[Measure.CPI].colour(Decimal(v)).value for v in ("0.95", "0.9499", "0.90", "0.8999", "1.1", "1.1001")]
        ['green', 'amber', 'amber', 'red', 'green', 'amber']
        """
        sign = 1 if self.more_is_better else -1
        if sign * value >= sign * self.green:
            return Health.AMBER if self.at_most is not None and value > self.at_most else Health.GREEN
        return Health.AMBER if self.amber is None or sign * value >= sign * self.amber else Health.RED


def _more(dimension: Dimension, green: str, amber: str, at_most: str | None = None) -> Limits:
    return Limits(dimension, Decimal(green), Decimal(amber), True, None if at_most is None else Decimal(at_most))


def _less(dimension: Dimension, green: str, amber: str | None) -> Limits:
    return Limits(dimension, Decimal(green), None if amber is None else Decimal(amber), False)


DEFAULT: Mapping[Measure, Limits] = {
    Measure.SPI_T: _more(Dimension.SCHEDULE, "0.95", "0.90"),
    Measure.SLIP: _less(Dimension.SCHEDULE, "0.05", "0.10"),
    Measure.VAC: _more(Dimension.COST, "-0.05", "-0.10"),
    Measure.CPI: _more(Dimension.COST, "0.95", "0.90", "1.10"),
    Measure.VOLATILITY: _less(Dimension.SCOPE, "0.05", "0.15"),
    Measure.UNAPPROVED_CHANGES: _less(Dimension.SCOPE, "0", "0"),
    Measure.ACCEPTANCE: _more(Dimension.QUALITY, "0.90", "0.75"),
    Measure.SEVERE_DEFECTS: _less(Dimension.QUALITY, "0", None),
    Measure.SEVERE_DEFECT_DAYS: _less(Dimension.QUALITY, "5", "5"),
    Measure.EXPOSURE: _less(Dimension.RISK, "1", "1.25"),
    Measure.UNOWNED_EXTREME_RISKS: _less(Dimension.RISK, "0", "0"),
    Measure.DEMAND: _more(Dimension.RESOURCES, "0.95", "0.80"),
    Measure.BENEFITS_FORECAST: _more(Dimension.BENEFITS, "0.95", "0.85"),
    Measure.BENEFITS_WITHOUT_OWNER: _less(Dimension.BENEFITS, "0", "0"),
    Measure.PULSE: _more(Dimension.STAKEHOLDERS, "4.0", "3.0"),
}
"""The limits that the domain sets where an office has set none."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The colour of a dimension (None: grey), the measures that decided it, and those that are missing."""

    colour: Health | None
    decided_by: tuple[Measure, ...]
    missing: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """The colour of a project, the dimensions that decided it, and whether a critical one is grey ("insufficient data")."""

    colour: Health
    decided_by: tuple[Dimension, ...]
    insufficient: bool


def dimension_colours(
    measures: Mapping[Measure, Decimal | None], limits: Mapping[Measure, Limits] | None = None
) -> dict[Dimension, Judged]:
    """The colour of every dimension: its worst measure rules; grey without any, and where some are missing the others decide.

    Parameters
    ----------
    measures
        The values that are known; a measure that is not given, or None, is missing.
    limits
        The rule set; without one the limits of the domain.

    Returns
    -------
    dict[Dimension, Judged]
        By dimension: its colour and the measures behind it.

    Examples
    --------
    >>> found = dimension_colours({Measure.SPI_T: Decimal("0.93"), Measure.SLIP: Decimal("0.04"), Measure.CPI: None})
    >>> found[Dimension.SCHEDULE].colour.value, found[Dimension.SCHEDULE].decided_by[0].value, found[Dimension.COST].colour is None
    ('amber', 'spi_t', True)
    """
    rules = DEFAULT if limits is None else limits
    return {dimension: _judged(dimension, measures, rules) for dimension in Dimension}


def _judged(dimension: Dimension, measures: Mapping[Measure, Decimal | None], rules: Mapping[Measure, Limits]) -> Judged:
    of_it = [measure for measure in Measure if measure in rules and rules[measure].dimension is dimension]
    coloured = {measure: rules[measure].colour(value) for measure in of_it if (value := measures.get(measure)) is not None}
    missing = tuple(measure for measure in of_it if measure not in coloured)
    worst = max(coloured.values(), key=COLOUR_SEVERITY.__getitem__, default=None)
    return Judged(worst, tuple(measure for measure, colour in coloured.items() if colour is worst), missing)


def overall_colour(colours: Mapping[Dimension, Health | None]) -> Whole:
    """The colour of a project from those of its dimensions.

    Red where a critical dimension is Red or two are; Amber where any is Red, a critical one is Amber or two are; else Green, but at best
    Amber where a critical dimension is grey.

    Parameters
    ----------
    colours
        Health by dimension; None where a dimension is grey.

    Returns
    -------
    Whole
        The colour, the dimensions that rule it, and whether a critical one is grey.

    Examples
    --------
    >>> green = dict.fromkeys(Dimension, Health.GREEN)
    >>> [overall_colour(green | worse).colour.value for worse in ({Dimension.RESOURCES: Health.RED}, {Dimension.SCOPE: Health.AMBER})]
    ['amber', 'green']
    >>> overall_colour(green | {Dimension.COST: None})
    Whole(colour=<Health.AMBER: 'amber'>, decided_by=(<Dimension.COST: 'cost'>,), insufficient=True)
    """
    red = tuple(dimension for dimension in Dimension if colours.get(dimension) is Health.RED)
    amber = tuple(dimension for dimension in Dimension if colours.get(dimension) is Health.AMBER)
    grey = tuple(dimension for dimension in Dimension if dimension in CRITICAL and colours.get(dimension) is None)
    if len(red) >= 2 or CRITICAL.intersection(red):
        return Whole(Health.RED, red, bool(grey))
    if red or len(amber) >= 2 or CRITICAL.intersection(amber):
        return Whole(Health.AMBER, red or amber, bool(grey))
    return Whole(Health.AMBER if grey else Health.GREEN, grey, bool(grey))


def steady_colour(computed: Sequence[Health | None]) -> Health | None:
    """The colour to show after these periods: better only after two in a row, worse at once; grey periods are skipped.

    Parameters
    ----------
    computed
        Computed colours, oldest first; None for grey.

    Returns
    -------
    Health | None
        The colour; None where the newest is grey.

    Examples
    --------
    >>> red, amber, green = Health.RED, Health.AMBER, Health.GREEN
    >>> [steady_colour(periods).value for periods in ([red, green], [red, green, None, green], [green, red], [red, amber, green])]
    ['red', 'green', 'red', 'amber']
    >>> steady_colour([green, None]) is None
    True
    """
    if not computed or computed[-1] is None:
        return None
    known = [colour for colour in computed if colour is not None]
    return max(known[-2:], key=COLOUR_SEVERITY.__getitem__)
