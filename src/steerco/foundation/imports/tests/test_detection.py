"""Bytes become lines of cells, whatever wrote them; what is no table is refused with a reason."""

from __future__ import annotations

import io
import tracemalloc
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


def far_apart() -> bytes:
    """A workbook of a kilobyte whose two cells lie in the first and the last corner of the largest sheet."""
    out, data = io.BytesIO(), workbook({"S": [["a"], ["b"]]})
    with zipfile.ZipFile(io.BytesIO(data)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            made.writestr(name, given.read(name).replace(b'r="A2"', b'r="XFD1048576"').replace(b'r="2"', b'r="1048576"'))
    return out.getvalue()


def ods(cells: str) -> bytes:
    """An OpenDocument table of the given cells."""
    names = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("META-INF/manifest.xml", '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>')
        body = f'<office:body><office:spreadsheet><table:table table:name="S">{cells}</table:table></office:spreadsheet></office:body>'
        made.writestr("content.xml", f"<?xml version='1.0'?><office:document-content {names}>{body}</office:document-content>")
    return out.getvalue()


_CORNER = (
    '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384"'
    ' office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'
)


@pytest.mark.parametrize("data", [far_apart(), ods(_CORNER)], ids=["xlsx", "ods"])
def test_a_small_workbook_that_spans_more_than_memory_is_refused_and_we_live(data: bytes) -> None:
    assert len(data) < 10_000
    with pytest.raises(CannotRead, match=r"too much memory or time|has more than 5000000 cells|can be opened"):
        read_lines(data)


def test_a_workbook_that_unpacks_to_more_than_it_says_meets_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, held in _parts(workbook({"S": [["a"], ["b"]]})):
            made.writestr(name, held.replace(b"<v>0</v>", b"<v>0</v>" + b" " * 80 * 2**20) if name.endswith("sheet1.xml") else held)
    data = bytearray(out.getvalue())
    size = (80 * 2**20).to_bytes(4, "little")[2:]  # the upper half of the stored size, in the file and in its directory
    assert data.count(size) >= 2
    monkeypatch.setattr(workbooks, "SECONDS", 1)
    monkeypatch.setattr(workbooks, "MEMORY", 64 * 2**20)
    with pytest.raises(CannotRead):
        read_lines(bytes(data.replace(size, b"\0\0")))


def _parts(data: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as given:
        return [(name, given.read(name)) for name in given.namelist()]


def test_a_workbook_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "SECONDS", 0.001)
    with pytest.raises(CannotRead, match="too much memory or time"):
        read_lines(workbook({"S": [["a"], ["b"]]}))


def test_a_workbooks_numbers_are_written_out() -> None:
    lines = read_lines(workbook({"S": [["Cost"], [0.00001], [1e21], [0.1]]}))
    assert [line[0] for line in lines.cells] == ["Cost", "0.00001", "1000000000000000000000", "0.1"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b",".join([b"a"] * 60_000) + b"\n" + b"b\n" * 60_000, "Line 1 has more than 16384 cells"),
        (b",".join([b"a"] * 16_000) + b"\n" + b"b\n" * 60_000, "more than 5000000 cells"),
        (b'name,x\nA,"' + b"a" * (2**20 + 1), r"Line 2 can.t be read: .* quotation mark"),
    ],
)
def test_a_text_that_makes_too_large_a_table_is_refused_in_little_memory(data: bytes, said: str) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(CannotRead, match=said):
            read_lines(data)
        assert tracemalloc.get_traced_memory()[1] < 200 * 2**20
    finally:
        tracemalloc.stop()


def test_a_text_of_too_many_lines_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(detection, "MAX_LINES", 100)
    with pytest.raises(CannotRead, match="or 100 lines"):
        read_lines(b"a\n" + b"\n" * 100)
