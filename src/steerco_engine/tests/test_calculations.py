"""The calculations as they are asked from outside: every public function, exact numbers, and a code for each wrong input."""

from __future__ import annotations

import inspect
import json
from decimal import Decimal
from importlib.metadata import version

import pytest

import steerco_engine
from steerco_engine.calculations import calculation, calculations
from steerco_engine.exchange import read
from steerco_engine.reasons import Fault, InputRefused

NOW = {"status_on": "2023-03-31", "end_on": "2023-05-14", "whole_life_cost": 720, "year_budget": "40", "year_forecast": 60.0}
BEFORE = {"status_on": "2021-03-31", "end_on": "2022-06-30", "whole_life_cost": 700}


def test_every_calculation_says_what_it_takes_and_gives() -> None:
    assert len(calculations()) >= 28
    for each in calculations().values():
        assert each.does.endswith((".", "?")) or ":" in each.does, each.name
        assert set(each.takes["properties"]) == set(each.parameters)
        assert each.gives
        json.dumps([each.takes, each.gives])


def test_only_a_function_as_parameter_is_not_offered() -> None:
    hidden = {
        (each.name, name)
        for each in calculations().values()
        for name in inspect.signature(each.function).parameters
        if name not in each.parameters
    }
    assert hidden == {("link", "same_unit"), ("propose_links", "same_unit")}


def test_the_health_of_a_report_with_its_reasons() -> None:
    told = calculation("judge").answer({"now": NOW, "before": BEFORE})
    assert told["result"]["colour"] == "red"
    assert [found["colour"] for found in told["result"]["findings"]] == ["red", "green", "red"]
    assert told["result"]["findings"][2]["share"] == Decimal("0.5")
    assert told["reasons"] == []
    first = calculation("judge").answer({"now": {"status_on": "2023-03-31"}})
    assert [(each["at"], each["code"]) for each in first["reasons"]] == [
        ("findings.0.reason", "NO_BASELINE"), ("findings.1.reason", "NO_BASELINE"), ("findings.2.reason", "NO_BASELINE"),
    ]  # fmt: skip
    assert first["result"]["colour"] is None


def test_a_result_may_be_given_back() -> None:
    verdict = calculation("judge").answer({"now": NOW, "before": BEFORE})["result"]
    assert calculation("agreement").answer({"reported": "green", "verdict": verdict})["result"] == "better_than_facts"


def test_equal_inputs_have_one_hash_however_they_are_written() -> None:
    ask = calculation("amount_movement").answer
    assert ask({"before": 1, "after": "2.50"})["inputs_hash"] == ask({"after": 2.5, "before": "1.0"})["inputs_hash"]
    assert ask({"before": 1, "after": 2})["inputs_hash"] != ask({"before": 1, "after": 3})["inputs_hash"]


def test_the_version_is_that_of_the_product() -> None:
    assert version("steerco") == steerco_engine.VERSION
    assert calculation("fold").answer({"name": "x"})["engine_version"] == steerco_engine.VERSION


@pytest.mark.parametrize(
    ("name", "given", "code", "at"),
    [
        ("age", {}, "MISSING", "status_on"),
        ("age", [], "WRONG_TYPE", ""),
        ("age", {"when": 1}, "UNKNOWN_FIELD", "when"),
        ("working_days", {"start": "2023-02-30", "end": "2023-03-01"}, "NOT_A_DATE", "start"),
        ("working_days", {"start": "20230203", "end": "2023-03-01"}, "NOT_A_DATE", "start"),
        ("judge", {"now": {**NOW, "whole_life_cost": "much"}}, "NOT_A_NUMBER", "now.whole_life_cost"),
        ("judge", {"now": {**NOW, "whole_life_cost": True}}, "NOT_A_NUMBER", "now.whole_life_cost"),
        ("judge", {"now": {**NOW, "whole_life_cost": "NaN"}}, "OUT_OF_RANGE", "now.whole_life_cost"),
        ("judge", {"now": {**NOW, "whole_life_cost": "1e999"}}, "OUT_OF_RANGE", "now.whole_life_cost"),
        ("judge", {"now": {**NOW, "colour": "red"}}, "UNKNOWN_FIELD", "now.colour"),
        ("judge", {"now": []}, "WRONG_TYPE", "now"),
        ("severity", {"rating": "pink"}, "NOT_A_CHOICE", "rating"),
        ("rating_movement", {"before": "red", "after": "red", "points": 4}, "NOT_A_CHOICE", "points"),
        ("cadence", {"status_dates": ["2023-01-31", 7]}, "NOT_A_DATE", "status_dates.1"),
        ("disclosed", {"values": [[1, "GBP"]], "of": 1}, "WRONG_TYPE", "values.0"),
        ("disclosed", {"values": [], "of": 1.5}, "NOT_A_NUMBER", "of"),
        ("percent", {"share": 1, "places": 10**9}, "OUT_OF_RANGE", ""),
        ("link", {"incoming": [], "known": []}, "WRONG_TYPE", "known"),
    ],
)
def test_a_wrong_input_is_refused_with_its_code_and_place(name: str, given: object, code: str, at: str) -> None:
    told = calculation(name).answer(given)
    assert "result" not in told
    assert (told["error"]["code"], told["error"]["at"]) == (code, at)
    assert told["error"]["message"]


def test_an_unknown_calculation_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(InputRefused, match="working_days") as refusal:
        calculation("npv_of_everything")
    assert refusal.value.code == Fault.UNKNOWN_CALCULATION


def test_a_choice_of_two_kinds_takes_either() -> None:
    assert read(int | str, "a") == "a"
    with pytest.raises(InputRefused, match="fits none"):
        read(int | str, [], "x")


def test_what_cannot_be_derived_of_an_input_stops_nothing() -> None:
    odd = {"fact": "year", "colour": "red", "share": None, "reason": None, "before": None, "after": None}
    told = calculation("agreement").answer({"reported": "green", "verdict": {"colour": "red", "findings": [odd]}})
    assert told["result"] == "better_than_facts"
