"""`steerco import`: one object for scripts, a sentence for people, and an exit code for both."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import pytest

from steerco.capabilities.projects.models import Project
from steerco.capabilities.returns import tools
from steerco.capabilities.returns.tests.gmpp import FOLDER
from steerco.foundation.organisations.models import Organisation


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    tools.add_arguments(parser)
    return tools.run(parser.parse_args(list(words)))


def said(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    return json.loads(capsys.readouterr().out)  # type: ignore[no-any-return]


def test_one_object_with_exactly_the_promised_names(organisation: Organisation, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(FOLDER / "uk_2023.csv"), "--profile", "uk-gmpp", "--json") == 0
    printed = said(capsys)
    assert list(printed) == ["rows", "created", "changed", "unchanged", "refused", "withheld", "totals", "problems", "left_out"]
    assert (printed["rows"], printed["created"], printed["changed"], printed["unchanged"], printed["refused"]) == (244, 244, 0, 0, 0)
    assert printed["totals"] == {
        "whole_life_cost_amount": {"sum": 471818000000, "count": 193}, "year_budget_amount": {"sum": 47507370000, "count": 207},
        "year_forecast_amount": {"sum": 41507930000, "count": 207}, "benefits_amount": {"sum": 729446310000, "count": 110},
    }  # fmt: skip
    assert printed["withheld"] == 11 + 5 + 25 + 46 + 26 + 26 + 11
    assert all(set(problem) == {"file", "row", "column", "message"} for problem in printed["problems"])
    assert run(str(FOLDER / "uk_2023.csv"), "--profile", "uk-gmpp", "--json") == 0
    again = said(capsys)
    assert (again["created"], again["changed"], again["unchanged"]) == (0, 0, 244)


def test_a_dry_run_writes_nothing(organisation: Organisation, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(str(FOLDER / "uk_2015.csv"), "--profile", "uk-gmpp", "--dry-run", "--organisation", "alpha") == 0
    said = capsys.readouterr().out
    assert "188 new, 0 changed" in said and "New projects: 188" in said
    assert Project.objects.count() == 0


def test_refused_rows_are_named_and_the_code_is_one(organisation: Organisation, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Name,RAG\nA,Green\n,Red\n", encoding="utf-8")
    assert run(str(path), "--profile", "any-list", "--json") == 1
    printed = said(capsys)
    assert printed["refused"] == 1
    assert printed["problems"][0] == {"file": "list.csv", "row": 3, "column": 1, "message": "The project has no name."}
    assert run(str(path), "--profile", "any-list") == 1
    assert "list.csv row 3 column 1: The project has no name." in capsys.readouterr().err
    assert Project.objects.count() == 0
    assert run(str(path), "--profile", "any-list", "--skip-refused") == 0
    assert Project.objects.count() == 1


@pytest.mark.parametrize(("name", "data"), [("x.pdf", b"%PDF-1.7"), ("empty.csv", b""), ("broken.xlsx", b"PK\x03\x04")])
def test_a_file_that_is_no_table(
    organisation: Organisation, tmp_path: Path, name: str, data: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_bytes(data)
    assert run(str(tmp_path / name), "--profile", "any-list", "--json") == 1
    printed = said(capsys)
    assert (printed["rows"], printed["problems"][0]["file"]) == (0, name)


def test_a_missing_file_and_an_unknown_profile(organisation: Organisation, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("nowhere.csv", "--profile", "any-list", "--json") == 1
    assert "nowhere.csv" in said(capsys)["problems"][0]["message"]
    assert run(str(FOLDER / "uk_2015.csv"), "--profile", "nope", "--json") == 1
    assert "There is no profile “nope”" in said(capsys)["problems"][0]["message"]


def test_answers_and_columns_can_be_said(organisation: Organisation, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Thing,Begin,Spend\nA,03/04/2025,5\n", encoding="utf-8")
    words = [
        str(path),
        "--profile",
        "any-list",
        "--map",
        "Thing=name",
        "--map",
        "Spend=whole_life_cost_amount",
        "--answer",
        "date_order=mdy",
    ]
    assert run(*words, "--answer", "unit=million", "--answer", "as_at=2025-06-30") == 0
    project = Project.objects.get(name="A")
    assert (str(project.start_on), project.whole_life_cost_amount) == ("2025-03-04", 5000000)
    capsys.readouterr()
    assert run(*words, "--answer", "nonsense", "--json") == 1
    assert "is no pair" in said(capsys)["problems"][0]["message"]


def test_what_a_format_cannot_carry_is_said_to_people_with_its_count(
    organisation: Organisation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    card = {
        "id": "c1",
        "name": "First",
        "idList": "l1",
        "desc": "",
        "closed": False,
        "due": None,
        "idMembers": [],
        "idLabels": [],
        "labels": [],
    }
    comments = [{"type": "commentCard", "data": {"text": text, "card": {"id": "c1"}}} for text in ("Seen", "Done")]
    lists = [{"id": "l1", "name": "To do", "closed": False}]
    board = {
        "id": "b1",
        "name": "Board",
        "labels": [],
        "members": [],
        "checklists": [],
        "lists": lists,
        "cards": [card],
        "actions": comments,
    }
    (tmp_path / "board.json").write_text(json.dumps(board))

    assert run(str(tmp_path / "board.json"), "--profile", "trello", "--dry-run") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1:3] == ["To know: 1", "  board.json: Comments: 2 not carried over (Left behind)"]
