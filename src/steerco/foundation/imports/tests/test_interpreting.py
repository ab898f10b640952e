"""Messy lists as people keep them: heads found by their words, ambiguities asked, nothing guessed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.test import override_settings

from steerco.foundation.imports.interpreting import understand
from steerco.foundation.imports.problems import CannotRead
from steerco.foundation.imports.profiles import load_profile
from steerco.foundation.imports.sheets import Options, Sheet
from steerco.foundation.imports.tests.test_detection import workbook

MESSY = """Projects of the office;;;;;
As at 31 March 2025;;;;;
;;;;;
Project;Status;PM;Start;Due date;Budget (£k)
Alpha;On track;Ann Lee;03/04/2025;31/12/2026;£1,200
Beta;At risk;Bob;05/06/2025;TBC;n/a
Gamma;Red;ann lee;;2026-02-30;(450)
;;;;;
Total;;;;;1,650
Note: budgets are approved;;;;;
""".encode("cp1252")


def read(data: bytes, file: str = "list.csv", *, mapping: dict[str, str] | None = None, **answers: str) -> Sheet:
    return understand(file, data, load_profile("any-list"), Options(mapping or {}, answers), currency="GBP")


def targets(sheet: Sheet) -> dict[str, str]:
    return {column.head.name: column.target for column in sheet.columns}


def test_a_messy_list_is_understood() -> None:
    sheet = read(MESSY)
    assert targets(sheet) == {
        "Project": "name",
        "Status": "confidence",
        "PM": "owner",
        "Start": "start_on",
        "Due date": "end_on",
        "Budget (£k)": "whole_life_cost_amount",
    }
    alpha, beta, gamma = sheet.records
    assert (alpha.value("confidence"), alpha.value("start_on"), alpha.value("whole_life_cost_amount")) == (
        "green",
        dt.date(2025, 4, 3),
        Decimal(1200000),
    )
    assert (beta.value("confidence"), beta.cells["end_on"].gap.kind, beta.cells["whole_life_cost_amount"].gap.kind) == (
        "amber", "not_provided", "not_applicable")  # type: ignore[union-attr]  # fmt: skip
    assert (gamma.value("whole_life_cost_amount"), gamma.cells["start_on"].gap.kind) == (Decimal(-450000), "empty")  # type: ignore[union-attr]
    assert (sheet.status_on, sheet.currency) == (dt.date(2025, 3, 31), "GBP")
    assert sheet.dropped == {"preamble lines": 2, "blank rows": 2, "footnotes": 1, "total lines": 1}
    assert dict(sheet.found)["Lines"] == "10 = 1 of heads + 3 read + 2 above the heads + 2 blank + 1 total + 1 note"
    head, bad, negative = sheet.problems
    assert (head.column, head.severity, head.where) == (6, "check", "Columns")
    assert (negative.row, negative.column, negative.message) == (7, 6, "−£450,000 is less than nothing.")
    assert (bad.row, bad.column, bad.message, bad.where) == (7, 5, "“2026-02-30” is no date.", "Gamma, end date")


def test_the_same_list_as_a_workbook_with_real_dates() -> None:
    sheet = read(
        workbook(
            {
                "Read me": [["text"]],
                "List": [["Project", "RAG", "Finish", "Cost £m"], ["A", "G", dt.date(2026, 1, 31), 1.5], ["B", "R", None, 2]],
            }
        )
    )
    assert sheet.sheet == "List"
    assert (sheet.records[0].value("end_on"), sheet.records[0].value("whole_life_cost_amount")) == (dt.date(2026, 1, 31), Decimal(1500000))
    assert sheet.open_questions == ()


def test_dates_that_could_be_either_are_asked_and_the_answer_counts() -> None:
    data = b"Name,Start\nA,03/04/2025\nB,05/06/2025\n"
    (question,) = read(data).open_questions
    assert (question.key, question.example) == ("date_order", "03/04/2025")
    answered = read(data, date_order="mdy")
    assert answered.open_questions == () and answered.records[0].value("start_on") == dt.date(2025, 3, 4)


def test_mixed_orders_are_asked_and_what_doesnt_fit_is_a_gap() -> None:
    data = b"Name,Start\nA,13/04/2025\nB,05/23/2025\n"
    assert [q.key for q in read(data).open_questions] == ["date_order"]
    answered = read(data, date_order="dmy")
    assert answered.records[1].value("start_on") is None and answered.problems[0].message == "“05/23/2025” is no date."


def test_small_amounts_without_a_unit_are_asked() -> None:
    data = b"Name,Budget\nA,12.5\nB,3\n"
    (question,) = read(data).open_questions
    assert (question.key, question.default, question.example) == ("unit", "million", "Budget: 12.5")
    assert read(data, unit="million").records[0].value("whole_life_cost_amount") == Decimal(12500000)
    assert read(data, unit="one").records[0].value("whole_life_cost_amount") == Decimal("12.5")
    assert read(b"Name,Budget\nA,125000\n").open_questions == ()


def test_each_row_keeps_its_own_currency_and_is_named() -> None:
    sheet = read("Name,Total budget\nA,£125000\nB,€350k\nC,£1m\n".encode())
    assert (sheet.currency, [record.currency for record in sheet.records], sheet.open_questions) == ("GBP", ["GBP", "EUR", "GBP"], ())
    (said,) = sheet.problems
    assert (said.row, said.column, said.severity, said.message) == (3, 2, "check", "“€350k” is in EUR, the list in GBP.")


def test_two_currencies_in_one_row_keep_the_odd_one_as_a_gap() -> None:
    sheet = read("Name,Total budget,Annual budget,Benefits\nA,£125000,€90000,£300000\n".encode())
    cell = sheet.records[0].cells["year_budget_amount"]
    assert (cell.value, cell.gap.text, sheet.records[0].currency) == (None, "€90000", "GBP")  # type: ignore[union-attr]
    assert [p.column for p in sheet.problems] == [3]


def test_amounts_without_a_currency_beside_several_are_asked_never_added() -> None:
    data = "Name,Total budget\nA,£125000\nB,€90000\nC,70000\n".encode()
    (question,) = read(data).open_questions
    assert (question.key, question.example, [value for value, _label in question.choices]) == ("currency", "70000", ["EUR", "GBP"])
    assert [record.currency for record in read(data, currency="EUR").records] == ["GBP", "EUR", "EUR"]
    assert read("Name,Budget\nA,€125000\n".encode()).currency == "EUR"


def test_the_date_comes_from_the_answer_the_remark_the_file_name_in_this_order() -> None:
    assert read(MESSY, "list_2024-12-31.csv", as_at="2025-06-30").status_on == dt.date(2025, 6, 30)
    assert read(MESSY, "list_2024-12-31.csv").status_on == dt.date(2025, 3, 31)
    assert read(b"Name,RAG\nA,Red\n", "list_2024-11.csv").status_on == dt.date(2024, 11, 30)
    with pytest.raises(CannotRead, match="is no date"):
        read(MESSY, as_at="soon")


@pytest.mark.parametrize(("cell", "target"), [("In progress", "state"), ("Red", "confidence"), ("3", "")])
def test_what_a_status_column_means_is_told_by_what_it_holds(cell: str, target: str) -> None:
    assert targets(read(f"Name,Status\nA,{cell}\nB,{cell}\n".encode()))["Status"] == target


def test_a_second_column_for_one_field_is_not_used_and_said() -> None:
    sheet = read(b"Name,Total budget,Budget,Owner\nA,100000,200000,X\n")
    assert targets(sheet) == {"Name": "name", "Total budget": "whole_life_cost_amount", "Budget": "", "Owner": "owner"}
    assert [p.message for p in sheet.problems] == ["“Budget” also looks like Whole-life cost. The first such column is used."]


def test_a_persons_choice_wins_over_the_profile() -> None:
    sheet = read(b"Name,Budget,Final cost\nA,100000,200000\n", mapping={"Final cost": "whole_life_cost_amount", "Name": "nonsense"})
    assert targets(sheet) == {"Name": "name", "Budget": "", "Final cost": "whole_life_cost_amount"}
    assert sheet.records[0].value("whole_life_cost_amount") == Decimal(200000)


def test_one_column_a_project_is_found_out() -> None:
    sheet = read(b"Project name,A,B\nRAG,Green,Red\nStart date,2025-01-01,2025-02-01\n")
    assert [record.text("name") for record in sheet.records] == ["A", "B"]
    assert sheet.records[1].cells["start_on"].row == 3 and sheet.records[1].cells["start_on"].column == 3


def test_a_value_that_is_no_rating_is_kept_as_a_gap_with_its_place() -> None:
    sheet = read(b"Name,RAG\nA,Green\nB,Purple\n")
    cell = sheet.records[1].cells["confidence"]
    assert (cell.value, cell.gap.kind, cell.gap.text) == (None, "malformed", "Purple")  # type: ignore[union-attr]
    assert (sheet.problems[0].row, sheet.problems[0].column, sheet.problems[0].message) == (3, 2, "“Purple” is no known rating or choice.")


def test_what_is_too_large_is_refused() -> None:
    with override_settings(IMPORT_MAX_BYTES=10), pytest.raises(CannotRead, match="larger than"):
        read(MESSY)


@pytest.mark.parametrize("data", [b"Name\n" + b"\x00", b"", b"\xff\xfe", b"\n\n\n", b'"Name\nA', b"Name,RAG"])
def test_broken_files_are_refused_or_read_never_a_crash(data: bytes) -> None:
    try:
        assert read(data).records
    except CannotRead as error:
        assert str(error)


@pytest.mark.parametrize(
    ("head", "cells", "target", "asked"),
    [("No.", "1 2 3", "ignore", "number"), ("No.", "101 205 307", "key", ""), ("Project ID", "1 2 3", "key", "key"),
     ("No.", "P1 P2 P3", "key", "")],
)  # fmt: skip
def test_a_running_number_is_no_key_until_a_person_says_so(head: str, cells: str, target: str, asked: str) -> None:
    data = (f"{head},Name\n" + "".join(f"{cell},Project {cell}\n" for cell in cells.split())).encode()
    sheet = read(data)
    assert targets(sheet)[head] == target
    assert [(q.key, q.default, q.must) for q in sheet.questions if q.key != "as_at"] == (
        [("running_number", asked, False)] if asked else []
    )
    assert targets(read(data, running_number="key"))[head] == "key"


def test_one_rating_between_two_makes_the_scale_five_points() -> None:
    assert read(b"Name,RAG\nA,Green\nB,Red\n").scale == "three"
    sheet = read(b"Name,RAG\nA,Green\nB,A/R\n")
    assert (sheet.scale, dict(sheet.found)["Scale"]) == ("five", "5 points")


def test_an_amount_far_out_of_the_list_is_to_be_checked() -> None:
    rows = "".join(f"{name},{amount}\n" for name, amount in zip("ABCDE", ("75k", "1.2bn", "2.5m", "350k", "900k"), strict=True))
    (said,) = read(f"Name,Total budget\n{rows}".encode()).problems
    assert (said.row, said.column) == (3, 2)
    assert said.message == "£1,200,000,000 is × 1,333 the middle of this list (£900,000): check the unit."
    assert read(b"Name,Total budget\nA,100k\nB,900k\nC,2m\nD,3m\n").problems == ()


def costs(sheet: Sheet) -> list[Decimal | None]:
    return [record.value("whole_life_cost_amount") for record in sheet.records]


def test_a_column_whose_decimals_cant_be_told_is_asked_and_the_answer_counts() -> None:
    data = b"Name;Budget;Benefits\nA;12,50;1.250.000\nB;750,000;2.500\nC;1500000;12345678\n"
    (question,) = read(data).open_questions
    assert (question.key, question.default, question.example) == ("decimals:budget", "point", "750,000")
    point, comma = read(data, **{"decimals:budget": "point"}), read(data, **{"decimals:budget": "comma"})
    assert point.open_questions == comma.open_questions == ()
    assert costs(point) == [None, Decimal(750000), Decimal(1500000)]
    assert costs(comma) == [Decimal("12.50"), Decimal(750), Decimal(1500000)]
    assert [record.value("benefits_amount") for record in point.records] == [Decimal(1250000), Decimal(2500), Decimal(12345678)]
    (bad,) = [problem for problem in point.problems if problem.row is not None]
    assert (bad.row, bad.column, bad.message) == (2, 2, "“12,50” is no amount.")


def test_small_amounts_with_decimal_commas_in_millions_are_asked() -> None:
    data = "Name;Budget (£m)\nA;12,5\nB;1,250\nC;2,400\n".encode()
    assert [question.key for question in read(data).open_questions] == ["decimals:budget (£m)"]
    assert costs(read(data, **{"decimals:budget (£m)": "comma"})) == [Decimal(12500000), Decimal(1250000), Decimal(2400000)]


@pytest.mark.parametrize("text", ["20 000 30", "10 20", "1'2'3", "--5", "9" * 28, "9" * 400])
def test_a_malformed_amount_is_a_gap_with_a_problem_at_its_cell(text: str) -> None:
    sheet = read(f"Name,Budget\nA,125000\nB,{text}\n".encode())
    cell = sheet.records[1].cells["whole_life_cost_amount"]
    assert (cell.value, cell.gap.kind, cell.gap.text) == (None, "malformed", text)  # type: ignore[union-attr]
    assert [(p.row, p.column, p.severity) for p in sheet.problems if p.row is not None] == [(3, 2, "check")]


ON_HOLD = b"Name,Status\nA,Green\nB,On hold\nC,Purple\n"


def test_a_life_state_among_ratings_is_offered_and_not_guessed() -> None:
    sheet = read(ON_HOLD)
    (question,) = [each for each in sheet.questions if each.key == "also:status"]
    assert "“On hold”" in question.text and "life state" in question.text and not question.must
    assert "state" not in sheet.records[1].cells
    assert [problem.message for problem in sheet.problems if "rating" in problem.message] == [
        "“On hold” is no known rating or choice.",
        "“Purple” is no known rating or choice.",
    ]


def test_a_life_state_among_ratings_is_read_where_somebody_says_so() -> None:
    sheet = read(ON_HOLD, **{"also:status": "field"})
    assert [record.text("state") for record in sheet.records] == ["", "on_hold", ""]
    assert [record.text("confidence") for record in sheet.records] == ["green", "", ""]
    assert [problem.message for problem in sheet.problems if "rating" in problem.message] == ["“Purple” is no known rating or choice."]
    assert read(ON_HOLD, **{"also:status": "gap"}).records[1].text("confidence") == ""


def test_a_list_with_a_column_of_life_states_is_not_asked() -> None:
    sheet = read(b"Name,RAG,Life state\nA,Green,On hold\nB,Paused,Closed\n")
    assert not [each for each in sheet.questions if each.key.startswith("also:")]
