"""From lines of cells to a table: where the heads are, which way it lies, and what is left out, counted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from steerco.foundation.imports.detection import MAX_CELLS
from steerco.foundation.imports.problems import CannotRead

HEAD_SEARCH_LINES, HEADS_TRIED = 30, 60
MAX_HEADS = 1000  # each is two questions on the page of columns, which takes five thousand answers
_TOTAL = re.compile(r"^(grand |sub)?-? ?(total|sum|summe)s?\b[: ]*$", re.IGNORECASE)
_NUMBER = re.compile(r"^[-+(]?\W{0,2}[\d][\d.,\s]*\W{0,2}$")


@dataclass(frozen=True, slots=True)
class Head:
    """One attribute of the table: its label, a name that is unique in the table, and its place in the file (from 1)."""

    position: int
    label: str
    name: str


@dataclass(frozen=True, slots=True)
class Row:
    """One record of the table: its place in the file (from 1) and its cells, one a head."""

    position: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Heads and records, whichever way they lay in the file; `dropped` counts what was left out, by kind.

    `size` is the file's extent along the records and along the heads: the first is one of heads, the records and what was left out.
    """

    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    transposed: bool
    dropped: dict[str, int] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    size: tuple[int, int] = (0, 0)

    def place(self, row: Row, head: Head) -> tuple[int, int]:
        """Row and column in the file, as a spreadsheet counts them."""
        return (head.position, row.position) if self.transposed else (row.position, head.position)


def table_of(
    lines: Sequence[Sequence[str]], recognised: Callable[[str], bool], *, orientation: str = "detect", head_line: int = 0, first: int = 1
) -> Table:
    """Finds the heads (labels that `recognised` knows count most) and the records; raises `CannotRead` where there are none.

    `orientation` is `rows` (one line a record), `columns` (one column a record) or `detect`; `head_line` fixes the line of the heads,
    `first` is the number of the first line.
    """
    square = _square(lines)
    if len(square) < 2 and orientation != "columns":
        raise CannotRead(_no_table())
    turned = [list(column) for column in zip(*square, strict=True)]
    across = _best_head(square, recognised, head_line if orientation != "columns" else 0)
    down = _best_head(turned, recognised, head_line if orientation == "columns" else 0, search=3)
    transposed = orientation == "columns" or (orientation == "detect" and down[0] > across[0] and down[0] >= 2)
    grid: Sequence[Sequence[str]] = turned if transposed else square
    at = (down if transposed else across)[1]
    made = _build(grid, at, transposed, recognised)
    return made if first == 1 else replace(made, rows=tuple(Row(row.position + first - 1, row.cells) for row in made.rows))


def _no_table() -> str:
    return _("No table was found: one line of heads and at least one record are needed.")


def _square(lines: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    width = max((len(line) for line in lines), default=0)
    if width * len(lines) > MAX_CELLS:
        raise CannotRead(_("The table has more than %(cells)d cells. Split it.") % {"cells": MAX_CELLS})
    return [line if len(line) == width else [*line, *[""] * (width - len(line))] for line in lines]


def _best_head(
    grid: Sequence[Sequence[str]], recognised: Callable[[str], bool], fixed: int, search: int = HEAD_SEARCH_LINES
) -> tuple[int, int]:
    """How many labels are known in the best line of heads, and its index."""
    if fixed:
        line = grid[min(fixed, len(grid)) - 1]
        return sum(recognised(cell) for cell in line if cell.strip()), min(fixed, len(grid)) - 1
    best, best_key = 0, (-1, -1.0)
    for index, line in enumerate(grid[:search]):
        filled = [cell.strip() for cell in line if cell.strip()]
        known = sum(recognised(cell) for cell in filled[:HEADS_TRIED])
        words = sum(1 for cell in filled if not _NUMBER.match(cell) and len(cell) < 120)
        likeness = words / max(1, len(line)) - index * 0.01 if len(set(filled)) > 1 or len(line) == 1 else 0.0
        if (known if known > 1 else 0, likeness) > best_key:
            best, best_key = index, (known if known > 1 else 0, likeness)
    return max(0, int(best_key[0])), best


def _build(grid: Sequence[Sequence[str]], at: int, transposed: bool, recognised: Callable[[str], bool]) -> Table:
    dropped: Counter[str] = Counter()
    body = [(index + 1, line) for index, line in enumerate(grid) if index > at]
    heads, used = _heads(grid, at, body, dropped, transposed, recognised)
    remarks = [cell.strip() for line in grid[:at] for cell in line if cell.strip()]
    if transposed:  # lines above or below the heads are attributes there, so only the first columns can be remarks
        remarks = [cell for cell in remarks if len(cell) > 1]
    dropped["preamble lines"] += sum(1 for line in grid[:at] if any(cell.strip() for cell in line))
    blank = "blank columns" if transposed else "blank rows"
    dropped[blank] += at - dropped["preamble lines"]
    rows: list[Row] = []
    for position, line in body:
        cells = tuple(line[index] for index in used)
        if not any(cell.strip() for cell in cells):
            dropped[blank] += 1
        else:
            rows.append(Row(position, cells))
    if not heads or not rows:
        raise CannotRead(_no_table())
    if len(heads) > MAX_HEADS:
        raise CannotRead(
            _("The table has %(count)d columns; at most %(most)d can be told apart. Delete those that you don’t need.")
            % {"count": len(heads), "most": MAX_HEADS}
        )
    if transposed:
        remarks += _footnotes(grid, at, used)
    else:
        rows = _without_foot(rows, dropped, remarks)
    return Table(
        tuple(heads), tuple(rows), transposed, {kind: n for kind, n in dropped.items() if n}, tuple(remarks), (len(grid), len(grid[at]))
    )


def _heads(
    grid: Sequence[Sequence[str]], at: int, body: list[tuple[int, Sequence[str]]], dropped: Counter[str], transposed: bool,
    recognised: Callable[[str], bool],
) -> tuple[list[Head], list[int]]:  # fmt: skip
    heads: list[Head] = []
    used: list[int] = []
    seen: Counter[str] = Counter()
    for index, cell in enumerate(grid[at]):
        label = " ".join(cell.split())
        filled = any(line[index].strip() for _position, line in body)
        if not label and not filled:
            dropped["blank rows" if transposed else "blank columns"] += 1
            continue
        if not filled and transposed and not recognised(cell):
            dropped["footnotes"] += 1
            continue
        name = label or _("column %(number)d") % {"number": index + 1}
        seen[name.casefold()] += 1
        if seen[name.casefold()] > 1:
            name = f"{name} ({seen[name.casefold()]})"
        heads.append(Head(index + 1, cell.strip() or name, name))
        used.append(index)
    return heads, used


def _footnotes(grid: Sequence[Sequence[str]], at: int, used: list[int]) -> list[str]:
    kept = set(used)
    return [" ".join(cell.split()) for index, cell in enumerate(grid[at]) if cell.strip() and index not in kept]


def _without_foot(rows: list[Row], dropped: Counter[str], remarks: list[str]) -> list[Row]:
    """Takes away what stands under a table: lines with one filled cell where the others have several, and lines of totals."""
    usual = sorted(sum(1 for cell in row.cells if cell.strip()) for row in rows)[len(rows) // 2]
    while len(rows) > 1:
        filled = [cell.strip() for cell in rows[-1].cells if cell.strip()]
        if filled and _TOTAL.match(filled[0]):
            dropped["total lines"] += 1
        elif len(filled) == 1 and usual >= 3:
            dropped["footnotes"] += 1
            remarks.append(filled[0])
        else:
            break
        rows = rows[:-1]
    return rows
