"""Opens a workbook in a process of its own, which may fail or be stopped without harm. Run as a script; see `workbooks`.

Reads one line of JSON (the sheet wanted, the limits) and the bytes of the workbook, and writes one object of JSON: `names`, `sheet` and
`cells`, or `refused` with `reason`. Imports nothing of Steerco, so that it starts in a twentieth of a second.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import sys
from decimal import Decimal
from typing import Any


def read_workbook(data: bytes, sheet: str, max_cells: int, max_width: int) -> dict[str, Any]:
    """The cells of a sheet, else of the fullest one; one sheet at a time is in memory beside the fullest."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = list(workbook.sheet_names)
        if sheet and sheet not in names:
            return {"refused": "sheet", "names": names}
        best, chosen, most = None, "", 0
        for name in [sheet] if sheet else names:
            opened = workbook.get_sheet_by_name(name)
            if opened.end is None:
                continue
            if opened.total_height * opened.total_width > max_cells or opened.total_width > max_width:
                return {"refused": "cells", "reason": name}
            filled = sum(value not in ("", None) for row in opened.iter_rows() for value in row)
            if filled > most:
                best, chosen, most = opened, name, filled
    except (CalamineError, ValueError, OSError) as error:
        return {"refused": "unreadable", "reason": str(error)[:300]}
    if best is None:
        return {"refused": "empty"}
    cells = [[cell_text(value) for value in row] for row in best.to_python(skip_empty_area=False)]
    return {"names": names, "sheet": chosen, "cells": cells}


def cell_text(value: Any) -> str:
    """A cell as a text file would hold it: exact numbers without exponents, ISO dates, yes or no."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    return "" if value is None else str(value)


def _limit_itself(memory: int, seconds: int) -> None:
    """Takes no more memory and time than given, where the system can see to that."""
    try:
        import resource
    except ImportError:
        return
    for what, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):
            continue


def _serve() -> None:
    asked = json.loads(sys.stdin.buffer.readline())
    _limit_itself(asked["memory"], asked["seconds"])
    try:
        answer = read_workbook(sys.stdin.buffer.read(), asked["sheet"], asked["max_cells"], asked["max_width"])
        said = json.dumps(answer)
    except MemoryError:
        said = '{"refused": "memory"}'
    sys.stdout.write(said)


if __name__ == "__main__":
    _serve()
