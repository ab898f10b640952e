"""Units are opened, changed, moved and closed here; people are entered and changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import ProtectedError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from steerco.capabilities.people.access import PEOPLE, ROLE_ASSIGNMENTS, UNITS
from steerco.capabilities.people.models import OrgUnit, Person, PersonState, UnitPlacement
from steerco.capabilities.people.queries import scopes_of_unit
from steerco.capabilities.people.services.members import clearance_of, set_membership, take_leave
from steerco.capabilities.people.services.roles import end_roles_at
from steerco.foundation.access.actor import Actor
from steerco.foundation.fields.values import checked_values
from steerco.foundation.ledger.writer import StillUsed, revise
from steerco.foundation.organisations.models import Membership
from steerco.foundation.registers.checks import as_changed, check_fields, given_reason, refuse, refuse_stale

UNIT_FIELDS = ("code", "name", "kind", "head", "valid_from", "valid_to")
PERSON_FIELDS = ("name", "email", "account", "job_title", "home_unit", "state", "started_on", "ended_on")
ENDLESS = dt.date.max
MOVES_OF_A_PERSON = {
    PersonState.INVITED: {PersonState.ACTIVE, PersonState.LEFT},
    PersonState.ACTIVE: {PersonState.SUSPENDED, PersonState.LEFT},
    PersonState.SUSPENDED: {PersonState.ACTIVE, PersonState.LEFT},
    PersonState.LEFT: set[PersonState](),
}


def create_unit(*, by: Actor, parent: OrgUnit | None = None, reason: str = "", **fields: Any) -> OrgUnit:
    """A new unit, under a parent from its first day where one is given."""
    UNITS.require(by, "create", scopes=scopes_of_unit(parent))
    unit = as_changed(OrgUnit(organisation=by.organisation), fields, UNIT_FIELDS)
    _check_unit(unit, by)
    with revise(by, "create_unit", reason=reason) as revision:
        revision.create(unit)
        if parent is not None:
            _refuse_foreign_parent(parent, by)
            revision.create(UnitPlacement(organisation=by.organisation, unit=unit, parent=parent, starts_on=unit.valid_from))
    return unit


def update_unit(*, by: Actor, unit: OrgUnit, version: int | None = None, reason: str = "", **changes: Any) -> OrgUnit:
    """Changes fields of a unit; where it sits in the tree is changed by `place_unit`."""
    UNITS.require(by, "edit", scopes=scopes_of_unit(unit))
    refuse_stale(unit, version)
    _check_unit(as_changed(unit, changes, UNIT_FIELDS), by)
    with revise(by, "update_unit", reason=reason) as revision:
        revision.update(unit, **changes)
    return unit


def close_unit(*, by: Actor, unit: OrgUnit, on: dt.date, reason: str = "") -> OrgUnit:
    """Ends a unit on a date; its history and its records stay."""
    return update_unit(by=by, unit=unit, valid_to=on, reason=reason)


def delete_unit(*, by: Actor, unit: OrgUnit, reason: str) -> None:
    """Removes a unit that nothing refers to; otherwise the way on is to close it."""
    UNITS.require(by, "delete", scopes=scopes_of_unit(unit))
    with revise(by, "delete_unit", reason=given_reason(reason)) as revision:
        end_roles_at(by, revision, "unit", unit.pk)
        for placement in UnitPlacement.objects.filter(unit=unit):
            revision.delete(placement)
        try:
            revision.delete(unit)
        except ProtectedError as error:
            refuse("__all__", _("Refused: %(unit)s is used by %(count)d records. Close it from a date instead.") % {
                "unit": unit, "count": len(error.protected_objects)})  # fmt: skip


def place_unit(*, by: Actor, unit: OrgUnit, parent: OrgUnit | None, starts_on: dt.date | None, reason: str = "") -> UnitPlacement | None:
    """Puts a unit under another from a date (under none: at the top); the placement in force then ends the day before."""
    UNITS.require(by, "edit", scopes=scopes_of_unit(unit))
    UNITS.require(by, "edit", scopes=scopes_of_unit(parent))
    if parent is not None:
        _refuse_foreign_parent(parent, by)
    begins = starts_on or dt.date.min
    with revise(by, "place_unit", reason=reason) as revision:
        mine = sorted(UnitPlacement.objects.filter(unit=unit), key=lambda p: p.starts_on or dt.date.min)
        later = next((p for p in mine if (p.starts_on or dt.date.min) > begins), None)
        ends_on = later.starts_on - dt.timedelta(days=1) if later is not None and later.starts_on else None
        for placement in mine:
            if (placement.starts_on or dt.date.min) == begins:
                ends_on = placement.ends_on
                revision.delete(placement)
            elif (placement.starts_on or dt.date.min) < begins <= (placement.ends_on or ENDLESS):
                ends_on = placement.ends_on
                revision.update(placement, ends_on=begins - dt.timedelta(days=1))
        if parent is None:
            return None
        _refuse_cycle(unit, parent, begins, ends_on or ENDLESS)
        return revision.create(UnitPlacement(organisation=by.organisation, unit=unit, parent=parent, starts_on=starts_on, ends_on=ends_on))


def create_person(*, by: Actor, custom: Mapping[str, Any] | None = None, reason: str = "", **fields: Any) -> Person:
    """Somebody new, known to the organisation from now on."""
    PEOPLE.require(by, "create")
    person = as_changed(Person(organisation=by.organisation), fields, PERSON_FIELDS)
    person.custom = checked_values("people", by, {}, custom or {})
    _check_person(person, by)
    if person.account_id is not None:
        ROLE_ASSIGNMENTS.require(by, "end", level=clearance_of(by, person.account_id))
    with revise(by, "create_person", reason=reason) as revision:
        return revision.create(person)


def update_person(
    *, by: Actor, person: Person, version: int | None = None, custom: Mapping[str, Any] | None = None, reason: str = "", **changes: Any
) -> Person:
    """Changes fields of a person; whoever is suspended or has left can't sign in to this organisation from that moment."""
    PEOPLE.require(by, "edit")
    refuse_stale(person, version)
    draft = as_changed(person, changes, PERSON_FIELDS)
    _check_person(draft, by)
    if custom:
        changes["custom"] = checked_values("people", by, person.custom, custom)
    before, after = PersonState(person.state), PersonState(draft.state)
    if before != after:
        _check_move(person, before, after)
    linked = {account_id for account_id in (person.account_id, draft.account_id) if account_id is not None}
    if before != after and person.account_id != draft.account_id:
        refuse(
            "account", _("Refused: change the account and the state one after the other, so that it is plain who is let in or shut out.")
        )
    if before != after or person.account_id != draft.account_id:
        for account_id in linked:
            ROLE_ASSIGNMENTS.require(by, "end", level=clearance_of(by, account_id))
    with revise(by, "update_person", reason=reason) as revision:
        revision.update(person, **changes)
        if before != after and person.account_id is not None:
            set_membership(by, revision, account_id=person.account_id, active=after == PersonState.ACTIVE)
        if after == PersonState.LEFT and before != after and person.account is not None:
            take_leave(by, revision, person.account)
    return person


def delete_person(*, by: Actor, person: Person, reason: str) -> None:
    """Removes a person entered by mistake; whoever leaves is set to “left” instead, so that history keeps the name."""
    PEOPLE.require(by, "delete")
    if person.account_id is not None:
        refuse("__all__", _("Refused: %(person)s has an account. Set the state to “left” instead.") % {"person": person})
    with revise(by, "delete_person", reason=given_reason(reason)) as revision:
        try:
            revision.delete(person)
        except (ProtectedError, StillUsed):
            refuse("__all__", _("Refused: records refer to %(person)s. Set the state to “left” instead.") % {"person": person})


def _check_unit(unit: OrgUnit, by: Actor) -> None:
    check_fields(unit, by)
    if OrgUnit.objects.filter(code=unit.code).exclude(pk=unit.pk).exists():
        refuse("code", _("Another unit has this code."))
    if unit.valid_from and unit.valid_to and unit.valid_to < unit.valid_from:
        refuse("valid_to", _("The last day is before the first."))


def _check_person(person: Person, by: Actor) -> None:
    check_fields(person, by)
    if person.started_on and person.ended_on and person.ended_on < person.started_on:
        refuse("ended_on", _("The last day is before the first."))
    if person.account_id is None:
        return
    if not Membership.objects.filter(organisation=by.organisation, account_id=person.account_id).exists():
        refuse("account", _("This account is not a member of the organisation."))
    if Person.objects.filter(account_id=person.account_id).exclude(pk=person.pk).exists():
        refuse("account", _("Another person has this account."))


def _check_move(person: Person, before: PersonState, after: PersonState) -> None:
    if after not in MOVES_OF_A_PERSON[before]:
        refuse("state", _("Refused: %(person)s is %(before)s and can't become %(after)s. The order: invited, active, suspended, left.") % {
            "person": person, "before": before.label, "after": after.label})  # fmt: skip


def _refuse_foreign_parent(parent: OrgUnit, by: Actor) -> None:
    if parent.organisation_id != by.organisation.pk:
        refuse("parent", _("This belongs to another organisation."))


def _refuse_cycle(unit: OrgUnit, parent: OrgUnit, begins: dt.date, ends: dt.date) -> None:
    placed = list(UnitPlacement.objects.exclude(unit=unit).values_list("unit_id", "parent_id", "starts_on", "ends_on"))
    turns = {begins} | {start for _unit, _parent, start, _end in placed if start and begins <= start <= ends}
    for day in sorted(turns):
        above = {child: up for child, up, start, end in placed if (start or dt.date.min) <= day <= (end or ENDLESS)}
        current: int | None = parent.pk
        seen: set[int] = set()
        while current is not None and current not in seen:
            if current == unit.pk:
                since = _("from the beginning") if day == dt.date.min else _("from %(day)s") % {"day": date_format(day, "j M Y")}
                refuse("parent", _("Refused: %(parent)s lies under %(unit)s %(since)s. A unit can't lie under itself.") % {
                    "parent": parent, "unit": unit, "since": since})  # fmt: skip
            seen.add(current)
            current = above.get(current)
