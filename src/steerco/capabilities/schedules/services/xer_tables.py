"""The tables of an XER file: a line a record, values between tabs, in the code page of whoever exported it."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field

from steerco.capabilities.schedules.services.records import MOST_VALUES, FileRefused, Record

GUESSES = ("utf-8-sig", "cp1252")


@dataclass(slots=True)
class Tables:
    """The head of the file and its tables in order, each with its columns."""

    header: list[str]
    columns: dict[str, list[str]] = field(default_factory=dict)
    rows: dict[str, list[Record]] = field(default_factory=dict)
    closed: bool = False


def text_of(data: bytes, encoding: str | None) -> str:
    """The text of a file: in the code page that is named, else UTF-8 or Western; refuses bytes that are no text, with their line."""
    if b"\x00" in data:
        at = data.index(b"\x00")
        raise FileRefused("a zero byte: this is no XER text, or it was saved in another encoding.", f"line {_line(data, at)}")
    guesses = (encoding,) if encoding else GUESSES
    for guess in guesses:
        try:
            codecs.lookup(guess)
            return data.decode(guess)
        except LookupError:
            raise FileRefused(f"there is no code page “{guess}”.") from None
        except UnicodeDecodeError as error:
            place = f"line {_line(data, error.start)}"
    raise FileRefused(
        f"the bytes are no text in {' or '.join(guesses)}. Name the code page with --encoding, such as cp1251 or cp1256.", place
    )


def _line(data: bytes, at: int) -> int:
    return data.count(b"\n", 0, at) + 1


def read_tables(data: bytes, encoding: str | None) -> Tables:
    """All tables of a file; refuses what is no XER, is cut off, or has more values than columns."""
    if not data.startswith((b"ERMHDR", b"\xef\xbb\xbfERMHDR")):
        raise FileRefused("the file does not begin with ERMHDR: it is no XER file.", "line 1")
    lines = text_of(data, encoding).split("\n")
    tables = Tables(header=lines[0].rstrip("\r").split("\t"))
    known: dict[str, str] = {}
    name, columns, values = "", list[str](), 0
    for number, line in enumerate(lines[1:], 2):
        cells = line.rstrip("\r").split("\t")
        sign = cells[0]
        if sign == "%R":
            values += _row(tables, name, columns, cells, number, known)
            if values > MOST_VALUES:
                raise FileRefused(f"the file holds more than {MOST_VALUES:,} values; divide it.", f"line {number}")
        elif sign == "%T":
            name, columns = (cells[1].strip() if len(cells) > 1 else ""), []
            if not name:
                raise FileRefused("a table without a name.", f"line {number}")
            tables.rows.setdefault(name, [])
        elif sign == "%F":
            columns = tables.columns[name] = [cell.strip() for cell in cells[1:]]
        elif sign == "%E":
            tables.closed = True
            break
        elif line.strip():
            _continue(tables, name, line.rstrip("\r"), number)
    if not tables.closed:
        raise FileRefused("the file ends without %E: it is cut off. Export it again.", f"line {len(lines)}")
    return tables


def _row(tables: Tables, name: str, columns: list[str], cells: list[str], number: int, known: dict[str, str]) -> int:
    """Keeps a row; says how many values it has. Texts that come again are kept once."""
    if not columns:
        raise FileRefused("a row before the names of its columns.", f"line {number}")
    if len(cells) - 1 > len(columns) and any(cells[len(columns) + 1 :]):
        raise FileRefused(f"{len(cells) - 1} values for {len(columns)} columns of {name}.", f"line {number}")
    values = {column: known.setdefault(cell, cell) for column, cell in zip(columns, cells[1:], strict=False) if cell}
    tables.rows[name].append(Record(name, values, line=number))
    return len(values)


def _continue(tables: Tables, name: str, line: str, number: int) -> None:
    """A line without a sign belongs to the last value of the row before it: a text with a line break."""
    rows = tables.rows.get(name)
    if not rows or not rows[-1].values:
        raise FileRefused("a line that begins with none of %T, %F, %R, %E.", f"line {number}")
    last = next(reversed(rows[-1].values))
    rows[-1].values[last] += f"\n{line}"
