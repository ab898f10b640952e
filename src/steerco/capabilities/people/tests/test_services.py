"""What may be done to units, people and roles, what is refused, and that a refusal changes nothing."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from conftest import MakeAccount
from steerco.capabilities.people import services
from steerco.capabilities.people.models import OrgUnit, Person, UnitPlacement
from steerco.capabilities.people.queries import parents
from steerco.capabilities.people.tests.factories import make_person, make_unit
from steerco.capabilities.projects.tests.factories import make_project
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.access.permissions import Refused
from steerco.foundation.ledger.models import Revision
from steerco.foundation.organisations.models import Membership, Organisation

SPRING, AUTUMN = dt.date(2024, 4, 1), dt.date(2024, 10, 1)


def test_a_unit_is_created_under_its_parent(director: Actor) -> None:
    top = services.create_unit(by=director, code="GOV", name="Government")
    unit = services.create_unit(by=director, code="DFT", name="Transport", parent=top)
    assert parents(SPRING) == {unit.pk: top.pk}


def test_a_code_is_given_once_in_an_organisation(director: Actor, other_organisation: Organisation) -> None:
    make_unit(other_organisation, "DFT")
    services.create_unit(by=director, code="DFT", name="Transport")
    with pytest.raises(ValidationError) as error:
        services.create_unit(by=director, code="DFT", name="Again")
    assert "code" in error.value.message_dict
    assert OrgUnit.objects.count() == 1


def test_a_move_ends_the_placement_before(director: Actor, organisation: Organisation) -> None:
    old, new = make_unit(organisation, "OLD"), make_unit(organisation, "NEW")
    unit = make_unit(organisation, "UNIT", parent=old)
    services.place_unit(by=director, unit=unit, parent=new, starts_on=AUTUMN)
    assert parents(SPRING) == {unit.pk: old.pk}
    assert parents(AUTUMN) == {unit.pk: new.pk}
    services.place_unit(by=director, unit=unit, parent=None, starts_on=SPRING)
    assert parents(SPRING) == {}
    assert parents(AUTUMN) == {unit.pk: new.pk}


def test_a_cycle_is_refused_on_whatever_day_it_would_close(director: Actor, organisation: Organisation) -> None:
    top = make_unit(organisation, "TOP")
    low = make_unit(organisation, "LOW")
    services.place_unit(by=director, unit=low, parent=top, starts_on=AUTUMN)
    with pytest.raises(ValidationError) as error:
        services.place_unit(by=director, unit=top, parent=low, starts_on=SPRING)
    assert error.value.message_dict["parent"] == [
        "Refused: Department LOW lies under Department TOP from 1 Oct 2024. A unit can't lie under itself."
    ]
    assert UnitPlacement.objects.count() == 1


def test_a_unit_in_use_is_closed_and_not_deleted(director: Actor, organisation: Organisation) -> None:
    unit = make_unit(organisation)
    make_project(organisation, unit=unit)
    with pytest.raises(ValidationError):
        services.delete_unit(by=director, unit=unit, reason="gone")
    services.close_unit(by=director, unit=unit, on=AUTUMN)
    assert OrgUnit.objects.get().valid_to == AUTUMN


@pytest.mark.parametrize("role", ["requester", "team_member", "project_manager", "project_officer", "sponsor", "auditor"])
def test_others_change_neither_units_nor_people(organisation: Organisation, make_account: MakeAccount, role: str) -> None:
    by = Actor.of(make_account(organisation, role, clearance=2), organisation, entrance="page")
    unit, person = make_unit(organisation), make_person(organisation)
    for attempt in (
        lambda: services.create_unit(by=by, code="X", name="X"),
        lambda: services.update_unit(by=by, unit=unit, name="X"),
        lambda: services.place_unit(by=by, unit=unit, parent=None, starts_on=None),
        lambda: services.create_person(by=by, name="X"),
        lambda: services.update_person(by=by, person=person, name="X"),
        lambda: services.delete_person(by=by, person=person, reason="gone"),
    ):
        with pytest.raises(Refused):
            attempt()
    assert not Revision.objects.exists()
    assert OrgUnit.objects.count() == Person.objects.count() == 1


def test_whoever_leaves_cannot_enter_any_more(director: Actor, organisation: Organisation, make_account: MakeAccount) -> None:
    account = make_account(organisation, "sponsor")
    person = services.create_person(by=director, name="Ada", account=account)
    services.update_person(by=director, person=person, state="left")
    assert not Membership.everywhere.get(account=account).active
    with pytest.raises(ValidationError) as error:
        services.update_person(by=director, person=person, state="active")
    assert "state" in error.value.message_dict
    assert Person.objects.get().state == "left"


def test_an_analyst_may_not_lock_out_somebody_with_an_account(organisation: Organisation, make_account: MakeAccount) -> None:
    person = make_person(organisation, account=make_account(organisation, "administrator"))
    by = Actor.of(make_account(organisation, "pmo_analyst"), organisation, entrance="page")
    with pytest.raises(Refused):
        services.update_person(by=by, person=person, state="suspended")
    assert Person.objects.get().state == "active"


def test_a_role_is_granted_from_the_catalogue_at_a_scope_that_exists(
    director: Actor, organisation: Organisation, make_account: MakeAccount
) -> None:
    account = make_account(organisation)
    project = make_project(organisation)
    services.grant_role(by=director, account=account, role="sponsor", scope_kind="project", scope_id=project.pk)
    assert Actor.of(account, organisation, entrance="page").grants[0].role == "sponsor"
    for wrong, at in (
        ({"role": "emperor"}, "role"),
        ({"scope_kind": "planet", "scope_id": 1}, "scope_kind"),
        ({"scope_kind": "project", "scope_id": 999}, "scope_id"),
        ({"scope_kind": "project"}, "scope_id"),
        ({"starts_on": AUTUMN, "ends_on": SPRING}, "ends_on"),
    ):
        with pytest.raises(ValidationError) as error:
            services.grant_role(by=director, account=account, **{"role": "sponsor", **wrong})
        assert at in error.value.message_dict
    assert RoleAssignment.objects.filter(account=account).count() == 1


def test_nobody_grants_beyond_what_they_hold(
    organisation: Organisation, make_account: MakeAccount, other_organisation: Organisation
) -> None:
    mine, other = make_unit(organisation, "MINE"), make_unit(organisation, "OTHER")
    granting = make_account(organisation, "pmo_director", scope=("unit", mine.pk))
    by = Actor.of(granting, organisation, entrance="page")
    account = make_account(organisation)
    services.grant_role(by=by, account=account, role="sponsor", scope_kind="unit", scope_id=mine.pk)
    for scope in (("unit", other.pk), ("organisation", None)):
        with pytest.raises(Refused):
            services.grant_role(by=by, account=account, role="sponsor", scope_kind=scope[0], scope_id=scope[1])
    with pytest.raises(Refused):
        services.grant_role(by=by, account=account, role="sponsor", scope_kind="unit", scope_id=mine.pk, clearance=1)
    with pytest.raises(ValidationError):
        services.grant_role(by=by, account=granting, role="auditor", scope_kind="unit", scope_id=mine.pk)
    with pytest.raises(ValidationError):
        services.grant_role(by=by, account=make_account(other_organisation), role="sponsor", scope_kind="unit", scope_id=mine.pk)
    assert RoleAssignment.objects.count() == 2


def test_a_role_ends_and_the_last_grantor_stays(director: Actor, organisation: Organisation, make_account: MakeAccount) -> None:
    account = make_account(organisation, "auditor")
    services.end_role(by=director, assignment=RoleAssignment.objects.get(account=account), reason="over")
    assert Actor.of(account, organisation, entrance="page").grants == ()
    own = RoleAssignment.objects.get(role="pmo_director")
    with pytest.raises(ValidationError):
        services.end_role(by=director, assignment=own, reason="over")
    own.refresh_from_db()
    assert own.ends_on is None
