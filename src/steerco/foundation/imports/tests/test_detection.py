"""Bytes become lines of cells, whatever wrote them; what is no table is refused with a reason."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from steerco.foundation.imports import detection, workbooks
from steerco.foundation.imports.detection import decode, read_lines, separator_of
from steerco.foundation.imports.problems import CannotRead


def workbook(sheets: dict[str, list[list[object]]]) -> bytes:
    """An XLSX file of the given sheets."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    for name, lines in sheets.items():
        sheet = book.add_worksheet(name)
        for row, line in enumerate(lines):
            for column, value in enumerate(line):
                sheet.write(row, column, value)
    book.close()
    return out.getvalue()


def test_utf8_with_and_without_mark() -> None:
    assert decode("£é".encode()) == ("£é", "UTF-8")
    assert decode(b"\xef\xbb\xbf" + "£é".encode()) == ("£é", "UTF-8")


def test_utf16_is_read() -> None:
    assert decode("Name\tÄ".encode("utf-16")) == ("Name\tÄ", "UTF-16")
    assert decode("Name,Cost".encode("utf-16-le")) == ("Name,Cost", "UTF-16")


def test_windows_1252_keeps_even_the_bytes_that_have_no_character() -> None:
    text, encoding = decode("It’s £5 – ".encode("cp1252") + b"\x9d")
    assert (text, encoding) == ("It’s £5 – \x9d", "Windows-1252")
    assert len(detection.windows_1252(bytes(range(256)))) == 256


def test_another_coding_is_guessed() -> None:
    text, encoding = decode(("Проект;Состояние;Бюджет\n" + "Мост через реку;зелёный;100\n" * 40).encode("cp1251"))
    assert text.startswith("Проект") and encoding == "cp1251"


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_separator_is_found_though_others_stand_in_the_cells(sign: str) -> None:
    rows = [["Name", "Cost", "Note"], ["A", '"1,200;50"', '"a | b\nnext line"'], ["B", "3", "x"]]
    assert separator_of("\n".join(sign.join(row) for row in rows)) == sign


def test_a_single_column_is_a_table_too() -> None:
    assert read_lines(b"Name\nA\nB\n").cells == [["Name"], ["A"], ["B"]]


def test_the_fullest_sheet_is_taken_unless_one_is_named() -> None:
    data = workbook({"About": [["A text"]], "Data": [["Name", "Cost"], ["A", 1.5], ["B", 2]]})
    lines = read_lines(data)
    assert (lines.sheet, lines.sheets, lines.cells[1:]) == ("Data", ("About", "Data"), [["A", "1.5"], ["B", "2"]])
    assert read_lines(data, sheet="About").cells == [["A text"]]
    with pytest.raises(CannotRead, match=r"has no sheet “Nope”. It has: About, Data"):
        read_lines(data, sheet="Nope")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b",,,\n,,\n", "no text"),
        (b"%PDF-1.7 x", "a document, not a list"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a picture, not a list"),
        (b"\xff\xd8\xff\xe1" + b"\0a" * 600, "a picture, not a list"),
        (b"PK\x03\x04rubbish", "not a spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "not a spreadsheet"),
        (b"a,b\n1,\0\n", "not a table"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(data: bytes, said: str) -> None:
    with pytest.raises(CannotRead, match=said):
        read_lines(data)


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(CannotRead, match="not a spreadsheet"):
        read_lines(out.getvalue())


def test_an_oversized_workbook_is_refused_before_it_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MAX_UNPACKED_BYTES", 1000)
    with pytest.raises(CannotRead, match="too large"):
        read_lines(workbook({"Data": [["Name"], ["A"]]}))
    monkeypatch.setattr(detection, "MAX_CELLS", 3)
    with pytest.raises(CannotRead, match="more than 3 cells"):
        read_lines(b"a,b\n1,2\n")


def test_the_real_2020_return_loses_no_byte() -> None:
    data = (Path(__file__).parents[5] / "examples" / "uk-gmpp" / "uk_2020.csv").read_bytes()
    text, encoding = decode(data)
    assert encoding == "Windows-1252" and len(text) == len(data) and text.count("\x9d") == 1 == data.count(b"\x9d")
