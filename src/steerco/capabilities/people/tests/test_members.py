"""Who is let in and shut out, who grants which role, and that the ledger knows it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from conftest import MakeAccount
from steerco.capabilities.people import services
from steerco.capabilities.people.access import ROLE_GRANTS, ROLES
from steerco.capabilities.people.models import Person
from steerco.capabilities.people.tests.factories import make_person, make_unit
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.access.permissions import Refused
from steerco.foundation.ledger.models import Revision
from steerco.foundation.ledger.undo import undo
from steerco.foundation.organisations.models import Membership, Organisation
from steerco.foundation.organisations.queries import organisations_of


def acting(make_account: MakeAccount, organisation: Organisation, role: str, **where: Any) -> Actor:
    return Actor.of(make_account(organisation, role, **where), organisation, entrance="page")


def active(account: Any) -> bool:
    return Membership.objects.get(account=account).active


def test_an_account_is_let_in_shut_out_and_let_in_again_with_one_membership(
    system: Actor, organisation: Organisation, other_organisation: Organisation, make_account: MakeAccount
) -> None:
    account = make_account(other_organisation)
    services.admit(by=system, account=account)
    services.admit(by=system, account=account)
    assert list(organisations_of(account.pk)) == [organisation, other_organisation]
    services.shut_out(by=system, account=account, reason="left")
    assert list(organisations_of(account.pk)) == [other_organisation]
    services.admit(by=system, account=account)
    assert Membership.everywhere.filter(account=account).count() == 2
    assert list(Revision.objects.order_by("number").values_list("verb", flat=True)) == ["admit", "shut_out", "admit"]


def test_who_may_not_grant_lets_nobody_in_or_out(
    organisation: Organisation, other_organisation: Organisation, make_account: MakeAccount
) -> None:
    by, member, stranger = acting(make_account, organisation, "pmo_analyst"), make_account(organisation), make_account(other_organisation)
    with pytest.raises(Refused):
        services.admit(by=by, account=stranger)
    with pytest.raises(Refused):
        services.shut_out(by=by, account=member, reason="left")
    assert active(member) and not Membership.objects.filter(account=stranger).exists()
    assert not Revision.objects.exists()


def test_a_suspension_is_in_the_ledger_and_its_undo_lets_in_again(
    system: Actor, organisation: Organisation, make_account: MakeAccount
) -> None:
    account = make_account(organisation, "auditor")
    person = services.create_person(by=system, name="Ada", account=account)
    services.update_person(by=system, person=person, state="suspended")
    revision = Revision.objects.order_by("-number")[0]
    assert {change.record_type for change in revision.changes.all()} == {"people.person", "organisations.membership"}
    assert not active(account)
    undo(system, revision, verb="undo_update_person", reason="by mistake")
    assert active(account) and Person.objects.get().state == "active"


def test_an_analyst_shuts_nobody_out_by_way_of_a_person_of_their_own(organisation: Organisation, make_account: MakeAccount) -> None:
    boss, by = make_account(organisation, "pmo_director", clearance=2), acting(make_account, organisation, "pmo_analyst")
    person = make_person(organisation)
    for changes in ({"account": boss, "state": "suspended"}, {"account": boss}):
        with pytest.raises((Refused, ValidationError)):
            services.update_person(by=by, person=person, **changes)
    with pytest.raises(Refused):
        services.create_person(by=by, name="Me", account=boss)
    assert active(boss) and Person.objects.get().account_id is None


def test_an_analyst_lets_nobody_in_again(organisation: Organisation, make_account: MakeAccount) -> None:
    gone, by = make_account(organisation, "auditor"), acting(make_account, organisation, "pmo_analyst")
    Membership.objects.filter(account=gone).update(active=False)
    person = make_person(organisation, account=gone, state="suspended")
    with pytest.raises(Refused):
        services.update_person(by=by, person=person, state="active")
    assert not active(gone) and Person.objects.get().state == "suspended"


def test_account_and_state_change_one_after_the_other(director: Actor, organisation: Organisation, make_account: MakeAccount) -> None:
    account, person = make_account(organisation), make_person(organisation)
    with pytest.raises(ValidationError, match="one after the other"):
        services.update_person(by=director, person=person, account=account, state="suspended")
    assert active(account) and Person.objects.get().account_id is None
    services.update_person(by=director, person=person, account=account)
    services.update_person(by=director, person=person, state="suspended")
    assert not active(account)


def test_nobody_shuts_out_whoever_is_cleared_above_them(organisation: Organisation, make_account: MakeAccount) -> None:
    boss = make_account(organisation, "pmo_director", clearance=2)
    by, person = acting(make_account, organisation, "administrator"), make_person(organisation, account=boss)
    with pytest.raises(Refused):
        services.update_person(by=by, person=person, state="suspended")
    assert active(boss)


@pytest.mark.parametrize("other", ["none", "suspended", "later", "ending", "inactive"])
def test_the_last_who_can_grant_is_neither_suspended_nor_ended(
    director: Actor, organisation: Organisation, make_account: MakeAccount, other: str
) -> None:
    day = timezone.localdate() + dt.timedelta(days=1)
    if other != "none":
        second = make_account(organisation, "administrator", clearance=2)
        held = RoleAssignment.objects.filter(account=second)
        if other in ("later", "ending"):
            held.update(**{"starts_on" if other == "later" else "ends_on": day})
        elif other == "suspended":
            Membership.objects.filter(account=second).update(active=False)
        else:
            type(second).objects.filter(pk=second.pk).update(is_active=False)
    own = RoleAssignment.objects.get(account=director.account)
    person = make_person(organisation, account=director.account)
    with pytest.raises(ValidationError, match="nobody else"):
        services.update_person(by=director, person=person, state="suspended")
    with pytest.raises(ValidationError, match="nobody else"):
        services.end_role(by=director, assignment=own, reason="over")
    own.refresh_from_db()
    assert active(director.account) and own.ends_on is None and Person.objects.get().state == "active"


def test_with_a_second_grantor_the_first_may_go(director: Actor, organisation: Organisation, make_account: MakeAccount) -> None:
    make_account(organisation, "administrator")
    person = make_person(organisation, account=director.account)
    services.update_person(by=director, person=person, state="left")
    assert not active(director.account)


@pytest.mark.parametrize("grantor", ["administrator", "pmo_director", "pmo_analyst", "auditor", "project_manager"])
def test_each_role_grants_what_its_table_says(organisation: Organisation, make_account: MakeAccount, grantor: str) -> None:
    make_account(organisation, "pmo_director")
    by, given = acting(make_account, organisation, grantor), set()
    for role in ROLES:
        account = make_account(organisation)
        if grantor in ROLE_GRANTS.allowed[role]:
            services.grant_role(by=by, account=account, role=role)
        else:
            with pytest.raises((Refused, ValidationError)):
                services.grant_role(by=by, account=account, role=role)
        given |= set(RoleAssignment.objects.filter(account=account).values_list("role", flat=True))
    assert given == {role for role in ROLES if grantor in ROLE_GRANTS.allowed[role]}


def test_an_administrator_gives_an_organisation_its_first_director_and_no_second(
    organisation: Organisation, make_account: MakeAccount
) -> None:
    by, first, second = acting(make_account, organisation, "administrator"), make_account(organisation), make_account(organisation)
    services.end_role(
        by=Actor.system(organisation), assignment=services.grant_role(by=by, account=first, role="pmo_director"), reason="over"
    )
    with pytest.raises(ValidationError, match="does not give this one"):
        services.grant_role(by=by, account=second, role="pmo_director")
    with pytest.raises(Refused):
        services.grant_role(by=by, account=second, role="project_manager", clearance=1)
    assert not RoleAssignment.objects.filter(account=second).exists()


def test_a_director_of_a_unit_makes_no_administrator(organisation: Organisation, make_account: MakeAccount) -> None:
    unit, account = make_unit(organisation), make_account(organisation)
    by = acting(make_account, organisation, "pmo_director", scope=("unit", unit.pk))
    with pytest.raises(ValidationError, match="whole organisation"):
        services.grant_role(by=by, account=account, role="administrator", scope_kind="unit", scope_id=unit.pk)
    with pytest.raises(Refused):
        services.grant_role(by=by, account=account, role="administrator")
    assert not RoleAssignment.objects.filter(account=account).exists()


def test_a_director_of_a_unit_does_not_move_it_out_of_sight(organisation: Organisation, make_account: MakeAccount) -> None:
    top = make_unit(organisation, "TOP")
    unit = make_unit(organisation, "LOW", parent=top)
    by = acting(make_account, organisation, "pmo_director", scope=("unit", unit.pk))
    with pytest.raises(Refused):
        services.place_unit(by=by, unit=unit, parent=None, starts_on=None)
    assert unit.placements.count() == 1


def test_roles_at_a_unit_end_when_it_goes(director: Actor, organisation: Organisation, make_account: MakeAccount) -> None:
    unit = make_unit(organisation)
    held = RoleAssignment.objects.get(account=make_account(organisation, "sponsor", scope=("unit", unit.pk)))
    services.delete_unit(by=director, unit=unit, reason="entered twice")
    held.refresh_from_db()
    assert held.ends_on is not None and held.ends_on < timezone.localdate()


def test_a_role_whose_record_is_gone_is_ended_by_the_whole_organisation_only(
    director: Actor, organisation: Organisation, make_account: MakeAccount
) -> None:
    unit = make_unit(organisation)
    held = RoleAssignment.objects.get(account=make_account(organisation, "sponsor", scope=("unit", 999_999)))
    with pytest.raises(Refused):
        services.end_role(by=acting(make_account, organisation, "pmo_director", scope=("unit", unit.pk)), assignment=held, reason="gone")
    held.refresh_from_db()
    assert held.ends_on is None
    services.end_role(by=director, assignment=held, reason="its unit is gone")
    assert held.ends_on is not None


@pytest.mark.parametrize(
    ("first", "second"), [("administrator", "pmo_director"), ("sponsor", "administrator"), ("auditor", "administrator")]
)
def test_nobody_administers_and_approves(
    director: Actor, organisation: Organisation, make_account: MakeAccount, first: str, second: str
) -> None:
    account = make_account(organisation)
    services.grant_role(by=director, account=account, role=first)
    with pytest.raises(ValidationError, match="Nobody administers accounts and approves"):
        services.grant_role(by=director, account=account, role=second)
    assert RoleAssignment.objects.get(account=account).role == first
    services.end_role(by=director, assignment=RoleAssignment.objects.get(account=account), reason="over")
    services.grant_role(by=director, account=account, role=second)


def test_a_guest_is_no_role_to_grant(director: Actor, organisation: Organisation, make_account: MakeAccount) -> None:
    with pytest.raises(ValidationError, match="shares, not roles"):
        services.grant_role(by=director, account=make_account(organisation), role="guest")
    assert not RoleAssignment.objects.filter(role="guest").exists()


@pytest.mark.parametrize("extent", ["look", "work", "whole"])
def test_whoever_acts_for_another_lets_nobody_in(
    director: Actor, organisation: Organisation, make_account: MakeAccount, extent: str
) -> None:
    acting_for = replace(director, account=make_account(organisation), on_behalf_of=director.account, extent=extent)
    other = make_account(organisation, "requester")
    with pytest.raises(Refused):
        services.grant_role(by=acting_for, account=other, role="team_member")
    with pytest.raises(Refused):
        services.end_role(by=acting_for, assignment=RoleAssignment.objects.get(account=other), reason="over")
    with pytest.raises(Refused):
        services.shut_out(by=acting_for, account=other, reason="left")
    assert RoleAssignment.objects.get(account=other).ends_on is None and active(other)
