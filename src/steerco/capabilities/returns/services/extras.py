"""What a list says of a project beyond its report: description, owner, programme, life state, fields of the organisation's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from steerco.capabilities.people.queries import people
from steerco.capabilities.people.services import people_from_source
from steerco.capabilities.projects import services as projects
from steerco.foundation.access.actor import Actor
from steerco.foundation.imports.own_values import OwnValues, own_values
from steerco.foundation.imports.problems import CHECK, Problem
from steerco.foundation.imports.reconciliation import own_columns
from steerco.foundation.imports.sheets import Record, Sheet
from steerco.foundation.ledger.writer import RevisionWriter
from steerco_engine.persons import may_be_one


@dataclass(slots=True)
class Extras:
    """People, programmes and own fields that the rows of a sheet name, found or made once.

    `made` are the names of people entered; `problems` say which of them may be somebody else of the list.
    """

    people: dict[str, Any] = field(default_factory=dict)
    programmes: dict[str, Any] = field(default_factory=dict)
    own: OwnValues | None = None
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
        if self.own is not None and (held := self.own.of(record, custom)) != custom:
            said["custom"] = held
        return said


def prepared(by: Actor, writer: RevisionWriter, sheet: Sheet, records: Sequence[Record]) -> Extras:
    """The extras of a sheet, with whatever is new in them written."""
    owners = {record.text("owner") for record in records} - {""}
    programmes = {record.text("programme") for record in records} - {""}
    known = {name.casefold(): name for name in people(by).values_list("name", flat=True)} if owners else {}
    spelled = {owner.casefold(): owner for owner in sorted(owners, reverse=True)}  # one person whatever the case
    made = tuple(owner for folded, owner in sorted(spelled.items()) if folded not in known)
    found = people_from_source(by, writer, spelled.values()) if owners else {}
    return Extras(
        made=made,
        problems=_alike(sheet.file, records, made, [*known.values(), *made]),
        people={owner: person for owner in owners if (person := found.get(spelled[owner.casefold()])) is not None},
        programmes=projects.ensure_programmes(by, writer, programmes) if programmes else {},
        own=own_values(by, writer, sheet, records, "projects") if own_columns(sheet) else None,
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
