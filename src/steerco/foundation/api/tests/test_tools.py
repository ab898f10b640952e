"""`steerco calc` as a script meets it."""

from __future__ import annotations

import io
import json
from decimal import Decimal

import pytest

from steerco.interfaces.cli import main


@pytest.fixture
def calc(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    def run(given: str, *arguments: str) -> tuple[int, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(given))
        code = main(["calc", *arguments])
        return code, capsys.readouterr().out

    return run


def test_a_calculation_is_answered_with_all_digits(calc) -> None:
    code, said = calc('{"before": 12345678901234567.01, "after": "12345678901234567.03"}', "amount_movement")
    told = json.loads(said, parse_float=Decimal)
    assert code == 0
    assert told["result"]["change"] == Decimal("0.02")
    assert told["calculation"] == "amount_movement"


def test_a_missing_number_has_its_reason(calc) -> None:
    code, said = calc('{"before": null, "after": "2024-01-01", "measured_on": "2023-01-01"}', "end_date_movement")
    told = json.loads(said)
    assert code == 0
    assert told["result"]["days"] is None
    assert {each["code"] for each in told["reasons"]} == {"NO_BASELINE"}


@pytest.mark.parametrize(
    ("given", "name", "code"), [("{x", "age", "NOT_JSON"), ("", "age", "MISSING"), ("{}", "nothing_such", "UNKNOWN_CALCULATION")]
)
def test_what_cannot_be_calculated_is_said_with_its_code(calc, given: str, name: str, code: str) -> None:
    exit_code, said = calc(given, name)
    assert exit_code == 1
    assert json.loads(said)["error"]["code"] == code


def test_the_list_and_the_schema(calc) -> None:
    code, said = calc("", "--list")
    assert code == 0
    assert any(line.startswith("judge ") for line in said.splitlines())
    code, said = calc("", "judge", "--schema")
    assert code == 0
    assert json.loads(said)["takes"]["required"] == ["now"]
