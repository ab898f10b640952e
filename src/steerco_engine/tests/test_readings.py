"""The health after each report: from frozen facts and rules only; what is missing makes nothing Green."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings, strategies as st

from steerco_engine.health import COLOUR_SEVERITY, Health
from steerco_engine.readings import SHIPPED, SHIPPED_LIMITS, FrozenReport, HealthRules, measures_of, readings, rules_on, worst
from steerco_engine.reasons import Reason
from steerco_engine.rules import CRITICAL, Dimension, Limits, Measure

DAY = dt.date(2021, 3, 31)
END = dt.date(2025, 3, 31)
PLAN = FrozenReport(DAY, END, Decimal(100), Decimal(10), Decimal(10), Decimal(50), "GBP")


def report(months: int = 1, **facts: object) -> FrozenReport:
    """A report some months later that says what was planned, but for these facts."""
    return replace(PLAN, status_on=DAY + dt.timedelta(days=30 * months), **facts)  # type: ignore[arg-type]  # names of its fields


def colours(*reports: FrozenReport, rules: HealthRules = SHIPPED) -> dict[Dimension, Health | None]:
    """The colours shown after the last of these reports."""
    return readings(reports, (rules,))[-1].colours()


_MONEY = st.none() | st.integers(1, 300).map(Decimal)
_ENDS = st.none() | st.integers(-400, 2000).map(lambda days: END + dt.timedelta(days=days))
_REPORTS = st.lists(st.tuples(_ENDS, _MONEY, _MONEY, _MONEY, _MONEY), min_size=1, max_size=7).map(
    lambda rows: [
        FrozenReport(DAY + dt.timedelta(days=90 * place), end, cost, budget, forecast, benefits, "GBP")
        for place, (end, cost, budget, forecast, benefits) in enumerate(rows)
    ]
)


@settings(max_examples=60, deadline=None)
@given(_REPORTS)
def test_a_reading_depends_on_the_reports_up_to_it_alone(reports: list[FrozenReport]) -> None:
    whole = readings(reports)
    assert readings(reports) == whole
    assert [readings(reports[: place + 1])[-1] for place in range(len(reports))] == list(whole)


@settings(max_examples=60, deadline=None)
@given(_REPORTS, st.sampled_from(["end_on", "whole_life_cost", "year_forecast", "benefits"]))
def test_what_is_left_out_never_makes_green(reports: list[FrozenReport], left_out: str) -> None:
    full = readings(reports)[-1]
    less = readings([*reports[:-1], replace(reports[-1], **{left_out: None})])[-1]  # type: ignore[arg-type]  # a field that may be None
    for dimension, told in less.dimensions.items():
        before = readings(reports)[-2].measured if len(reports) > 1 else {}
        gone = [m for m, found in full.measured.items() if found.value is not None and less.measured[m].value is None]
        known_before = [m for m in gone if m in before and before[m].value is not None and SHIPPED_LIMITS[m].dimension is dimension]
        assert not (known_before and told.computed is Health.GREEN)
    if any(less.dimensions[each].shown is None for each in CRITICAL):
        assert less.overall is not Health.GREEN


@settings(max_examples=40, deadline=None)
@given(_REPORTS)
def test_an_empty_report_is_green_in_nothing(reports: list[FrozenReport]) -> None:
    empty = readings([*reports, FrozenReport(reports[-1].status_on + dt.timedelta(days=90))])[-1]
    assert Health.GREEN not in {told.computed for told in empty.dimensions.values()} | {empty.overall, empty.evident}


@settings(max_examples=60, deadline=None)
@given(_REPORTS)
def test_better_is_shown_only_after_two_in_a_row_and_worse_at_once(reports: list[FrozenReport]) -> None:
    told = readings(reports)
    for dimension in Dimension:
        known = [each.dimensions[dimension] for each in told if each.dimensions[dimension].computed is not None]
        for before, now in itertools.pairwise(known):
            assert now.shown is worst([before.computed, now.computed])


def test_the_first_promise_is_never_forgotten_but_makes_nothing_red() -> None:
    later = END + dt.timedelta(days=900)
    series = [PLAN, *(report(months, end_on=later) for months in (1, 2, 3))]
    told = [each.dimensions[Dimension.SCHEDULE] for each in readings(series)]
    assert [each.shown for each in told] == [None, Health.RED, Health.RED, Health.AMBER]
    assert told[-1].decided_by == (Measure.SLIP_FIRST,)


def test_a_baseline_stands_in_the_place_of_the_report_before() -> None:
    agreed = END + dt.timedelta(days=200)
    told = measures_of(report(2, end_on=agreed, baseline_on=DAY, baseline_end_on=agreed, baseline_cost=Decimal(80)), report(1), PLAN)
    assert told[Measure.SLIP].value == 0
    assert told[Measure.VAC].value == Decimal("-0.25")


def test_an_end_date_that_passed_is_not_green() -> None:
    close = dt.date(2021, 5, 15)
    series = [replace(PLAN, end_on=close), report(1, end_on=close), report(3, end_on=close)]
    told = readings(series)
    assert told[1].dimensions[Dimension.SCHEDULE].computed is Health.GREEN
    later = readings([*series, report(4, end_on=close)])[-1]
    assert later.measured[Measure.SLIP].reason is Reason.PLAN_DATE_PASSED
    assert later.dimensions[Dimension.SCHEDULE].computed is Health.AMBER


def test_amber_for_want_of_data_is_no_evidence() -> None:
    only_dates = [FrozenReport(DAY, END), FrozenReport(DAY + dt.timedelta(days=90), END)]
    told = readings(only_dates)[-1]
    assert (told.overall, told.insufficient, told.evident) == (Health.AMBER, True, None)
    assert readings([FrozenReport(DAY)])[0].overall is None


@pytest.mark.parametrize(
    ("share", "colour"), [("1", Health.GREEN), ("1.05", Health.GREEN), ("1.0501", Health.AMBER), ("1.1001", Health.RED)]
)
def test_the_forecast_of_the_year_keeps_its_limits(share: str, colour: Health) -> None:
    alone = FrozenReport(DAY, year_budget=Decimal(1), year_forecast=Decimal(share))
    assert colours(alone)[Dimension.COST] is colour


def test_measures_that_other_records_froze_count_too() -> None:
    told = colours(replace(PLAN, measures={Measure.EXPOSURE: Decimal("1.3"), Measure.PULSE: Decimal("4.2")}))
    assert (told[Dimension.RISK], told[Dimension.STAKEHOLDERS], told[Dimension.QUALITY]) == (Health.RED, Health.GREEN, None)


def test_a_new_version_reads_only_what_came_after_it_began() -> None:
    strict = HealthRules(
        1, dt.date(2021, 6, 1), {**SHIPPED_LIMITS, Measure.YEAR: Limits(Dimension.COST, Decimal(0), Decimal(0), True)}, False
    )
    series = [report(0, year_forecast=Decimal("10.1")), report(1, year_forecast=Decimal("10.1")), report(3, year_forecast=Decimal("10.1"))]
    told = readings(series, (strict,))
    assert [each.rules for each in told] == [0, 0, 1]
    assert [each.dimensions[Dimension.COST].shown for each in told] == [Health.GREEN, Health.GREEN, Health.RED]
    assert rules_on((), DAY) is SHIPPED


def test_rules_that_a_report_froze_hold_whatever_came_into_force_meanwhile() -> None:
    strict = HealthRules(7, limits={**SHIPPED_LIMITS, Measure.YEAR: Limits(Dimension.COST, Decimal(0), Decimal(0), True)}, steady=False)
    dear = report(1, year_forecast=Decimal("10.1"))
    told = readings([replace(dear, rules=strict), replace(dear, rules=SHIPPED)], (replace(strict, number=9),))
    assert [(each.rules, each.dimensions[Dimension.COST].computed) for each in told] == [(7, Health.RED), (0, Health.GREEN)]


def test_no_limit_lets_a_worse_value_have_a_better_colour() -> None:
    for limits in SHIPPED_LIMITS.values():
        values = sorted((limits.green, limits.green + 1, limits.green - 1, limits.amber or limits.green), reverse=limits.more_is_better)
        found = [COLOUR_SEVERITY[replace(limits, at_most=None).colour(value)] for value in values]
        assert found == sorted(found)
