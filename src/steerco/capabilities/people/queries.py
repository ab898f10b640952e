"""Units and people as other rooms read them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.capabilities.people.access import CATALOGUE, COLUMNS, PEOPLE, ROLE_GRANTS, ROLES, UNITS, visible_to
from steerco.capabilities.people.models import OrgUnit as OrgUnit, Person as Person, UnitPlacement
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import ScopeKey, all_tables


@dataclass
class Branch:
    """A unit in the tree with the units below it."""

    unit: OrgUnit
    below: list[Branch] = field(default_factory=list)


@dataclass(frozen=True)
class Tree:
    """The tree on a date: its roots, how many units it holds, and the dates on which it changes."""

    roots: list[Branch]
    count: int
    turns: list[dt.date]


class CataloguedRole(NamedTuple):
    """A role of the catalogue as its page shows it."""

    name: str
    purpose: str
    counts_as: str
    granted_by: str
    alone: bool


class WrittenTable(NamedTuple):
    """A permission table as its page shows it: its subject, the roles at its head, and a line an action."""

    subject: str
    heads: list[str]
    lines: list[tuple[str, list[str]]]


def catalogue() -> list[CataloguedRole]:
    """The roles in the order of the catalogue, each with the role that it counts as and who grants it."""
    shown = []
    for role in CATALOGUE:
        grantors = [str(ROLES[each]) for each in COLUMNS if ROLE_GRANTS.grants(each, role.key)]
        shown.append(CataloguedRole(
            str(role.name), str(role.purpose), str(ROLES[role.column]), ", ".join(grantors) or _("by sharing a record"),
            role.column == role.key,
        ))  # fmt: skip
    return shown


def written_tables() -> list[WrittenTable]:
    """Every permission table of every room; a cell says `may`, `never` (a denial that wins over every other role) or nothing."""
    found = []
    for table in all_tables():
        if table is ROLE_GRANTS:
            continue
        columns = [role for role in COLUMNS if any(table.grants(role, action) or role in table.denied[action] for action in table.allowed)]
        lines = [
            (action, ["never" if role in table.denied[action] else "may" if table.grants(role, action) else "" for role in columns])
            for action in table.allowed
        ]
        heads = [str(ROLES[role]) for role in columns]
        found.append(WrittenTable(table.subject, heads, [(action.replace("_", " "), cells) for action, cells in lines]))
    return found


def units(by: Actor) -> QuerySet[OrgUnit]:
    """The units that the actor may see."""
    return OrgUnit.objects.filter(visible_to(by, UNITS))


def people(by: Actor) -> QuerySet[Person]:
    """The people that the actor may see."""
    return Person.objects.filter(visible_to(by, PEOPLE))


def parents(on: dt.date) -> dict[int, int]:
    """Unit → the unit that it lies under on a date (one query)."""
    in_force = UnitPlacement.objects.filter(Q(starts_on__isnull=True) | Q(starts_on__lte=on), Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    return dict(in_force.values_list("unit_id", "parent_id"))


def with_descendants(unit_ids: Iterable[int], on: dt.date) -> set[int]:
    """The units and everything below them on a date (one query)."""
    children: dict[int, list[int]] = {}
    for child, parent in parents(on).items():
        children.setdefault(parent, []).append(child)
    found: set[int] = set()
    waiting = list(unit_ids)
    while waiting:
        unit = waiting.pop()
        if unit not in found:
            found.add(unit)
            waiting.extend(children.get(unit, ()))
    return found


def with_ancestors(unit_id: int | None, on: dt.date) -> set[int]:
    """A unit and every unit above it on a date (one query, none for no unit)."""
    if unit_id is None:
        return set()
    above = parents(on)
    found: set[int] = set()
    current: int | None = unit_id
    while current is not None and current not in found:
        found.add(current)
        current = above.get(current)
    return found


def scopes_of_unit(unit: OrgUnit | None) -> frozenset[ScopeKey]:
    """The scopes that a unit lies in today: itself and every unit above it (one query, none for no unit)."""
    if unit is None:
        return frozenset()
    return frozenset(("unit", unit_id) for unit_id in with_ancestors(unit.pk, timezone.localdate()))


def tree(by: Actor, on: dt.date) -> Tree:
    """The units that exist on a date, each under its parent of that date (three queries)."""
    in_force = Q(valid_from__isnull=True) | Q(valid_from__lte=on), Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    branches = {unit.pk: Branch(unit) for unit in units(by).filter(*in_force).select_related("head")}
    above = parents(on)
    roots: list[Branch] = []
    for pk, branch in branches.items():
        parent = branches.get(above.get(pk, 0))
        (parent.below if parent is not None else roots).append(branch)
    starts = UnitPlacement.objects.filter(starts_on__isnull=False).values_list("starts_on", flat=True).distinct()
    return Tree(roots, len(branches), sorted(start for start in starts if start is not None))
