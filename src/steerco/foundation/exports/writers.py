"""A table written to a file: CSV and XLSX, typed, and safe to open in a spreadsheet whatever the cells say."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_rowcol_to_cell

_AT_FIRST, _AFTER_SEMICOLON = re.compile(r"'*[=+\-@\t\r\n]"), re.compile(r""";(?='*"*[=+\-@\t\r\n])""")
_GUARD_AT_FIRST, _GUARD_INSIDE = re.compile(r"'(?='*[=+\-@\t\r\n])"), re.compile(r""";'(?='*"*[=+\-@\t\r\n])""")
LONGEST_TEXT = 32_767  # of a cell, by the format
MOST_NAMED = 50
ROWS_A_CHUNK = 500
PARTS_A_PIECE = 10_000
PLACES = 6
_scalar = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True)
class Sheet:
    """What is written: a name, heads, rows of exact values, and lines that say what it is."""

    name: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Any]]
    about: Sequence[tuple[str, str]] = ()


class _Line:
    """Hands back what the CSV writer writes."""

    def write(self, text: str) -> str:
        """The line itself."""
        return text


def safe(text: str) -> str:
    """A text that no spreadsheet takes for a formula, whether it divides lines at commas or, as in much of Europe, at semicolons."""
    text = _AFTER_SEMICOLON.sub(";'", text) if ";" in text else text
    return f"'{text}" if _AT_FIRST.match(text) else text


def given_back(text: str) -> str:
    """The text that `safe` was given: without the apostrophes that keep it from being a formula."""
    if _GUARD_AT_FIRST.match(text):
        text = text[1:]
    return _GUARD_INSIDE.sub(";", text) if ";'" in text else text


def rounded(value: Decimal) -> Decimal:
    """A computed share with six decimals; what was typed or read keeps the few that it has."""
    exponent = value.as_tuple().exponent
    return round(value, PLACES) if isinstance(exponent, int) and exponent < -PLACES else value


def as_text(value: Any) -> str:
    """A value as CSV holds it: ISO dates, exact numbers, nothing for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return format(rounded(value), "f")
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    return safe(", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value))


def csv_lines(sheet: Sheet) -> Iterator[str]:
    """The file in pieces, so that it can be sent while it is read."""
    writer = csv.writer(_Line())
    piece = [writer.writerow([safe(head) for head in sheet.heads])]
    for row in sheet.rows:
        piece.append(writer.writerow([as_text(value) for value in row]))
        if len(piece) >= ROWS_A_CHUNK:
            yield "".join(piece)
            piece = []
    yield "".join(piece)


def xlsx_file(sheet: Sheet) -> IO[bytes]:
    """The file, written row by row in constant memory; texts are texts, numbers numbers, dates dates. What had to be cut is said."""
    file = tempfile.TemporaryFile(suffix=".xlsx")  # noqa: SIM115  # whoever sends it closes it
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    strong, date = book.add_format({"bold": True}), book.add_format({"num_format": "d mmm yyyy"})
    money = book.add_format({"num_format": "#,##0.00"})
    page = book.add_worksheet(sheet.name[:31])
    page.freeze_panes(1, 0)
    for place, head in enumerate(sheet.heads):
        page.write_string(0, place, head, strong)
        page.set_column(place, place, min(max(len(head) + 2, 12), 40))
    cut: list[str] = []
    for number, row in enumerate(sheet.rows, 1):
        for place, value in enumerate(row):
            if value is None or value == "":
                continue
            if isinstance(value, bool):
                page.write_boolean(number, place, value)
            elif isinstance(value, Decimal):
                page.write_number(number, place, float(value), money)
            elif isinstance(value, int | float):
                page.write_number(number, place, value)
            elif isinstance(value, dt.date):
                page.write_datetime(number, place, dt.datetime(value.year, value.month, value.day), date)  # noqa: DTZ001  # a civil date
            else:
                text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
                page.write_string(number, place, text[:LONGEST_TEXT])
                if len(text) > LONGEST_TEXT:
                    cut.append(xl_rowcol_to_cell(number, place))
    _about(book, [*sheet.about, *_said_of(cut)], strong)
    book.close()
    file.seek(0)
    return file


def as_json(value: Any) -> Any:
    """A value as JSON holds it: numbers are numbers (`json_text` writes amounts with all their digits), dates ISO text, nothing null."""
    if isinstance(value, Decimal):
        return rounded(value)
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [as_json(each) for each in value]
    return value if value is None or isinstance(value, bool | int | float) else str(value)


def json_text(held: dict[str, Any]) -> str:
    """One object, readable; an amount is a number with exactly its digits, never by way of a binary fraction."""
    return "".join(_pieces(held, "\n"))


def json_pieces(held: dict[str, Any]) -> Iterator[str]:
    """The same text in pieces, so that it can be sent while it is made; a list may come one by one, as an iterator."""
    piece: list[str] = []
    for part in _pieces(held, "\n"):
        piece.append(part)
        if len(piece) >= PARTS_A_PIECE:
            yield "".join(piece)
            piece = []
    yield "".join(piece)


def _pieces(value: Any, line: str) -> Iterator[str]:
    """A value and what it holds, each on a line of its own; `line` is the break and the indent of where it stands."""
    inner = f"{line} "
    if isinstance(value, Decimal):
        yield _digits(value)
    elif isinstance(value, dict) and value:
        for place, (name, each) in enumerate(value.items()):
            yield f"{',' if place else '{'}{inner}{_scalar(str(name))}: "
            yield from _pieces(each, inner)
        yield f"{line}}}"
    elif isinstance(value, Iterator) or (isinstance(value, list | tuple) and value):
        empty = True
        for each in value:
            yield f"{'[' if empty else ','}{inner}"
            yield from _pieces(each, inner)
            empty = False
        yield "[]" if empty else f"{line}]"
    else:
        yield _scalar(value)


def _digits(value: Decimal) -> str:
    """The digits of an amount, without zeros at the end of its decimals."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _said_of(cut: Sequence[str]) -> list[tuple[str, str]]:
    """Which cells hold the beginning of a text only."""
    if not cut:
        return []
    more = _(" and %(count)d more") % {"count": len(cut) - MOST_NAMED} if len(cut) > MOST_NAMED else ""
    told = _("A cell holds at most %(most)s characters. Longer texts are cut here, and whole in CSV and JSON: %(cells)s")
    return [(_("Cut texts"), told % {"most": f"{LONGEST_TEXT:,}", "cells": ", ".join(cut[:MOST_NAMED]) + more})]


def _about(book: Any, about: Sequence[tuple[str, str]], strong: Any) -> None:
    if not about:
        return
    page = book.add_worksheet("About")
    page.set_column(0, 0, 18)
    for number, (name, said) in enumerate(about):
        page.write_string(number, 0, name, strong)
        page.write_string(number, 1, said)
