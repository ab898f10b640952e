"""The colours of the domain's examples, and what must hold of any measures (domain.md §10.3)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from steerco_engine.health import COLOUR_SEVERITY, Health
from steerco_engine.rules import CRITICAL, DEFAULT, Dimension, Measure, dimension_colours, overall_colour, steady_colour

GREEN, AMBER, RED = Health.GREEN, Health.AMBER, Health.RED
ALL_GREEN = dict.fromkeys(Dimension, GREEN)
VALUES = st.dictionaries(st.sampled_from(Measure), st.decimals(-2, 6, places=4), max_size=len(Measure))
COLOURS = st.fixed_dictionaries({dimension: st.sampled_from([GREEN, AMBER, RED, None]) for dimension in Dimension})


def coloured(**measures: str) -> dict[Dimension, Health | None]:
    """The colours of these measures."""
    found = dimension_colours({Measure(name): Decimal(value) for name, value in measures.items()})
    return {dimension: each.colour for dimension, each in found.items()}


class TestExamplesOfTheDomain:
    def test_late_and_dear_is_red(self) -> None:
        found = coloured(spi_t="0.875", cpi="0.8485", vac="-0.179", benefits_forecast="1")
        assert (found[Dimension.SCHEDULE], found[Dimension.COST]) == (RED, RED)
        assert overall_colour(found).colour is RED
        assert overall_colour(found).decided_by == (Dimension.SCHEDULE, Dimension.COST)

    def test_a_little_late_is_amber(self) -> None:
        found = coloured(spi_t="0.93", slip="0.04", cpi="0.97", vac="-0.03", benefits_forecast="1")
        assert found[Dimension.SCHEDULE] is AMBER
        assert (overall_colour(found).colour, overall_colour(found).insufficient) == (AMBER, False)

    def test_one_red_that_is_not_critical_is_amber_and_two_are_red(self) -> None:
        resources = ALL_GREEN | {Dimension.RESOURCES: coloured(demand="0.78")[Dimension.RESOURCES]}
        assert resources[Dimension.RESOURCES] is RED
        assert overall_colour(resources).colour is AMBER
        assert overall_colour(resources | {Dimension.QUALITY: RED}).colour is RED

    def test_one_amber_that_is_not_critical_is_green(self) -> None:
        assert overall_colour(ALL_GREEN | {Dimension.SCOPE: AMBER}).colour is GREEN
        assert overall_colour(ALL_GREEN | {Dimension.SCOPE: AMBER, Dimension.RISK: AMBER}).colour is AMBER

    def test_a_grey_critical_dimension_is_at_best_amber(self) -> None:
        found = overall_colour(ALL_GREEN | {Dimension.COST: None})
        assert (found.colour, found.insufficient) == (AMBER, True)


@pytest.mark.parametrize(
    ("measure", "value", "colour"),
    [
        (Measure.CPI, "0.95", GREEN), (Measure.CPI, "0.9499", AMBER), (Measure.CPI, "0.90", AMBER), (Measure.CPI, "0.8999", RED),
        (Measure.CPI, "1.10", GREEN), (Measure.CPI, "1.1001", AMBER), (Measure.SPI_T, "0.949", AMBER), (Measure.SLIP, "0.05", GREEN),
        (Measure.SLIP, "0.0501", AMBER), (Measure.SLIP, "0.10", AMBER), (Measure.SLIP, "0.1001", RED), (Measure.VAC, "-0.05", GREEN),
        (Measure.VAC, "-0.10", AMBER), (Measure.VAC, "-0.1001", RED), (Measure.VOLATILITY, "0.15", AMBER),
        (Measure.UNAPPROVED_CHANGES, "0", GREEN), (Measure.UNAPPROVED_CHANGES, "1", RED), (Measure.ACCEPTANCE, "0.899", AMBER),
        (Measure.SEVERE_DEFECTS, "3", AMBER), (Measure.SEVERE_DEFECT_DAYS, "5", GREEN), (Measure.SEVERE_DEFECT_DAYS, "6", RED),
        (Measure.EXPOSURE, "1", GREEN), (Measure.EXPOSURE, "1.25", AMBER), (Measure.EXPOSURE, "1.26", RED),
        (Measure.UNOWNED_EXTREME_RISKS, "1", RED), (Measure.DEMAND, "0.80", AMBER), (Measure.BENEFITS_FORECAST, "0.8499", RED),
        (Measure.BENEFITS_WITHOUT_OWNER, "1", RED), (Measure.PULSE, "3.9", AMBER), (Measure.PULSE, "2.99", RED),
    ],
)  # fmt: skip
def test_a_limit_belongs_to_the_better_band(measure: Measure, value: str, colour: Health) -> None:
    assert DEFAULT[measure].colour(Decimal(value)) is colour


@given(VALUES, st.sampled_from(list(DEFAULT)))
def test_what_is_not_known_is_named_and_colours_nothing(values: dict[Measure, Decimal], lost: Measure) -> None:
    dimension = DEFAULT[lost].dimension
    before, after = (dimension_colours(each)[dimension] for each in (values, {k: v for k, v in values.items() if k is not lost}))
    if before.colour is None:
        assert after.colour is None
    assert lost in after.missing


@given(COLOURS, st.sampled_from(Dimension))
def test_a_worse_dimension_never_makes_the_whole_better(colours: dict[Dimension, Health | None], dimension: Dimension) -> None:
    order = [GREEN, AMBER, RED]
    found = [COLOUR_SEVERITY[overall_colour(colours | {dimension: each}).colour] for each in order]
    assert found == sorted(found)
    if dimension in CRITICAL:
        assert overall_colour(colours | {dimension: None}).colour is not GREEN


@given(st.lists(st.sampled_from([GREEN, AMBER, RED, None]), max_size=8))
def test_better_holds_for_two_periods_before_it_shows(periods: list[Health | None]) -> None:
    shown = steady_colour(periods)
    if periods and periods[-1] is not None:
        assert shown is not None
        assert COLOUR_SEVERITY[shown] >= COLOUR_SEVERITY[periods[-1]]
    else:
        assert shown is None
