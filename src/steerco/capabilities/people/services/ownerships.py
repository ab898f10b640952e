"""What somebody answers for, and handing it over; rooms above add their kinds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from steerco.capabilities.people.access import PEOPLE
from steerco.capabilities.people.models import Person, PersonState
from steerco.capabilities.people.queries import people, units
from steerco.capabilities.people.services.records import update_unit
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.writer import revise
from steerco.foundation.registers.checks import given_reason, refuse


class Owned(NamedTuple):
    """One thing that somebody answers for: its key, its name, where it is shown."""

    pk: int
    name: str
    url: str


class Ownership(NamedTuple):
    """A kind of thing that people answer for: its words, what somebody has of it, and how it is given to another."""

    label: str | Promise
    owned: Callable[[Actor, Person], list[Owned]]
    give: Callable[[Actor, Collection[int], Person, str], None]


def _units(by: Actor, person: Person) -> list[Owned]:
    return [Owned(unit.pk, str(unit), reverse("unit", args=[unit.pk])) for unit in units(by).filter(head=person)]


def _give_units(by: Actor, keys: Collection[int], to: Person, reason: str) -> None:
    for unit in units(by).filter(pk__in=keys):
        update_unit(by=by, unit=unit, head=to, reason=reason)


ownerships: dict[str, Ownership] = {"unit": Ownership(gettext_lazy("Units, as head"), _units, _give_units)}
"""Kind → how it is found and given; filled by the rooms above as well."""


def open_ownerships(by: Actor, person: Person) -> dict[str, list[Owned]]:
    """Everything that a person answers for and the actor may see, by kind; kinds without anything are left out."""
    found = {kind: ownership.owned(by, person) for kind, ownership in ownerships.items()}
    return {kind: owned for kind, owned in found.items() if owned}


def leavers(by: Actor) -> list[tuple[Person, int]]:
    """The people who have left and still answer for something, each with for how much."""
    gone = people(by).filter(state=PersonState.LEFT)
    counted = [(person, sum(map(len, open_ownerships(by, person).values()))) for person in gone]
    return [(person, count) for person, count in counted if count]


def hand_over(*, by: Actor, person: Person, to: Person, picked: Mapping[str, Collection[int]], reason: str) -> int:
    """Gives what was picked to another person, all of it or nothing; asks for the right to each record."""
    PEOPLE.require(by, "edit")
    if to.pk == person.pk or to.state != PersonState.ACTIVE or to.organisation_id != person.organisation_id:
        refuse("to", _("Choose somebody who is active here."))
    own = open_ownerships(by, person)
    chosen = {kind: set(keys) & {each.pk for each in own.get(kind, [])} for kind, keys in picked.items()}
    count = sum(map(len, chosen.values()))
    if not count:
        raise ValidationError(_("Tick what is to be handed over."))
    said = given_reason(reason)
    with revise(by, "hand_over", reason=said):
        for kind, keys in chosen.items():
            if keys:
                ownerships[kind].give(by, keys, to, said)
    return count
