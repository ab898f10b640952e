"""Files are typed, and no cell of theirs is ever taken for a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from steerco.foundation.exports.writers import Sheet, as_json, csv_lines, given_back, json_pieces, json_text, safe, xlsx_file

ATTACKS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"]


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_text_is_a_formula_in_csv(attack: str) -> None:
    sheet = Sheet("Projects", ["Name", attack], [[attack, 1]])
    rows = list(csv.reader(io.StringIO("".join(csv_lines(sheet)), newline="")))
    assert rows == [["Name", f"'{attack}"], [f"'{attack}", "1"]]


@pytest.mark.parametrize("text", [*ATTACKS, "'=1", "''-1", "foo;=1", 'a;"=1', "a;'=1", "it's; so", "'tis", ";", "'", "=1;=2"])
def test_a_text_comes_back_as_it_was(text: str) -> None:
    assert given_back(safe(text)) == text


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("before", ["foo;", "foo; bar;", ';"', ";"])
def test_no_text_is_a_formula_where_lines_are_divided_at_semicolons(attack: str, before: str) -> None:
    text = "".join(csv_lines(Sheet("Projects", ["Name", "Note"], [["Bridge", f"{before}{attack};x"]])))
    cells = [cell.strip('"') for cell in text.replace("\r\n", ";").split(";")]
    assert not [cell for cell in cells if cell.startswith(tuple("=+-@\t"))]
    assert safe("one; two, a;b - c") == "one; two, a;b - c"


def test_a_text_that_no_cell_holds_is_cut_and_said() -> None:
    rows = [["A", "x" * 32_767], ["B", "y" * 32_768], ["C", ["z" * 20_000] * 2]]
    with xlsx_file(Sheet("T", ["Name", "Note"], rows, about=[("As of", "today")])) as file:
        book = CalamineWorkbook.from_filelike(io.BytesIO(file.read()))
    assert [len(str(row[1])) for row in book.get_sheet_by_name("T").to_python()[1:]] == [32_767] * 3
    (said,) = [row[1] for row in book.get_sheet_by_name("About").to_python() if row[0] == "Cut texts"]
    assert str(said).endswith("JSON: B3, B4") and "32,767" in str(said)
    with xlsx_file(Sheet("T", ["Note"], [["x" * 32_768]] * 60)) as file:
        book = CalamineWorkbook.from_filelike(io.BytesIO(file.read()))
    assert "A51 and 10 more" in str(book.get_sheet_by_name("About").to_python())


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_text_is_a_formula_in_xlsx(attack: str) -> None:
    with xlsx_file(Sheet("Projects", ["Name"], [[attack]])) as file:
        held = file.read()
    assert b"<f>" not in held
    book = CalamineWorkbook.from_filelike(io.BytesIO(held))
    assert str(book.get_sheet_by_name("Projects").to_python()[1][0]).strip() == attack.strip()


def test_values_keep_their_type() -> None:
    row = ["A", Decimal("-1250.50"), 3, dt.date(2023, 3, 31), True, None, ["x", "y"]]
    text = "".join(csv_lines(Sheet("T", list("abcdefg"), [row])))
    assert text.splitlines()[1] == 'A,-1250.50,3,2023-03-31,yes,,"x, y"'
    with xlsx_file(Sheet("T", list("abcdefg"), [row], about=[("As of", "today")])) as file:
        book = CalamineWorkbook.from_filelike(io.BytesIO(file.read()))
    assert book.get_sheet_by_name("T").to_python()[1] == ["A", -1250.5, 3.0, dt.date(2023, 3, 31), True, "", "x, y"]
    assert book.get_sheet_by_name("About").to_python() == [["As of", "today"]]


def test_json_numbers_are_numbers() -> None:
    assert as_json([Decimal("10.00"), Decimal("0.5"), dt.date(2023, 3, 31), None]) == [10, 0.5, "2023-03-31", None]


def test_json_keeps_every_penny_and_is_what_json_says() -> None:
    held = {
        "sum": Decimal("1234567890123456.78"),
        "whole": Decimal("471818000000.00"),
        "no": None,
        "rows": [{"é": Decimal("-0.50"), "x": []}, {}],
    }
    text = json_text(held)
    assert '"sum": 1234567890123456.78' in text and '"whole": 471818000000,' in text
    assert json.loads(text, parse_float=Decimal) == held
    plain = {"a": [1, 2.5, "“x”\n", True, None, {"b": {}}], "c": [], "d": "2023-03-31"}
    assert json_text(plain) == json.dumps(plain, ensure_ascii=False, indent=1)


def test_json_is_sent_in_pieces_that_make_the_same_text() -> None:
    rows = [{"n": n, "amount": Decimal("0.10")} for n in range(5000)]
    pieces = list(json_pieces({"count": 5000, "rows": iter(rows), "none": iter([])}))
    assert len(pieces) > 1
    assert "".join(pieces) == json_text({"count": 5000, "rows": rows, "none": []})


def test_a_text_that_is_no_formula_stays_as_it_is() -> None:
    assert safe("Crossrail = done") == "Crossrail = done"


def test_a_long_file_is_sent_in_pieces() -> None:
    pieces = list(csv_lines(Sheet("T", ["n"], ([n] for n in range(1200)))))
    assert len(pieces) == 3
    assert "".join(pieces).count("\r\n") == 1201
