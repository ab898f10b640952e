"""What the facts of published reports say beside what was reported: colours, reasons, ranks, quality, previews."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from steerco.capabilities.health.queries.lines import HealthLine, health_on
from steerco.capabilities.health.queries.preview import preview
from steerco.capabilities.health.queries.sentences import because, overall_sentence
from steerco.capabilities.health.queries.source import HealthSource
from steerco.capabilities.health.queries.warnings import warning_words
from steerco.capabilities.health.tests.factories import END, MONTHS, project_with
from steerco.capabilities.projects.models import Project
from steerco.capabilities.status.models import Narrative
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.writer import revise
from steerco_engine.health import Health
from steerco_engine.readings import SHIPPED, SHIPPED_LIMITS, Reading, readings
from steerco_engine.rules import Dimension, Measure
from steerco_engine.staleness import Age
from steerco_engine.watermelons import Difference

LATE = END + dt.timedelta(days=200)
DAY = MONTHS[2]


def line_of(by: Actor, project: Project, day: dt.date | None = DAY) -> HealthLine:
    return health_on(HealthSource(by), day).lines[project.pk]


def test_a_good_rating_beside_a_late_date_is_a_watermelon_for_as_long_as_it_lasts(system: Actor) -> None:
    project = project_with(system, "Quay", {}, {"end_on": LATE}, {"end_on": LATE})
    line = line_of(system, project)
    assert (line.reported, line.reading.evident) == (Health.GREEN, Health.RED)
    assert (line.difference, line.in_a_row, line.gap) == (Difference.WATERMELON, 2, 2)
    assert "End date" in because(line.reading, Dimension.SCHEDULE)
    told = health_on(HealthSource(system), DAY)
    assert ([each.pk for each in told.watermelons], told.lemons, told.checked) == ([project.pk], (), 1)


def test_a_red_rating_beside_good_facts_is_a_lemon(system: Actor) -> None:
    project = project_with(system, "Lock", {"confidence": "red"}, {"confidence": "red"}, {"confidence": "red"})
    line = line_of(system, project)
    assert (line.reading.evident, line.difference, line.in_a_row) == (Health.GREEN, Difference.LEMON, 2)
    assert overall_sentence(line.reading) == "Green: no limit is broken."


def test_a_colour_reported_for_a_dimension_counts_before_the_rating(system: Actor) -> None:
    said = {"overall": {"colour": "amber"}, "cost": {"colour": "green"}}
    dear = {"whole_life_cost_amount": Decimal(1300), "confidence": "green", "reported_colours": said}
    line = line_of(system, project_with(system, "Dock", {}, dear), MONTHS[1])
    assert (line.reported, line.critical_gaps) == (Health.AMBER, (Dimension.COST,))
    assert line.difference is Difference.WATERMELON


def test_what_is_missing_is_grey_named_and_no_evidence(system: Actor) -> None:
    project = project_with(system, "Weir", {"benefits_amount": None}, {"benefits_amount": None})
    line = line_of(system, project, MONTHS[1])
    assert (line.reading.overall, line.reading.evident, line.difference) == (Health.AMBER, None, None)
    assert because(line.reading, Dimension.BENEFITS).startswith("Grey, because this is missing: benefits (not given in this report)")


def test_status_green_beside_doubtful_confidence_is_listed(system: Actor) -> None:
    said = {"confidence": "red", "reported_colours": {"overall": {"colour": "green"}}}
    assert line_of(system, project_with(system, "Pier", {}, said), MONTHS[1]).diverges
    assert not line_of(
        system, project_with(system, "Mole", {}, {"confidence": "amber", "reported_colours": {}, "end_on": LATE}), DAY
    ).diverges


def test_a_snapshot_gives_measures_and_a_baseline(system: Actor) -> None:
    snapshot = {
        "raid": {"measures": {"exposure": "1.3", "unowned_extreme_risks": 0, "nonsense": "7"}},
        "plan": {"baseline": {"on": "2026-01-01", "end_on": LATE.isoformat(), "cost": "1000"}},
    }
    line = line_of(system, project_with(system, "Sluice", {}, {"end_on": LATE, "snapshot": snapshot}), MONTHS[1])
    told = line.reading.dimensions
    assert (told[Dimension.RISK].shown, told[Dimension.SCHEDULE].decided_by) == (Health.RED, (Measure.SLIP_FIRST,))


def test_old_reports_are_stale_and_then_expired(system: Actor) -> None:
    project = project_with(system, "Canal", {}, {}, {})
    ages = [line_of(system, project, day).age for day in (DAY, dt.date(2026, 5, 6), dt.date(2026, 6, 5))]
    assert ages == [Age.FRESH, Age.STALE, Age.EXPIRED]


def test_as_of_a_date_nothing_later_is_known(system: Actor) -> None:
    project = project_with(system, "Ford", {}, {}, {"end_on": LATE})
    assert line_of(system, project, MONTHS[1]).reading.evident is Health.GREEN
    assert line_of(system, project).reading.evident is Health.RED
    assert health_on(HealthSource(system), dt.date(2025, 1, 1)).lines == {}


def test_a_reading_is_kept_until_its_own_reports_change(system: Actor) -> None:
    first, other = project_with(system, "One", {}, {}), project_with(system, "Two", {}, {})
    before = HealthSource(system).health
    project_with(system, "Three", {}, {})
    after = HealthSource(system).health
    assert after[first.pk] is before[first.pk]
    assert after[other.pk] is before[other.pk]
    assert len(after) == 3


def test_a_tier_that_changes_is_read_with_its_own_rules(system: Actor) -> None:
    project = project_with(system, "Tier", {}, {})
    assert HealthSource(system).rules == {}
    with revise(system, "move") as revision:
        revision.update(project, tier=2)
    assert HealthSource(system).projects[project.pk].tier == 2


def test_bright_words_beside_worse_facts_warn(system: Actor) -> None:
    project = project_with(system, "Bright", {}, {}, {"end_on": LATE})
    line = line_of(system, project)
    report = project.reports.get(period__status_on=DAY)
    Narrative.everywhere.create(organisation=system.organisation, report=report, topic="headline", text="Good progress, on track.")
    assert "sound bright" in warning_words([line])[project.pk][0]


def test_data_quality_names_the_unsafe_figures(system: Actor) -> None:
    bad = {"whole_life_cost_amount": Decimal(100_000), "end_on": dt.date(2026, 1, 1), "benefits_amount": None, "confidence": ""}
    line = line_of(system, project_with(system, "Doubt", {}, bad), MONTHS[1])
    assert line.quality.quality.unsafe
    assert {check.figure for check in line.quality.unsafe} == {"whole_life_cost_amount", "end_on"}


def test_a_preview_says_who_would_have_been_red(system: Actor) -> None:
    project_with(system, "Slow", {}, {"end_on": END + dt.timedelta(days=40)}, tier=1)
    project_with(system, "Fast", {}, {}, tier=1)
    strict = replace(
        SHIPPED, limits={**SHIPPED_LIMITS, Measure.SLIP: replace(SHIPPED_LIMITS[Measure.SLIP], green=Decimal(0), amber=Decimal("0.01"))}
    )
    told = preview(HealthSource(system), strict, 1)
    assert (told.of, told.red_now, told.red_then) == (2, 0, 1)
    assert [each.project.name for each in told.otherwise] == ["Slow"]
    assert preview(HealthSource(system), strict, 3).of == 0


@pytest.mark.parametrize("wrong", ["not a number", "NaN", ""])
def test_a_snapshot_that_says_nonsense_gives_nothing(system: Actor, wrong: str) -> None:
    snapshot = {"raid": {"measures": {"exposure": wrong}, "baseline": {"on": wrong}}, "odd": [1]}
    told: Reading = line_of(system, project_with(system, "Odd", {}, {"snapshot": snapshot}), MONTHS[1]).reading
    assert told.dimensions[Dimension.RISK].shown is None


def test_planted_differences_are_all_found_and_nothing_else(system: Actor) -> None:
    planted = [
        project_with(system, f"Planted {place}", {}, {"end_on": LATE} if place % 2 else {"whole_life_cost_amount": Decimal(1200)}).pk
        for place in range(4)
    ]
    for place in range(4):
        project_with(system, f"Honest {place}", {}, {"end_on": LATE, "confidence": "red"} if place % 2 else {})
    told = health_on(HealthSource(system), MONTHS[1])
    assert sorted(line.pk for line in told.watermelons) == planted
    assert readings([kept.frozen for kept in told.lines[planted[0]].health.kept]) == told.lines[planted[0]].health.readings
