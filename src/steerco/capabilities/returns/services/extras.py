"""What a list says of a project beyond its report: description, owner, programme, life state, fields of the organisation's own."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from steerco.capabilities.people.queries import people
from steerco.capabilities.people.services import people_from_source
from steerco.capabilities.projects import services as projects
from steerco.foundation.access.actor import Actor
from steerco.foundation.fields.services import ensure_fields
from steerco.foundation.fields.values import stored_value
from steerco.foundation.imports import values
from steerco.foundation.imports.problems import CHECK, Problem
from steerco.foundation.imports.reconciliation import own_columns
from steerco.foundation.imports.sheets import OWN, Record, Sheet
from steerco.foundation.ledger.writer import RevisionWriter
from steerco_engine.persons import may_be_one


@dataclass(slots=True)
class Extras:
    """People, programmes and own fields that the rows of a sheet name, found or made once.

    `made` are the names of people entered; `problems` say which of them may be somebody else of the list.
    """

    by: Actor | None = None
    people: dict[str, Any] = field(default_factory=dict)
    programmes: dict[str, Any] = field(default_factory=dict)
    fields: dict[str, Any] = field(default_factory=dict)
    made: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)

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
        own = {found.key: value for label, found in self.fields.items() if (value := _value(self.by, found, record, label)) is not None}
        if own:
            said["custom"] = {**custom, **own}
        return said


def prepared(by: Actor, writer: RevisionWriter, sheet: Sheet, records: Sequence[Record]) -> Extras:
    """The extras of a sheet, with whatever is new in them written."""
    labels = own_columns(sheet)
    owners = {record.text("owner") for record in records} - {""}
    programmes = {record.text("programme") for record in records} - {""}
    known = {name.casefold(): name for name in people(by).values_list("name", flat=True)} if owners else {}
    spelled = {owner.casefold(): owner for owner in sorted(owners, reverse=True)}  # one person whatever the case
    made = tuple(owner for folded, owner in sorted(spelled.items()) if folded not in known)
    found = people_from_source(by, writer, spelled.values()) if owners else {}
    return Extras(
        by=by,
        made=made,
        problems=_alike(sheet.file, records, made, [*known.values(), *made]),
        people={owner: person for owner in owners if (person := found.get(spelled[owner.casefold()])) is not None},
        programmes=projects.ensure_programmes(by, writer, programmes) if programmes else {},
        fields=ensure_fields(by, writer, {label: _kind(sheet, records, label) for label in labels}) if labels else {},
    )


def _alike(file: str, records: Sequence[Record], made: Sequence[str], everybody: Sequence[str]) -> list[Problem]:
    """New people who may be somebody that is here or in the list under another spelling: said once a pair, never joined."""
    problems: list[Problem] = []
    paired: set[frozenset[str]] = set()
    for name in made:
        for other in everybody:
            pair = frozenset((name, other))
            if len(pair) < 2 or pair in paired or not may_be_one(name, other):
                continue
            paired.add(pair)
            cell = next(record.cells["owner"] for record in records if record.text("owner") == name)
            said = _("“%(one)s” and “%(other)s” may be the same person.") % {"one": name, "other": other}
            action = _("Two people until you write both alike in the list")
            problems.append(Problem(file, cell.row, cell.column, said, CHECK, where=_("People"), action=action))
    return problems


def _kind(sheet: Sheet, records: Sequence[Record], label: str) -> str:
    """What a column holds: as the profile knows it, else judged by all of its texts."""
    known = sheet.profile.named(f"{OWN}{label}")
    if known is not None:
        return known.kind if known.kind in {"money", "number", "date"} else "text"
    texts = [record.own[label].text for record in records if label in record.own and record.own[label].text]
    if texts and all(values.yes_no(text) is not None for text in texts) and not all(re.fullmatch(r"[01]", text) for text in texts):
        return "yes_no"
    if texts and all(re.fullmatch(r"[-+]?\d[\d,]*(\.\d+)?", text) and not re.match(r"0\d", text) for text in texts):
        return "number"
    return "date" if texts and all(re.fullmatch(r"\d{4}-\d\d-\d\d", text) for text in texts) else "text"


def _value(by: Actor | None, found: Any, record: Record, label: str) -> Any:
    cell = record.own.get(label)
    if cell is None or not cell.text or cell.gap is not None:
        return None
    try:
        value = format(cell.value.normalize(), "f") if isinstance(cell.value, Decimal) else cell.value
        return stored_value(found, value[:2000] if isinstance(value, str) else value, by)
    except ValueError:
        return None
