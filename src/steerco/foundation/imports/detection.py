"""From bytes to lines of cells: how the text is coded, what separates the cells, which sheet of a workbook."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from steerco.foundation.imports.problems import CannotRead

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
MAX_CELLS = 5_000_000
MAX_UNPACKED_BYTES = 500 * 2**20
_WESTERN = frozenset("£€§°±·×÷«»–—‘’‚“”„†‡•…‰™©®¢¥ªº¼½¾²³µ¶\xa0¿¡´¨ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüÿŒœŠšŽž")
csv.field_size_limit(20 * 2**20)


@dataclass(frozen=True, slots=True)
class Lines:
    """A file as lines of cell texts, and how it was read."""

    cells: list[list[str]]
    encoding: str
    separator: str
    sheet: str = ""
    sheets: tuple[str, ...] = ()


def read_lines(data: bytes, *, sheet: str = "") -> Lines:
    """Reads a text file or a workbook (XLSX, XLS, ODS); raises `CannotRead` for anything else."""
    if not data.strip():
        raise CannotRead(_("The file is empty."))
    if data[:4] == b"PK\x03\x04" or data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return _workbook(data, sheet)
    text, encoding = decode(data)
    delimiter = separator_of(text)
    cells = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    if not any(cell.strip() for line in cells for cell in line):
        raise CannotRead(_("The file holds no text."))
    _refuse_oversized(cells)
    return Lines(cells, encoding, DELIMITERS[delimiter])


def decode(data: bytes) -> tuple[str, str]:
    """The text of a file and how it was coded: by its mark, else UTF-8, else Windows-1252 without loss, else the best guess."""
    for mark, codec, label in (
        (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8"),
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
    if data[:5] in (b"%PDF-", b"{\\rtf") or data[:4] in (b"\x89PNG", b"\xff\xd8\xff\xe0", b"GIF8"):
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
    from python_calamine import CalamineError, CalamineWorkbook  # only where a workbook comes

    _refuse_bomb(data)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = tuple(workbook.sheet_names)
        sheets = {
            name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in ([sheet] if sheet in names else names)
        }
    except (CalamineError, zipfile.BadZipFile, ValueError, OSError) as error:
        raise CannotRead(_("This is not a spreadsheet that can be opened: %(reason)s") % {"reason": error}) from error
    if sheet and sheet not in names:
        raise CannotRead(_("The workbook has no sheet “%(sheet)s”. It has: %(names)s.") % {"sheet": sheet, "names": ", ".join(names)})
    chosen = max(sheets, key=lambda name: _filled(sheets[name]), default="")
    if not chosen or not _filled(sheets[chosen]):
        raise CannotRead(_("The workbook is empty."))
    cells = [[_cell_text(value) for value in line] for line in sheets[chosen]]
    _refuse_oversized(cells)
    return Lines(cells, "workbook", "cells", chosen, names)


def _refuse_bomb(data: bytes) -> None:
    if data[:2] != b"PK":
        return
    try:
        unpacked = sum(entry.file_size for entry in zipfile.ZipFile(io.BytesIO(data)).infolist())
    except zipfile.BadZipFile as error:
        raise CannotRead(_("This is not a spreadsheet that can be opened: %(reason)s") % {"reason": error}) from error
    if unpacked > MAX_UNPACKED_BYTES:
        raise CannotRead(_("The workbook is too large when unpacked (%(size)d MB).") % {"size": unpacked // 2**20})


def _refuse_oversized(cells: list[list[str]]) -> None:
    if sum(len(line) for line in cells) > MAX_CELLS:
        raise CannotRead(_("The file has more than %(cells)d cells. Split it.") % {"cells": MAX_CELLS})


def _filled(lines: list[list[Any]]) -> int:
    return sum(1 for line in lines for value in line if value not in ("", None))


def _cell_text(value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    return "" if value is None else str(value)
