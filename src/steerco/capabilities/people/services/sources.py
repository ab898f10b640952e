"""Units and people as a source names them: found by code or name, entered where they are new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from steerco.capabilities.people.access import PEOPLE, UNITS
from steerco.capabilities.people.models import OrgUnit, Person
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.writer import RevisionWriter


def units_from_source(by: Actor, writer: RevisionWriter, named: Mapping[str, str]) -> dict[str, OrgUnit]:
    """The unit of each code, whatever its case; a unit that is new is entered with the name given (two queries)."""
    known = {unit.code.casefold(): unit for unit in OrgUnit.objects.all()}
    by_name = {unit.name.casefold(): unit for unit in known.values()}
    missing = [code for code in named if code.casefold() not in known and code.casefold() not in by_name]
    if missing:
        UNITS.require(by, "import")
    made = writer.create_many(
        OrgUnit(organisation=by.organisation, code=code[:40], name=(named[code] or code)[:160]) for code in sorted(set(missing))
    )  # fmt: skip
    known.update({unit.code.casefold(): unit for unit in made})
    return {code: known.get(code[:40].casefold()) or by_name[code.casefold()] for code in named}


def people_from_source(by: Actor, writer: RevisionWriter, names: Iterable[str]) -> dict[str, Person]:
    """The person of each name, whatever its case; somebody new is entered. A name that two people share is left out (two queries)."""
    found: dict[str, list[Person]] = {}
    for person in Person.objects.all():
        found.setdefault(person.name.casefold(), []).append(person)
    wanted = sorted(set(names))
    missing = [name for name in wanted if name.casefold() not in found]
    if missing:
        PEOPLE.require(by, "create")
    for person in writer.create_many(Person(organisation=by.organisation, name=name[:120]) for name in missing):
        found[person.name.casefold()] = [person]
    return {name: found[name[:120].casefold()][0] for name in wanted if len(found.get(name[:120].casefold(), [])) == 1}
