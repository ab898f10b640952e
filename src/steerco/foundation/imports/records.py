"""From the rows of a table to records: each column read by one reader of its own, each text that comes again read once."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import partial
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _

from steerco.foundation.imports import values
from steerco.foundation.imports.cells import Cell, Cells, Lane, Layout, cleaned
from steerco.foundation.imports.currencies import currency_in
from steerco.foundation.imports.problems import CHECK, Problem
from steerco.foundation.imports.profiles import Profile, ProfileField, label_fold
from steerco.foundation.imports.second_meanings import Meaning
from steerco.foundation.imports.sheets import OWN, Column, Options, Question, Record
from steerco.foundation.imports.tables import Row, Table
from steerco.foundation.imports.values import EMPTY, MALFORMED, Gap

REMEMBERED = 10_000
_NO_TEXT = Gap(EMPTY, "")
_NO_CELLS: Mapping[str, Cell] = MappingProxyType({})


@dataclass(slots=True)
class Reading:
    """What is collected while one file is read."""

    file: str
    profile: Profile
    table: Table
    columns: tuple[Column, ...]
    options: Options
    problems: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    order: str = "dmy"
    decimal_commas: set[str] = field(default_factory=set)
    units: dict[str, Decimal] = field(default_factory=dict)
    date_shapes: Counter[str] = field(default_factory=Counter)
    meanings: dict[int, Meaning] = field(default_factory=dict)


@dataclass(slots=True)
class _Reader:
    """What reads the texts of one column for one field; what stands `alone` takes the place of what another column gave."""

    known: ProfileField
    lane: Lane
    read: Callable[[str], Any]
    tell: Callable[[str], None] | None = None
    alone: bool = False

    def of(self, rows: Sequence[Row]) -> list[Any]:
        """The value, gap or money that each row of a table has in this column."""
        index, seen, made = self.lane.index, dict[str, Any](), []
        for row in rows:
            raw = row.cells[index]
            found = seen.get(raw)
            if found is None:
                text = cleaned(raw)
                found = self.read(text)
                if len(seen) < REMEMBERED:
                    seen[raw] = found
            made.append(found)
        if self.tell is not None:
            for row, found in zip(rows, made, strict=True):
                if type(found) is dt.date:
                    self.tell(cleaned(row.cells[index]))
        return made


def records_of(reading: Reading) -> tuple[Record, ...]:
    """All records of a table; what can't be read is a gap with its text, and said."""
    readers = _readers(reading)
    slots: dict[str, int] = {}
    for reader in readers:
        slots.setdefault(reader.known.name, len(slots))
    lanes = {reader.known.name: reader.lane for reader in reversed(readers)}
    layout = Layout(tuple(lanes[name] for name in slots), slots, reading.table.transposed)
    own = [
        (column.target.removeprefix(OWN), index, column.head.position)
        for index, column in enumerate(reading.columns) if column.target.startswith(OWN) and reading.profile.named(column.target) is None
    ]  # fmt: skip
    rows = reading.table.rows
    columns = [reader.of(rows) for reader in readers]
    values = list(zip(*columns, strict=True)) if columns else [()] * len(rows)
    made = _Making(reading, readers, layout, own)
    return tuple(made.record(number, row, values[number - 1]) for number, row in enumerate(rows, start=1))


@dataclass(slots=True)
class _Making:
    """Makes the records of one file."""

    reading: Reading
    readers: list[_Reader]
    layout: Layout
    own: list[tuple[str, int, int]]

    def record(self, number: int, row: Row, values: tuple[Any, ...]) -> Record:
        """The record of one row, with what its readers have read."""
        if len(values) != len(self.layout.slots):
            values = self._joined(row, values)
        cells = Cells(self.layout, row.position, row.cells, values)
        for name, gap in cells.gaps():
            if gap.kind == MALFORMED:
                self._cannot_be_read(number, name, cells)
        own = {name: self._own(row, index, position) for name, index, position in self.own}
        own.update({name.removeprefix(OWN): cells[name] for name in self.layout.slots if name.startswith(OWN)})
        return Record(number, cells, own or _NO_CELLS)

    def _joined(self, row: Row, values: tuple[Any, ...]) -> tuple[Any, ...]:
        """The values of a row where several columns give one field."""
        cells: dict[str, Cell] = {}
        for reader, value in zip(self.readers, values, strict=True):
            one = Layout((reader.lane,), {reader.known.name: 0}, self.layout.transposed)
            cell = Cells(one, row.position, row.cells, (value,))[reader.known.name]
            before = cells.get(reader.known.name)
            cells[reader.known.name] = cell if before is None or reader.alone else _one_of(self.reading, reader.known, before, cell)
        return tuple(cells.values())

    def _own(self, row: Row, index: int, position: int) -> Cell:
        text = cleaned(row.cells[index])
        place = (position, row.position) if self.layout.transposed else (row.position, position)
        return Cell(text or None, text, None if text else _NO_TEXT, *place)

    def _cannot_be_read(self, number: int, name: str, cells: Cells) -> None:
        known, cell = self.reading.profile.named(name), cells[name]
        whose = cells["name"].text[:120] if "name" in cells else str(number)
        said = _("“%(text)s” is no %(kind)s.") % {"text": cell.text[:80], "kind": _kind_words(known)}
        where = f"{whose}, {known.label.lower() if known else name}"
        action = _("Kept as a gap with its text; never guessed")
        self.reading.problems.append(Problem(self.reading.file, cell.row, cell.column, said, CHECK, where=where, action=action))


def _readers(reading: Reading) -> list[_Reader]:
    """A reader of each column that goes to a field, and of the second field that some columns fill."""
    readers: list[_Reader] = []
    for index, column in enumerate(reading.columns):
        known = reading.profile.named(column.target)
        if known is None:
            continue
        meaning = reading.meanings.get(index)
        if meaning is not None:
            own = _reader(reading, index, column, known)
            readers += [replace(own, read=meaning.of_known(own.read)), _Reader(meaning.other, own.lane, meaning.of_other)]
            continue
        readers.append(_reader(reading, index, column, known))
        source = known.source_of(label_fold(column.head.label)) if known.also else None
        if source is not None and (twin := reading.profile.named(source.also)) is not None:
            readers.append(replace(_reader(reading, index, column, twin), alone=True))
    return readers


def _reader(reading: Reading, index: int, column: Column, known: ProfileField) -> _Reader:
    currency = currency_in(column.head.label) if known.kind == "money" else ""
    value = _value_reader(reading, column, known)

    def read(text: str) -> Any:
        found = value(text) if text else None
        if isinstance(found, values.Money):
            return found if found.currency else found.amount
        if found is not None and known.kind != "text":
            return found
        gap = values.gap_of(text, reading.profile.gaps)
        return found if gap is None and found is not None else gap or Gap(MALFORMED, text)

    lane = Lane(index, column.head.position, column.by, currency)
    if known.kind == "words":
        return _Reader(known, lane, lambda text: text or _NO_TEXT)
    return _Reader(known, lane, read, partial(_note_shape, reading) if known.kind == "date" else None)


def _note_shape(reading: Reading, text: str) -> None:
    ordered = "dd/mm/yyyy" if reading.order == "dmy" else "mm/dd/yyyy"
    reading.date_shapes["yyyy-mm-dd" if text[:4].isdigit() and "-" in text else ordered] += 1


def _value_reader(reading: Reading, column: Column, known: ProfileField) -> Callable[[str], Any]:
    comma = column.head.name in reading.decimal_commas
    if known.kind == "money":
        unit = reading.units[column.head.name]
        return lambda text: values.money(text, unit=unit, decimal_comma=comma)
    if known.kind == "date":
        return lambda text: values.date(text, order=reading.order, latest=known.latest)
    if known.kind == "choice":
        return lambda text: values.choice(text, known.spellings)
    if known.kind == "number":
        return lambda text: values.number(text, decimal_comma=comma)
    return lambda text: " ".join(text.split())


def _one_of(reading: Reading, known: ProfileField, one: Cell, other: Cell) -> Cell:
    """One value from two columns: joined where the profile says so; else whichever has one; the first, to be looked at, where both have."""
    if known.joined:
        parts = [cell.value for cell in (one, other) if cell.gap is None]
        return replace(one, value=known.joined.join(parts), text=known.joined.join(parts), gap=None, by="") if parts else one
    if one.gap is None and other.gap is None and one.value != other.value:
        reading.problems.append(
            Problem(reading.file, other.row, other.column,
                    _("%(field)s is given twice: %(one)s and %(other)s.") % {"field": known.label, "one": one.text, "other": other.text},
                    CHECK, where=known.label, action=_("The first column decides"))
        )  # fmt: skip
    if one.gap is None:
        return one
    if other.gap is None:
        return other
    return other if one.gap.kind == EMPTY else one


def _kind_words(known: ProfileField | None) -> str:
    words = {"money": _("amount"), "date": _("date"), "choice": _("known rating or choice"), "number": _("number")}
    return words.get(known.kind if known else "", _("value"))
