"""What the rows of a list say of an organisation's own fields: found by name, made where they are new, each value read by its kind."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from steerco.foundation.access.actor import Actor
from steerco.foundation.fields.models import OwnField
from steerco.foundation.fields.queries import own_fields
from steerco.foundation.fields.services import ensure_fields
from steerco.foundation.fields.values import LONGEST_TEXT, stored_value
from steerco.foundation.imports import values
from steerco.foundation.imports.problems import CHECK, Problem
from steerco.foundation.imports.profiles import label_fold
from steerco.foundation.imports.reconciliation import own_columns
from steerco.foundation.imports.sheets import OWN, Cell, Record, Sheet
from steerco.foundation.ledger.writer import RevisionWriter

REMEMBERED = 10_000


@dataclass(slots=True)
class OwnValues:
    """The own fields of a sheet by the label of their column; `problems` say which cells they could not take."""

    by: Actor
    sheet: Sheet
    fields: dict[str, OwnField]
    problems: list[Problem] = field(default_factory=list)
    _read: dict[tuple[str, Any], Any] = field(default_factory=dict)

    def of(self, record: Record, held: Mapping[str, Any]) -> dict[str, Any]:
        """The own values of a record that holds some: with those that the row gives; the others stay."""
        given = {found.key: said for label, found in self.fields.items() if (said := self._value(found, record, label)) is not None}
        return {**held, **given} if given else dict(held)

    def _value(self, found: OwnField, record: Record, label: str) -> Any:
        cell = record.own.get(label)
        if cell is None or not cell.text or cell.gap is not None:
            return None
        value = format(cell.value.normalize(), "f") if isinstance(cell.value, Decimal) else cell.value
        value = value[:LONGEST_TEXT] if isinstance(value, str) else value
        known = (label, value)
        if known in self._read:
            return self._read[known]
        try:
            stored = stored_value(found, value, self.by)
        except ValueError as error:
            self._refuse(record, found, cell, str(error))
            return None
        if len(self._read) < REMEMBERED:
            self._read[known] = stored
        return stored

    def _refuse(self, record: Record, found: OwnField, cell: Cell, reason: str) -> None:
        where, action = f"{record.text('name')[:120] or record.number}, {found.label}", _("Left out; the rest of the row is taken")
        self.problems.append(Problem(self.sheet.file, cell.row, cell.column, reason, CHECK, where=where, action=action))


def own_values(by: Actor, writer: RevisionWriter, sheet: Sheet, records: Sequence[Record], register: str) -> OwnValues:
    """The own fields that the columns of a sheet go to, made where they are new. One that is worked out takes nothing, and that is said."""
    labels = own_columns(sheet)
    fields = ensure_fields(by, writer, {label: _kind(sheet, records, label) for label in labels}, register) if labels else {}
    made = OwnValues(by, sheet, {label: found for label, found in fields.items() if found.is_typed})
    made.problems += [
        Problem(sheet.file, None, None, _worked_out(found.label), CHECK, where=_("Columns"), action=_("Left out"))
        for found in fields.values() if not found.is_typed
    ]  # fmt: skip
    return made


def own_by_label(register: str) -> dict[str, tuple[str, str]]:
    """Where a column goes that is called like an own field: the target, and what is to be said of one that is worked out."""
    return {
        label_fold(found.label): (f"{OWN}{found.label}", "" if found.is_typed else _worked_out(found.label))
        for found in own_fields(register)
    }  # fmt: skip


def _worked_out(label: str) -> str:
    return _("“%(label)s” is worked out here. What the file says of it is left out.") % {"label": label}


def _kind(sheet: Sheet, records: Sequence[Record], label: str) -> str:
    """What a new field holds: as the profile knows it, else judged by all of its texts."""
    known = sheet.profile.named(f"{OWN}{label}")
    if known is not None:
        return known.kind if known.kind in {"money", "number", "date"} else "text"
    texts = [record.own[label].text for record in records if label in record.own and record.own[label].text]
    if texts and all(values.yes_no(text) is not None for text in texts) and not all(re.fullmatch(r"[01]", text) for text in texts):
        return "yes_no"
    if texts and all(re.fullmatch(r"[-+]?\d[\d,]*(\.\d+)?", text) and not re.match(r"0\d", text) for text in texts):
        return "number"
    return "date" if texts and all(re.fullmatch(r"\d{4}-\d\d-\d\d", text) for text in texts) else "text"
