"""A block of cells from a spreadsheet: read, laid onto the rows of a list, tried or written as one act, refused at the cell."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.models import Revision
from steerco.foundation.ledger.writer import RevisionWriter
from steerco.foundation.registers.amounts import AmountField
from steerco.foundation.registers.dates import months_first
from steerco.foundation.registers.editing.many import attempt
from steerco.foundation.registers.register import Register
from steerco.foundation.registers.writing import REFUSALS, BothChanged, State, Writing, refusals, said

MOST_ROWS, MOST_CELLS = 2000, 20_000
NOTHING = State(None, "")
_BARE = re.compile(r"^[\s£€$¥\-−().,\d]*\d[\s).,\d]*$")


@dataclass
class PastedCell:
    """One cell: what it says, where it goes, the value before and after, why it can't, and what somebody else wrote meanwhile."""

    text: str
    column: str = ""
    label: str = ""
    before: str = ""
    after: str = ""
    refusal: str = ""
    note: str = ""
    changed: bool = False


@dataclass
class PastedRow:
    """One line of the block: the record that it changes or adds, its cells, and why none of it can be written."""

    number: int
    label: str
    slug: str = ""
    version: int = 0
    new: bool = False
    cells: list[PastedCell] = field(default_factory=list)
    refusal: str = ""

    @property
    def is_refused(self) -> bool:
        """Whether anything of it can't be written."""
        return bool(self.refusal) or any(cell.refusal for cell in self.cells)


@dataclass
class Target:
    """Where a line goes: a record in the version that was seen, or none where it adds one."""

    key: int | None
    version: int | None = None


@dataclass
class Pasted:
    """What becomes of a block."""

    rows: list[PastedRow] = field(default_factory=list)
    act: Revision | None = None

    @property
    def cells(self) -> int:
        """How many values change in records that are there."""
        return sum(cell.changed for row in self.rows if not row.new for cell in row.cells)

    @property
    def added(self) -> int:
        """How many records are added."""
        return sum(row.new and not row.refusal for row in self.rows)

    @property
    def refused(self) -> int:
        """How many cells and whole lines can't be written."""
        return sum(1 if row.refusal else sum(bool(cell.refusal) for cell in row.cells) for row in self.rows)


def lines_of(text: str) -> list[list[str]]:
    """The cells of a block as spreadsheets copy it: tabs between cells, quotes around those that hold line breaks."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if not text:
        return []
    if text.count('"') % 2:
        return [line.split("\t") for line in text.split("\n")]
    return [row or [""] for row in csv.reader(io.StringIO(text), delimiter="\t")]


def text_of(lines: Sequence[Sequence[str]]) -> str:
    """A block as text again."""
    held = io.StringIO()
    csv.writer(held, delimiter="\t", lineterminator="\n").writerows(lines)
    return held.getvalue().removesuffix("\n")


class Block:
    """Lines of texts for columns of a register; `unit` is the letter of amounts that name none."""

    def __init__(self, register: Register, by: Actor, lines: list[list[str]], columns: Sequence[str], *, unit: str = "") -> None:
        self.register, self.by, self.lines, self.unit = register, by, lines, unit
        width = max((len(line) for line in lines), default=0)
        self.columns = [*columns[:width], *[""] * (width - len(columns))]
        self._month_first: dict[str, bool] = {}
        self._writings: dict[bool, Writing] = {}

    @property
    def has_amounts(self) -> bool:
        """Whether amounts are among the columns, whose unit somebody may have to say."""
        return any(isinstance(self._control(name), AmountField) for name in self.columns)

    def label(self, name: str) -> str:
        """What a column is called."""
        column = self._writing().columns.get(name)
        return "" if column is None else str(column.label)

    def left_out(self, name: str) -> bool:
        """Whether a column can't be written, so that what stands under it is left out."""
        return self._control(name) is None

    def lay(self, targets: Sequence[Target], *, dry: bool, leave: bool = False) -> Pasted:
        """Tries or writes each line; where anything is refused nothing is written, unless what is refused may be left out."""
        pasted = Pasted()
        with attempt(self.by, "paste", dry=dry) as act:
            self._month_first = {
                name: months_first(line[place] for line in self.lines if place < len(line))
                for place, name in enumerate(self.columns) if isinstance(self._control(name), forms.DateField)
            }  # fmt: skip
            known = self._writing().records([target.key for target in targets if target.key is not None])
            for number, (line, target) in enumerate(zip(self.lines, targets, strict=True)):
                pasted.rows.append(self._row(act, number, line, target, known.get(target.key or 0), dry=dry))
            if not dry and pasted.refused and not leave:
                raise BlockRefused(pasted)
        pasted.act = act.revision
        return pasted

    def _writing(self, *, new: bool = False) -> Writing:
        if new not in self._writings:
            some = None if new else self.register.rows(self.by).order_by("pk").first()
            self._writings[new] = Writing(self.register, self.by, some, new=new)
        return self._writings[new]

    def _control(self, name: str) -> forms.Field | None:
        column = self._writing().columns.get(name)
        return self._writing().control(name) if column is not None and column.writes is not None and name in self._writing().names else None

    def _row(self, act: RevisionWriter, number: int, line: list[str], target: Target, record: Any, *, dry: bool) -> PastedRow:
        cells = [PastedCell(text, name, self.label(name)) for text, name in zip(line, self.columns, strict=False)]
        row = PastedRow(number, str(record) if record is not None else "", new=target.key is None, cells=cells)
        if record is None and not row.new:
            row.refusal = _("It is not there any more, or you may not see it.")
            return row
        writing = self._writing(new=row.new)
        given = self._given(writing, row)
        before = {} if record is None else writing.states(record, given)
        version = target.version
        if record is not None:
            row.slug, row.version = str(getattr(record, self.register.slug)), record.version
        while given:
            try:
                with act.part("", "", undivided=True):
                    record = self._write(writing, record, given, version)
                break
            except BothChanged as error:
                self._note(row, error, given, dry=dry)
                version = None if dry else version
            except REFUSALS as error:
                if not self._refuse(row, error, given, writing):
                    break
                record.refresh_from_db()
        if record is not None and not row.refusal:
            self._tell(row, writing, record, given, before)
        return row

    def _given(self, writing: Writing, row: PastedRow) -> dict[str, Any]:
        """What each cell means to its column; a cell that can mean nothing says so."""
        given: dict[str, Any] = {}
        for cell in row.cells:
            control = self._control(cell.column)
            if control is None:
                continue
            text = cell.text
            if self.unit and isinstance(control, AmountField) and _BARE.match(text):
                text = f"{text.strip()}{self.unit}"
            try:
                given[cell.column] = writing.typed(cell.column, text, month_first=self._month_first.get(cell.column, False))
            except ValidationError as error:
                cell.refusal = said(error)
        if not given and row.new and not row.is_refused:
            row.refusal = _("The line is empty.")
        return given

    @staticmethod
    def _write(writing: Writing, record: Any, given: dict[str, Any], version: int | None) -> Any:
        if writing.new:
            return writing.add(given)
        writing.write(record, given, version=version)
        return record

    @staticmethod
    def _refuse(row: PastedRow, error: Exception, given: dict[str, Any], writing: Writing) -> bool:
        """Puts a refusal at its cells; says whether the rest of the line may be tried without them."""
        told = refusals(error)
        named = [cell for cell in row.cells if cell.column in told and cell.column in given]
        for cell in named:
            cell.refusal = " ".join(told[cell.column])
            del given[cell.column]
        if not named or row.new:
            columns = writing.columns
            others = {name: " ".join(messages) for name, messages in told.items() if name not in [cell.column for cell in named]}
            row.refusal = " ".join(f"{columns[name].label}: {text}" if name in columns else text for name, text in others.items())
            row.refusal = row.refusal or _("The line is left out.")
            return False
        return True

    @staticmethod
    def _note(row: PastedRow, error: BothChanged, given: dict[str, Any], *, dry: bool) -> None:
        """Says beside a cell what somebody else wrote into it meanwhile; it is written over only after it was seen."""
        for conflict in error.conflicts:
            for cell in row.cells:
                if cell.column == conflict.name:
                    cell.note = _("%(who)s, %(when)s: %(theirs)s") % {"who": conflict.who, "when": conflict.when, "theirs": conflict.theirs}
                    if not dry:
                        cell.refusal = _("Somebody changed this since you looked.")
                        given.pop(conflict.name, None)

    @staticmethod
    def _tell(row: PastedRow, writing: Writing, record: Any, given: dict[str, Any], before: dict[str, State]) -> None:
        after = writing.states(record, given)
        row.label = str(record)
        for cell in row.cells:
            if cell.column in after:
                was = before.get(cell.column, NOTHING)
                cell.before, cell.after, cell.changed = was.words, after[cell.column].words, was.plain != after[cell.column].plain


class BlockRefused(Exception):
    """Some cells can't be written, so nothing was."""

    def __init__(self, pasted: Pasted) -> None:
        super().__init__(_("Nothing was written. Put right what can't be written, or tick below to leave it out."))
        self.pasted = pasted
