"""Makes each record of people once, with sensible values and through no service, for the tests of every room."""

from __future__ import annotations

from typing import Any

from steerco.capabilities.people.models import OrgUnit, Person, UnitPlacement
from steerco.foundation.organisations.models import Organisation


def make_unit(organisation: Organisation, code: str = "", *, parent: OrgUnit | None = None, **fields: Any) -> OrgUnit:
    """A department, under a parent where one is given."""
    code = code or f"U{OrgUnit.everywhere.count() + 1}"
    unit = OrgUnit.everywhere.create(organisation=organisation, code=code, **{"name": f"Department {code}", **fields})
    if parent is not None:
        UnitPlacement.everywhere.create(organisation=organisation, unit=unit, parent=parent)
    return unit


def make_person(organisation: Organisation, name: str = "Ada Byron", **fields: Any) -> Person:
    """A person without an account."""
    return Person.everywhere.create(organisation=organisation, name=name, **fields)
