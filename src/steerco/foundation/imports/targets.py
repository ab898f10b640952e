"""Where imported rows go: a room registers a target; imports itself knows no word of the trade."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.utils.translation import gettext as _

from steerco.foundation.access.actor import Actor
from steerco.foundation.imports.problems import REFUSAL, Problem
from steerco.foundation.imports.sheets import Record, Sheet
from steerco.foundation.ledger.writer import RevisionWriter


@dataclass(frozen=True, slots=True)
class TargetField:
    """A field that a target takes. `required` ones must be in every row; `max_length` in characters, 0 for any."""

    name: str
    label: str
    kind: str
    required: bool = False
    max_length: int = 0


@dataclass(frozen=True, slots=True)
class Effect:
    """One line of “what changes”: how many, and which (by what a person calls them)."""

    key: str
    label: str
    count: int
    names: tuple[str, ...] = ()


TWICE = "twice"


@dataclass(frozen=True, slots=True)
class Match:
    """How one row was taken for a known record: the kind of link, the evidence, and other candidates with their evidence.

    `decided` says that a person has chosen; a decision is an answer `match:ROW`, either `new` or the reference of a record.
    Where the link is `TWICE`, rows of the file stand for one record; the answer `twice:ROW` of the first is one of the candidates.
    """

    row: int
    name: str
    linked_to: str
    link: str
    evidence: str
    candidates: tuple[dict[str, Any], ...] = ()
    linked_ref: str = ""
    decided: bool = False

    def as_json(self) -> dict[str, Any]:
        """For the page."""
        return {
            "row": self.row, "name": self.name, "linked_to": self.linked_to, "link": self.link, "evidence": self.evidence,
            "candidates": list(self.candidates), "linked_ref": self.linked_ref, "decided": self.decided,
        }  # fmt: skip


@dataclass(slots=True)
class Outcome:
    """What became of the rows of one sheet: rows = created + changed + unchanged + refused + left_out.

    `refused` holds the numbers of the records that are not loaded, so that sums can leave them out; `named` the keys of the records that
    the report names, `made` those among them that only this load makes, `level` the highest confidentiality of them.
    """

    rows: Counter[str] = field(default_factory=Counter)
    effects: list[Effect] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    level: int = 0
    named: set[int] = field(default_factory=set)
    made: set[int] = field(default_factory=set)
    refused: set[int] = field(default_factory=set)

    def refuse(self, sheet: Sheet, record: Record, reason: str, blamed: str = "name") -> None:
        """Counts a record as refused, and says why at the cell that is to blame, else at its name, else at its first."""
        cell = record.cells.get(blamed) or record.cells.get("name") or next(iter(record.cells.values()), None)
        row, column = (cell.row, cell.column) if cell is not None else (None, None)
        where = record.text("name")[:120] or _("Record %(number)d") % {"number": record.number}
        self.rows["refused"] += 1
        self.refused.add(record.number)
        self.problems.append(Problem(sheet.file, row, column, reason, REFUSAL, where=where, action=_("Not loaded")))


def too_long(fields: Iterable[TargetField], record: Record) -> tuple[str, str]:
    """Why a record can't be taken, and the first field that holds more than its target keeps; two empty texts where none does."""
    for each in fields:
        if each.max_length and len(record.text(each.name)) > each.max_length:
            told = _("%(field)s is longer than %(limit)d characters.")
            return told % {"field": each.label, "limit": each.max_length}, each.name
    return "", ""


class Target(Protocol):
    """What a room does with sheets. `load` writes through the revision that it is given and never opens one of its own.

    `register` is the list whose fields of an organisation's own the rows may fill.
    """

    key: str
    register: str

    @property
    def fields(self) -> Sequence[TargetField]:
        """The fields that a row may fill."""

    def require(self, by: Actor, level: int = 0) -> None:
        """Raises `Refused` unless the actor may import here, and read what names records of this confidentiality."""

    def load(self, by: Actor, writer: RevisionWriter, sheet: Sheet) -> Outcome:
        """Writes the rows of a sheet; a row that can't be written is counted as refused and said in a problem."""


_targets: dict[str, Target] = {}


def register_target(target: Target) -> None:
    """Makes a target known; called by its room when the application starts."""
    _targets[target.key] = target


def target_of(key: str) -> Target:
    """The target with a key; `KeyError` where no room has registered it."""
    return _targets[key]
