"""The health of a project after each of its published reports, from frozen facts and the rules in force then (domain.md §10.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from steerco_engine.health import COLOUR_SEVERITY, Health
from steerco_engine.movement import amount_movement, end_date_movement
from steerco_engine.reasons import Reason
from steerco_engine.rules import DEFAULT, Dimension, Judged, Limits, Measure, dimension_colours, overall_colour, steady_colour

ALWAYS = dt.date(1900, 1, 1)
SHIPPED_LIMITS: Mapping[Measure, Limits] = {
    **DEFAULT,
    Measure.SLIP_FIRST: Limits(Dimension.SCHEDULE, Decimal("0.10"), None, False),
    Measure.VAC_FIRST: Limits(Dimension.COST, Decimal("-0.10"), None, True),
    Measure.YEAR: Limits(Dimension.COST, Decimal("-0.05"), Decimal("-0.10"), True),
}
"""The limits that Steerco begins with: those of the domain, the forecast of the year, and how far the first promise is left behind.

What is more than 10% worse than the first report said is Amber at best, however often the plan was set anew; it makes nothing Red.
"""
WITHHELD = frozenset({Reason.NO_DATA, Reason.PLAN_DATE_PASSED})
"""Why a measure that the report before had may be missing without any excuse: the dimension is not Green then."""


@dataclass(frozen=True, slots=True)
class HealthRules:
    """One version of the rules: its number, from when it holds, its limits, and whether better is shown only after two in a row."""

    number: int = 0
    in_force_from: dt.date = ALWAYS
    limits: Mapping[Measure, Limits] = field(default_factory=lambda: SHIPPED_LIMITS)
    steady: bool = True


SHIPPED = HealthRules()


@dataclass(frozen=True, slots=True)
class FrozenReport:
    """What a published report froze: its facts, the baseline in force then, measures that other records gave on that day, and the rules.

    Without rules of its own a report is read by the version in force on its day.
    """

    status_on: dt.date
    end_on: dt.date | None = None
    whole_life_cost: Decimal | None = None
    year_budget: Decimal | None = None
    year_forecast: Decimal | None = None
    benefits: Decimal | None = None
    currency: str = ""
    price_basis: str = ""
    baseline_on: dt.date | None = None
    baseline_end_on: dt.date | None = None
    baseline_cost: Decimal | None = None
    measures: Mapping[Measure, Decimal] = field(default_factory=dict)
    rules: HealthRules | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """The value of a measure, or why it is missing; what was compared with what, as it stood on which day, amounts in which currency."""

    value: Decimal | None
    reason: Reason | None = None
    before: dt.date | Decimal | None = None
    after: dt.date | Decimal | None = None
    since: dt.date | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A dimension after a report: the colour of this report alone, the colour shown, and what decided or is missing.

    `withdrawn` are measures that the report before had and this one lacks: without them the dimension is Amber at best.
    """

    computed: Health | None
    shown: Health | None
    decided_by: tuple[Measure, ...]
    missing: tuple[Measure, ...]
    withdrawn: tuple[Measure, ...] = ()

    @property
    def held_back(self) -> bool:
        """Whether a better colour waits for a second report in a row."""
        return self.shown is not self.computed


@dataclass(frozen=True, slots=True)
class Reading:
    """The health of a project after a report; `overall` is None where nothing at all could be computed."""

    status_on: dt.date
    rules: int
    measured: Mapping[Measure, Measured]
    dimensions: Mapping[Dimension, Told]
    overall: Health | None
    decided_by: tuple[Dimension, ...]
    insufficient: bool

    @property
    def evident(self) -> Health | None:
        """The colour overall where facts decide it: None where it is Amber only because facts of a critical dimension are missing."""
        shown = self.dimensions
        return None if self.insufficient and all(shown[each].shown is None for each in self.decided_by) else self.overall

    def colours(self) -> dict[Dimension, Health | None]:
        """The colour shown of each dimension."""
        return {dimension: told.shown for dimension, told in self.dimensions.items()}


def rules_on(rules: Sequence[HealthRules], day: dt.date) -> HealthRules:
    """The version in force on a day: the newest that began by then; the shipped rules where none had begun.

    Parameters
    ----------
    rules
        Versions of the health rules, in any order.
    day
        A day.

    Returns
    -------
    HealthRules
        The version in force.

    Examples
    --------
    >>> later = HealthRules(2, dt.date(2026, 1, 1))
    >>> rules_on([later], dt.date(2025, 12, 31)).number, rules_on([later], dt.date(2026, 1, 1)).number
    (0, 2)
    """
    begun = [each for each in rules if each.in_force_from <= day]
    return max(begun, key=lambda each: (each.in_force_from, each.number), default=SHIPPED)


def measures_of(now: FrozenReport, before: FrozenReport | None = None, first: FrozenReport | None = None) -> dict[Measure, Measured]:
    """What a report says beside the baseline in force (else the report before) and beside the first report that said it.

    Parameters
    ----------
    now, before
        The report and the one before it, None for a first report.
    first
        The first promise: the first end date with its day, the first cost and benefits.

    Returns
    -------
    dict[Measure, Measured]
        By measure: its value, or why there is none.

    Examples
    --------
    >>> first = FrozenReport(dt.date(2020, 3, 31), dt.date(2022, 3, 31), Decimal(100), currency="GBP")
    >>> now = FrozenReport(dt.date(2021, 3, 31), dt.date(2022, 5, 31), Decimal(104), currency="GBP")
    >>> found = measures_of(now, first, first)
    >>> round(found[Measure.SLIP].value, 3), found[Measure.VAC].value, found[Measure.YEAR].reason.value
    (Decimal('0.084'), Decimal('-0.04'), 'NO_BASELINE')
    """
    found = {
        Measure.SLIP: _slip(*_plan(now, before), now),
        Measure.VAC: _left(_cost_then(now, before), now),
        Measure.YEAR: _year(now),
    }
    if first is not None and first is not now:
        found[Measure.SLIP_FIRST] = _slip(first.end_on, first.status_on, now)
        found[Measure.VAC_FIRST] = _left(first, now)
        found[Measure.BENEFITS_FORECAST] = _benefits(first, now)
    else:
        for measure in (Measure.SLIP_FIRST, Measure.VAC_FIRST, Measure.BENEFITS_FORECAST):
            found[measure] = Measured(None, Reason.NO_BASELINE)
    for measure, value in now.measures.items():
        found[measure] = Measured(value, None, None, value)
    return found


def readings(reports: Sequence[FrozenReport], rules: Sequence[HealthRules] = (SHIPPED,)) -> tuple[Reading, ...]:
    """The health of a project after each of its reports, oldest first; it depends on nothing but these reports and rules.

    Parameters
    ----------
    reports
        Reports as frozen, oldest first.
    rules
        Versions of the health rules, in any order.

    Returns
    -------
    tuple[Reading, ...]
        A reading for each report, in the same order.

    Examples
    --------
    >>> costs = {2021: 100, 2022: 120, 2023: 120}
    >>> series = [FrozenReport(dt.date(year, 3, 31), dt.date(2027, 3, 31), Decimal(cost)) for year, cost in costs.items()]
    >>> told = [reading.dimensions[Dimension.COST] for reading in readings(series)]
    >>> [(each.computed.value, each.shown.value) for each in told[1:]]
    [('red', 'red'), ('amber', 'red')]
    >>> readings([FrozenReport(dt.date(2021, 3, 31))])[0].overall is None
    True
    """
    made: list[Reading] = []
    computed: dict[Dimension, list[Health | None]] = {dimension: [] for dimension in Dimension}
    first: FrozenReport | None = None
    for place, now in enumerate(reports):
        before = reports[place - 1] if place else None
        version = now.rules or rules_on(rules, now.status_on)
        measured = measures_of(now, before, first)
        judged = dimension_colours({measure: each.value for measure, each in measured.items()}, version.limits)
        told = {
            dimension: _told(one, measured, made[-1].measured if made else {}, computed[dimension], version.steady)
            for dimension, one in judged.items()
        }
        made.append(_reading(now.status_on, version.number, measured, told))
        first = now if first is None else _promised(first, now)
    return tuple(made)


def _reading(day: dt.date, number: int, measured: Mapping[Measure, Measured], told: Mapping[Dimension, Told]) -> Reading:
    shown = {dimension: each.shown for dimension, each in told.items()}
    whole = overall_colour(shown)
    known = any(colour is not None for colour in shown.values())
    return Reading(day, number, measured, told, whole.colour if known else None, whole.decided_by if known else (), whole.insufficient)


def _told(
    one: Judged, measured: Mapping[Measure, Measured], before: Mapping[Measure, Measured], past: list[Health | None], steady: bool
) -> Told:
    withdrawn = tuple(measure for measure in one.missing if _withdrawn(measured.get(measure), before.get(measure)))
    colour = Health.AMBER if withdrawn and one.colour is Health.GREEN else one.colour
    past.append(colour)
    shown = steady_colour(past) if steady else colour
    return Told(colour, shown, () if colour is not one.colour else one.decided_by, one.missing, withdrawn)


def _withdrawn(now: Measured | None, before: Measured | None) -> bool:
    return before is not None and before.value is not None and (now is None or now.reason in WITHHELD)


def _plan(now: FrozenReport, before: FrozenReport | None) -> tuple[dt.date | None, dt.date | None]:
    """The end date to compare with, and from when what remained is counted."""
    if now.baseline_end_on is not None and now.baseline_on is not None:
        return now.baseline_end_on, now.baseline_on
    return (before.end_on, before.status_on) if before is not None else (None, None)


def _slip(planned: dt.date | None, since: dt.date | None, now: FrozenReport) -> Measured:
    if planned is None or since is None:
        return Measured(None, Reason.NO_DATA if now.end_on is None else Reason.NO_BASELINE, planned, now.end_on, since)
    moved = end_date_movement(planned, now.end_on, since)
    return Measured(moved.share, moved.share_reason, planned, now.end_on, since)


def _cost_then(now: FrozenReport, before: FrozenReport | None) -> FrozenReport | None:
    """The cost to compare with, as a report that gives it."""
    if now.baseline_cost is None or now.baseline_on is None:
        return before
    return FrozenReport(now.baseline_on, whole_life_cost=now.baseline_cost, currency=now.currency, price_basis=now.price_basis)


def _left(then: FrozenReport | None, now: FrozenReport) -> Measured:
    """What is left of the cost planned, as a share of it: below zero where it is exceeded (the variance at completion)."""
    if then is None or then.whole_life_cost is None:
        return Measured(None, Reason.NO_DATA if now.whole_life_cost is None else Reason.NO_BASELINE, None, now.whole_life_cost)
    moved = amount_movement(
        then.whole_life_cost, now.whole_life_cost,
        currencies=(then.currency, now.currency), price_bases=(then.price_basis, now.price_basis),
    )  # fmt: skip
    share = None if moved.share is None else -moved.share
    return Measured(share, moved.share_reason, then.whole_life_cost, now.whole_life_cost, then.status_on, now.currency)


def _year(now: FrozenReport) -> Measured:
    moved = amount_movement(now.year_budget, now.year_forecast)
    share = None if moved.share is None else -moved.share
    return Measured(share, moved.share_reason, now.year_budget, now.year_forecast, currency=now.currency)


def _benefits(first: FrozenReport, now: FrozenReport) -> Measured:
    if first.benefits is None or now.benefits is None:
        return Measured(None, Reason.NO_DATA if now.benefits is None else Reason.NO_BASELINE, first.benefits, now.benefits)
    if first.currency != now.currency or first.benefits <= 0:
        reason = Reason.CURRENCIES_DIFFER if first.currency != now.currency else Reason.NOT_POSITIVE
        return Measured(None, reason, first.benefits, now.benefits, first.status_on)
    return Measured(now.benefits / first.benefits, None, first.benefits, now.benefits, first.status_on, now.currency)


def _promised(first: FrozenReport, now: FrozenReport) -> FrozenReport:
    """The first promise with what nobody had said before; the day of an end date stays that of the report that gave it."""
    if first.end_on is not None and first.whole_life_cost is not None and first.benefits is not None:
        return first
    dated = now if first.end_on is None else first
    priced = first.whole_life_cost is not None or first.benefits is not None
    return FrozenReport(
        dated.status_on, dated.end_on,
        first.whole_life_cost if first.whole_life_cost is not None else now.whole_life_cost,
        benefits=first.benefits if first.benefits is not None else now.benefits,
        currency=first.currency if priced else now.currency, price_basis=first.price_basis if priced else now.price_basis,
    )  # fmt: skip


def worst(colours: Sequence[Health | None]) -> Health | None:
    """The worst of some colours; None where there is none.

    Parameters
    ----------
    colours
        Colours; None is skipped.

    Returns
    -------
    Health | None
        A colour.

    Examples
    --------
    >>> worst([Health.GREEN, None, Health.AMBER]).value, worst([None])
    ('amber', None)
    """
    return max((each for each in colours if each is not None), key=COLOUR_SEVERITY.__getitem__, default=None)
