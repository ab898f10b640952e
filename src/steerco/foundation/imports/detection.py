"""From bytes to lines of cells: how the text is coded, what separates the cells, which sheet of a workbook."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _, gettext_lazy as lazy

from steerco.foundation.exports.writers import given_back
from steerco.foundation.imports.json_lists import lines_of_json, looks_like_json
from steerco.foundation.imports.problems import CannotRead
from steerco.foundation.imports.workbooks import open_workbook

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
MAX_CELLS, MAX_LINES, MAX_WIDTH, MAX_CELL = 5_000_000, 2**20, 2**14, 2**20
_WESTERN = frozenset("£€§°±·×÷«»–—‘’‚“”„†‡•…‰™©®¢¥ªº¼½¾²³µ¶\xa0¿¡´¨ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüÿŒœŠšŽž")
_PICTURE, _DOCUMENT, _PACKED, _PROGRAM = lazy("a picture"), lazy("a document"), lazy("a packed file"), lazy("a program")
OTHER_KINDS = (
    (b"\x89PNG", _PICTURE), (b"\xff\xd8\xff", _PICTURE), (b"GIF8", _PICTURE), (b"II*\x00", _PICTURE),
    (b"MM\x00*", _PICTURE), (b"%PDF-", _DOCUMENT), (b"{\\rtf", _DOCUMENT), (b"\x1f\x8b", _PACKED), (b"Rar!", _PACKED),
    (b"7z\xbc\xaf", _PACKED), (b"\x7fELF", _PROGRAM), (b"MZ\x90", _PROGRAM),
)  # fmt: skip
csv.field_size_limit(MAX_CELL)

_GUARDED = re.compile(r"""(?:^|[\n\r,;\t|"])'+"*[=+\-@\t\r\n]""")


@dataclass(frozen=True, slots=True)
class Lines:
    """A file as lines of cell texts, and how it was read; `first` is the number that a person gives to its first line.

    `lost` counts what the file holds beside its table, by kind.
    """

    cells: list[list[str]]
    encoding: str
    separator: str
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    first: int = 1
    lost: tuple[tuple[str, int], ...] = ()


def read_lines(data: bytes, *, sheet: str = "") -> Lines:
    """Reads a text file, a JSON list or a workbook (XLSX, XLS, ODS); raises `CannotRead` for anything else."""
    if not data.strip():
        raise CannotRead(_("The file is empty."))
    if data[:4] == b"PK\x03\x04" or data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return _workbook(data, sheet)
    _refuse_other_kinds(data)
    text, encoding = decode(data)
    if looks_like_json(text):
        return Lines(lines_of_json(text, max_cells=MAX_CELLS), encoding, "JSON", first=0)  # so that its records count from 1
    delimiter = separator_of(text)
    cells = _lines_of(text, delimiter)
    if not any(cell.strip() for line in cells for cell in line):
        raise CannotRead(_("The file holds no text."))
    return Lines(cells, encoding, DELIMITERS[delimiter])


def _refuse_other_kinds(data: bytes) -> None:
    """Pictures, documents and programs are known by their first bytes, whatever the file is called."""
    kind = next((kind for mark, kind in OTHER_KINDS if data.startswith(mark)), None)
    if (data[:4] == b"RIFF" and data[8:12] == b"WEBP") or data[4:12] in (b"ftypheic", b"ftypavif", b"ftypmif1"):
        kind = OTHER_KINDS[0][1]
    if kind is not None:
        raise CannotRead(_("This is %(kind)s, not a list. Give a CSV file or a spreadsheet (XLSX, ODS).") % {"kind": kind})


def decode(data: bytes) -> tuple[str, str]:
    """The text of a file and how it was coded: by its mark, else UTF-8, else Windows-1252 without loss, else the best guess."""
    for mark, codec, label in (
        (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8"),
        (b"\xff\xfe\0\0", "utf-32", "UTF-32"),
        (b"\xff\xfe", "utf-16", "UTF-16"),
        (b"\xfe\xff", "utf-16", "UTF-16"),
    ):
        if data.startswith(mark):
            return _decoded(data, codec), label
    if b"\0" in data:
        wide = data[:4096].count(b"\0") / len(data[:4096])
        if 0.3 < wide < 0.6:
            return _decoded(data, "utf-16-be" if data[0] == 0 else "utf-16-le"), "UTF-16"
        raise CannotRead(_("This is not a table. Give a CSV file or a spreadsheet (XLSX, ODS)."))
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return _not_utf8(data)


def windows_1252(data: bytes) -> str:
    """Windows-1252 as browsers read it: the five bytes that have no character stay control characters, so nothing is lost."""
    return data.decode("cp1252", _KEEP)


def _kept(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return "".join(chr(byte) for byte in error.object[error.start : error.end]), error.end


_KEEP = "steerco-keep-undefined"
codecs.register_error(_KEEP, _kept)


def separator_of(text: str) -> str:
    """The separator that gives most lines one and the same number of cells, more than one."""
    sample = text[: 2**20]
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        if delimiter not in sample:
            continue
        widths = Counter(len(line) for line in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if any(line))
        width, lines = max(widths.items(), key=lambda pair: (pair[1] * (pair[0] > 1), pair[0]), default=(1, 0))
        score = lines / max(1, sum(widths.values())) * min(width, 8) if width > 1 else 0.0
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _decoded(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise CannotRead(
            _("The file says that it is %(codec)s text, but byte %(at)d is not.") % {"codec": codec, "at": error.start}
        ) from error


def _not_utf8(data: bytes) -> tuple[str, str]:
    text = windows_1252(data)
    foreign = re.findall(r"[^\x00-\x7f]", text)
    if sum(c in _WESTERN or c < "\xa0" for c in foreign) >= 0.9 * len(foreign):
        return text, "Windows-1252"
    from charset_normalizer import from_bytes  # slow to load, and rarely needed

    guess = from_bytes(data[: 2**16]).best()
    if guess is None:
        return text, "Windows-1252"
    return data.decode(guess.encoding, "replace"), guess.encoding.replace("_", "-")


def _workbook(data: bytes, sheet: str) -> Lines:
    cells, chosen, names = open_workbook(data, sheet, max_cells=MAX_CELLS, max_width=MAX_WIDTH)
    return Lines(cells, "workbook", "cells", chosen, names)


def _lines_of(text: str, delimiter: str) -> list[list[str]]:
    """The lines of a text, counted while they are read: the table that they make must be small enough, cells left out at its right too."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    guarded = _GUARDED.search(text) is not None  # looked for once: most files hold none
    cells: list[list[str]] = []
    width = 0
    try:
        for line in reader:
            cells.append([given_back(cell) for cell in line] if guarded else line)
            width = max(width, len(line))
            if width > MAX_WIDTH:
                raise CannotRead(_("Line %(line)d has more than %(columns)d cells.") % {"line": reader.line_num, "columns": MAX_WIDTH})
            if len(cells) > MAX_LINES or width * len(cells) > MAX_CELLS:
                raise CannotRead(_("The file has more than %(cells)d cells or %(lines)d lines. Split it.") % {
                    "cells": MAX_CELLS, "lines": MAX_LINES})  # fmt: skip
    except csv.Error as error:
        raise CannotRead(
            _("Line %(line)d can't be read: a cell is longer than %(size)d characters. Look for a quotation mark that is not closed.")
            % {"line": reader.line_num, "size": MAX_CELL}
        ) from error
    return cells
