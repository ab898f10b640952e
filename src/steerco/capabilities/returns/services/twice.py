"""Rows of one file that name the same project: both are offered with what they say, and a person chooses which one counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from steerco.foundation.imports.sheets import Record, Sheet
from steerco.foundation.imports.targets import TWICE, Match

ALL = "new"
_TOLD, _LONGEST = 6, 60


@dataclass(frozen=True, slots=True)
class Twice:
    """Rows of a file that stand for one project, and what a person said of them: the number of the row that counts, or all of them."""

    rows: tuple[Record, ...]
    kept: int = 0
    every: bool = False

    @property
    def decided(self) -> bool:
        """Whether a person has chosen."""
        return self.every or self.kept > 0

    def leaves_out(self, record: Record) -> bool:
        """Whether the choice leaves a row out."""
        return self.kept not in (0, record.number)

    @property
    def are_named_apart(self) -> bool:
        """Whether each may be a project of its own: no key says that they are one, and the next file can tell them apart by their names."""
        return not any(row.text("key") for row in self.rows) and len({row.text("name") for row in self.rows}) == len(self.rows)

    def as_match(self, sheet: Sheet) -> Match:
        """The choice as the step Matches offers it: each row with what it says, all of them where they are named apart."""
        choices = tuple({"ref": _ref(row), "name": _named(row), "evidence": self._says(sheet, row)} for row in self.rows)
        if self.are_named_apart:
            choices += ({"ref": ALL, "name": _("Each is a project of its own"), "evidence": ""},)
        first = self.rows[0]
        said = _("%(count)d rows name the same project") % {"count": len(self.rows)}
        chosen = f"row:{self.kept}" if self.kept else ""
        return Match(first.number, first.text("name"), "", TWICE, said, choices, linked_ref=chosen, decided=self.decided)

    def _says(self, sheet: Sheet, row: Record) -> str:
        """What a row says where the rows differ, with its line in the file."""
        labels = {each.name: each.label for each in sheet.profile.fields}
        texts = {name: {other.cells[name].text for other in self.rows if name in other.cells} for name in row.cells}
        parts = [
            f"{labels.get(name, name)}: {row.cells[name].text[:_LONGEST] or '–'}"
            for name in texts
            if name != "name" and len(texts[name]) > 1
        ]
        line = _("line %(number)d") % {"number": row.cells["name"].row}
        return "; ".join([line, *parts[:_TOLD]])


def twice(sheet: Sheet, records: Sequence[Record], identity: Callable[[Record], Hashable]) -> dict[Hashable, Twice]:
    """The rows that name the same project, by what makes them the same; rows that are equal word for word are no choice."""
    groups: dict[Hashable, list[Record]] = defaultdict(list)
    for record in records:
        groups[identity(record)].append(record)
    found = {}
    for same, rows in groups.items():
        if len(rows) > 1 and len({tuple(cell.text for _name, cell in row.cells.items()) for row in rows}) > 1:
            found[same] = _decided(Twice(tuple(rows)), sheet.answers.get(f"{TWICE}:{rows[0].number}", ""))
    return found


def _decided(group: Twice, said: str) -> Twice:
    """The rows with what was said of them; what was never offered says nothing."""
    if said == ALL and group.are_named_apart:
        return Twice(group.rows, every=True)
    return Twice(group.rows, kept=next((row.number for row in group.rows if _ref(row) == said), 0))


def _ref(row: Record) -> str:
    return f"row:{row.number}"


def _named(row: Record) -> str:
    return _("Record %(number)d counts: %(name)s") % {"number": row.number, "name": row.text("name")}
