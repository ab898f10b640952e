"""Rule set 3: its limits, its explanations, and what it says of the real portfolio."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from steerco_engine.confidence import Confidence
from steerco_engine.health import COLOUR_SEVERITY, RULE_SET_3, Agreement, Fact, Health, Statement, Verdict, agreement, judge
from steerco_engine.reasons import Reason
from steerco_engine.tests.reference import by_id, rating, rows, statement

BEFORE = dt.date(2021, 3, 31)
NOW = dt.date(2023, 3, 31)
amounts = st.none() | st.decimals(min_value=-(10**9), max_value=10**12, places=2)
dates = st.none() | st.dates(dt.date(2000, 1, 1), dt.date(2080, 1, 1))


def statements(status_on: dt.date) -> st.SearchStrategy[Statement]:
    return st.builds(Statement, st.just(status_on), dates, amounts, amounts, amounts)


def judged_2023() -> list[tuple[Confidence | None, Verdict]]:
    before = {key: statement(row) for key, row in by_id("2021").items()}
    return [(rating(row), judge(statement(row), before.get(row["gmpp_id"]))) for row in rows("2023")]


def test_of_24_green_projects_with_a_computable_fact_16_break_a_limit() -> None:
    green = [verdict for reported, verdict in judged_2023() if reported is Confidence.GREEN and verdict.colour is not None]

    assert len(green) == 24
    assert sum(1 for verdict in green if verdict.breaks) == 16


def test_facts_say_worse_than_reported_for_74_projects_of_2023() -> None:
    compared = [agreement(reported, verdict) for reported, verdict in judged_2023()]

    assert compared.count(Agreement.BETTER_THAN_FACTS) == 74


@pytest.mark.parametrize(
    ("after", "colour"), [("100", "green"), ("105", "green"), ("105.01", "amber"), ("110", "amber"), ("110.01", "red"), ("80", "green")]
)
def test_a_limit_belongs_to_the_better_band(after: str, colour: str) -> None:
    verdict = judge(Statement(NOW, None, Decimal(after)), Statement(BEFORE, None, Decimal(100)))

    assert verdict.colour == colour


def test_a_difference_below_a_billionth_counts_as_equal() -> None:
    assert RULE_SET_3.colour(Decimal("0.05") * (1 + Decimal("1e-10"))) is Health.GREEN
    assert RULE_SET_3.colour(Decimal("0.05") * (1 + Decimal("1e-8"))) is Health.AMBER


def test_an_end_date_that_had_passed_gives_no_verdict_but_its_reason() -> None:
    verdict = judge(Statement(NOW, dt.date(2025, 1, 1)), Statement(BEFORE, BEFORE))

    assert verdict.colour is None
    assert verdict.findings[0].reason is Reason.PLAN_DATE_PASSED
    assert verdict.findings[0].sentence == "End date: the end date of the report before had passed, so no time remained."


def test_a_first_report_is_judged_on_its_year_alone() -> None:
    verdict = judge(Statement(NOW, dt.date(2025, 1, 1), Decimal(5), Decimal(100), Decimal(107)))

    assert verdict.colour is Health.AMBER
    assert [finding.reason for finding in verdict.findings] == [Reason.NO_BASELINE, Reason.NO_BASELINE, None]
    assert verdict.breaks[0].sentence == "Forecast for the year against its budget 100 → 107: +7%."


def test_costs_in_different_currencies_are_never_compared() -> None:
    verdict = judge(Statement(NOW, None, Decimal(200), currency="EUR"), Statement(BEFORE, None, Decimal(100), currency="GBP"))

    assert verdict.colour is None
    assert verdict.findings[1].reason is Reason.CURRENCIES_DIFFER


def test_a_budget_of_zero_gives_no_share() -> None:
    assert judge(Statement(NOW, year_budget=Decimal(0), year_forecast=Decimal(3))).findings[2].reason is Reason.NOT_POSITIVE


@given(now=statements(NOW), before=st.none() | statements(BEFORE))
def test_the_worst_finding_decides_and_every_gap_has_its_reason(now: Statement, before: Statement | None) -> None:
    verdict = judge(now, before)

    colours = [COLOUR_SEVERITY[f.colour] for f in verdict.findings if f.colour is not None]
    assert (verdict.colour is None) == (not colours)
    if verdict.colour is not None:
        assert COLOUR_SEVERITY[verdict.colour] == max(colours)
    for finding in verdict.findings:
        assert (finding.share is None) == (finding.reason is not None) == (finding.colour is None)
        assert finding.sentence.endswith(".")
    assert {finding.fact for finding in verdict.findings} == set(Fact)


@given(share=st.decimals(min_value=-2, max_value=2, places=6), worse=st.decimals(min_value=0, max_value=1, places=6))
def test_getting_worse_never_improves_the_colour(share: Decimal, worse: Decimal) -> None:
    assert COLOUR_SEVERITY[RULE_SET_3.colour(share + worse)] >= COLOUR_SEVERITY[RULE_SET_3.colour(share)]


@given(reported=st.sampled_from(Confidence), computed=st.sampled_from(Health))
def test_agreement_is_the_sign_of_the_gap(reported: Confidence, computed: Health) -> None:
    expected = {
        ("green", "amber"), ("green", "red"), ("amber", "red"), ("amber_green", "red"), ("amber_red", "red"),
    }  # fmt: skip
    judged = Verdict(computed, ())
    assert (agreement(reported, judged) is Agreement.BETTER_THAN_FACTS) == ((reported.value, computed.value) in expected)


def test_a_year_as_budgeted_alone_claims_nothing() -> None:
    verdict = judge(Statement(NOW, dt.date(2025, 1, 1), Decimal(5), Decimal(100), Decimal(100)))

    assert (verdict.colour, verdict.claim, verdict.computable, verdict.compares) == (Health.GREEN, None, 1, False)
    assert agreement(Confidence.RED, verdict) is None
    assert agreement(Confidence.GREEN, verdict) is Agreement.AGREES


@given(statements(NOW), statements(BEFORE))
def test_a_missing_date_and_cost_never_make_a_claim_of_green(now: Statement, before: Statement) -> None:
    bare = judge(Statement(NOW, None, None, now.year_budget, now.year_forecast), before)

    assert bare.claim is not Health.GREEN
    assert agreement(Confidence.RED, bare) is not Agreement.WORSE_THAN_FACTS
    whole = judge(now, before)
    if bare.colour is not None and whole.colour is not None:
        assert COLOUR_SEVERITY[whole.colour] >= COLOUR_SEVERITY[bare.colour], "a fact that is added can only worsen the colour"
