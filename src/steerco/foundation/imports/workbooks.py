"""Workbooks (XLSX, XLS, ODS), opened in a process apart with limits: a file of a kilobyte can ask for more memory than there is."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from steerco.foundation.imports import workbook_reader
from steerco.foundation.imports.problems import CannotRead

MAX_UNPACKED_BYTES = 500 * 2**20
BOMB_BYTES, BOMB_TIMES = 50 * 2**20, 200  # a part so large that shrinks so much is no list: sheets shrink ten to fifty times
MEMORY, SECONDS = 2**30, 60


def open_workbook(data: bytes, sheet: str, *, max_cells: int, max_width: int) -> tuple[list[list[str]], str, tuple[str, ...]]:
    """The cells of a sheet (the fullest unless one is named), its name and the names of all; raises `CannotRead`."""
    _refuse_bomb(data)
    answer = _read_apart(data, {"sheet": sheet, "max_cells": max_cells, "max_width": max_width, "memory": MEMORY, "seconds": SECONDS})
    refused = answer.get("refused", "")
    if not refused:
        return answer["cells"], answer["sheet"], tuple(answer["names"])
    if refused == "sheet":
        raise CannotRead(
            _("The workbook has no sheet “%(sheet)s”. It has: %(names)s.") % {"sheet": sheet, "names": ", ".join(answer["names"])}
        )
    if refused == "cells":
        raise CannotRead(
            _("The sheet “%(sheet)s” has more than %(cells)d cells or %(columns)d columns. Delete what stands far away, or split it.")
            % {"sheet": answer["reason"], "cells": max_cells, "columns": max_width}
        )
    if refused == "empty":
        raise CannotRead(_("The workbook is empty."))
    if refused == "unreadable":
        raise CannotRead(_unreadable(answer["reason"]))
    raise CannotRead(_("Reading the workbook needs too much memory or time. Copy the list alone into a new workbook, or save it as CSV."))


def _read_apart(data: bytes, asked: dict[str, Any]) -> dict[str, Any]:
    """What the process apart answers; one that was stopped, or stopped itself, has no answer but that it needed too much."""
    try:
        done = subprocess.run(
            [sys.executable, "-P", str(Path(workbook_reader.__file__))], input=json.dumps(asked).encode() + b"\n" + data,
            capture_output=True, timeout=SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return {"refused": "time"}
    if done.returncode == 0:
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer
    panicked = b"panicked" in done.stderr and b"memory" not in done.stderr
    return {"refused": "unreadable", "reason": _("it is broken inside")} if panicked else {"refused": "memory"}


def _refuse_bomb(data: bytes) -> None:
    """Refuses what says itself that it is too large; what lies about that meets the limits of the process apart."""
    if data[:2] != b"PK":
        return
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise CannotRead(_unreadable(str(error))) from error
    unpacked = sum(entry.file_size for entry in entries)
    blown_up = any(entry.file_size > max(BOMB_BYTES, BOMB_TIMES * entry.compress_size) for entry in entries)
    if blown_up or unpacked > MAX_UNPACKED_BYTES:
        raise CannotRead(_("The workbook is too large when unpacked (%(size)d MB).") % {"size": unpacked // 2**20})


def _unreadable(reason: str) -> str:
    return _("This is not a spreadsheet that can be opened: %(reason)s") % {"reason": reason}
