"""What a list says of a project beyond its report: description, owner, programme, life state, fields of the organisation's own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from steerco.capabilities.people.services import people_from_source
from steerco.capabilities.projects import services as projects
from steerco.foundation.access.actor import Actor
from steerco.foundation.imports import values
from steerco.foundation.imports.reconciliation import own_columns
from steerco.foundation.imports.sheets import Record, Sheet
from steerco.foundation.ledger.writer import RevisionWriter


@dataclass(slots=True)
class Extras:
    """People, programmes and own fields that the rows of a sheet name, found or made once."""

    people: dict[str, Any] = field(default_factory=dict)
    programmes: dict[str, Any] = field(default_factory=dict)
    fields: dict[str, Any] = field(default_factory=dict)

    def of(self, record: Record, custom: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of the project of one row; what the row doesn't say stays as it is."""
        said: dict[str, Any] = {}
        if record.text("description"):
            said["description"] = record.text("description")
        if record.text("state"):
            said["state"] = record.text("state")
        if (owner := self.people.get(record.text("owner"))) is not None:
            said["owner"] = owner
        if (programme := self.programmes.get(record.text("programme"))) is not None:
            said["programme"] = programme
        own = {found.key: value for label, found in self.fields.items() if (value := _value(found, record, label)) is not None}
        if own:
            said["custom"] = {**custom, **own}
        return said


def prepared(by: Actor, writer: RevisionWriter, sheet: Sheet, records: Sequence[Record]) -> Extras:
    """The extras of a sheet, with whatever is new in them written."""
    labels = own_columns(sheet)
    owners = {record.text("owner") for record in records} - {""}
    programmes = {record.text("programme") for record in records} - {""}
    return Extras(
        people=people_from_source(by, writer, owners) if owners else {},
        programmes=projects.ensure_programmes(by, writer, programmes) if programmes else {},
        fields=projects.ensure_fields(by, writer, {label: _kind(records, label) for label in labels}) if labels else {},
    )


def _kind(records: Sequence[Record], label: str) -> str:
    """What a column holds, judged by all of its texts."""
    texts = [record.own[label].text for record in records if label in record.own and record.own[label].text]
    if texts and all(values.yes_no(text) is not None for text in texts) and not all(re.fullmatch(r"[01]", text) for text in texts):
        return "yes_no"
    if texts and all(re.fullmatch(r"[-+]?\d[\d,]*(\.\d+)?", text) and not re.match(r"0\d", text) for text in texts):
        return "number"
    return "date" if texts and all(re.fullmatch(r"\d{4}-\d\d-\d\d", text) for text in texts) else "text"


def _value(found: Any, record: Record, label: str) -> Any:
    cell = record.own.get(label)
    if cell is None or not cell.text:
        return None
    try:
        return projects.own_value(found, cell.text[:2000])
    except ValueError:
        return None
