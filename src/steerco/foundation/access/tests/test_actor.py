"""An actor holds the roles of today in one organisation, and nothing else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from steerco.foundation.access.actor import Actor, Grant
from steerco.foundation.access.models import Delegation, RoleAssignment
from steerco.foundation.accounts.models import Account
from steerco.foundation.organisations.models import Membership, Organisation

Make = Callable[..., Account]


def days(count: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=count)


def roles(account: Account, organisation: Organisation) -> set[str]:
    return {grant.role for grant in Actor.of(account, organisation, entrance="page").grants}


@pytest.mark.parametrize(
    ("starts", "ends", "holds"),
    [(None, None, True), (-1, 1, True), (0, 0, True), (1, None, False), (None, -1, False), (-9, -1, False), (1, 9, False)],
)
def test_a_role_holds_between_its_dates(
    organisation: Organisation, make_account: Make, starts: int | None, ends: int | None, holds: bool
) -> None:
    account = make_account(organisation)
    RoleAssignment.everywhere.create(
        organisation=organisation, account=account, role="auditor",
        starts_on=None if starts is None else days(starts), ends_on=None if ends is None else days(ends),
    )  # fmt: skip
    assert roles(account, organisation) == ({"auditor"} if holds else set())


def test_a_role_in_one_organisation_is_none_in_another(
    organisation: Organisation, other_organisation: Organisation, make_account: Make
) -> None:
    account = make_account(organisation, "pmo_director")
    Membership.everywhere.create(organisation=other_organisation, account=account)
    assert roles(account, organisation) == {"pmo_director"}
    assert roles(account, other_organisation) == set()


def test_whoever_is_no_member_any_more_holds_no_role(organisation: Organisation, make_account: Make) -> None:
    account = make_account(organisation, "pmo_director")
    Membership.everywhere.filter(account=account).update(active=False)
    assert roles(account, organisation) == set()


def test_an_account_that_is_switched_off_holds_no_role(organisation: Organisation, make_account: Make) -> None:
    account = make_account(organisation, "pmo_director")
    account.is_active = False
    account.save()
    assert roles(account, organisation) == set()


def test_a_role_is_read_with_its_scope_and_clearance(organisation: Organisation, make_account: Make) -> None:
    account = make_account(organisation, "project_manager", scope=("project", 3), clearance=1)
    assert Actor.of(account, organisation, entrance="page").grants == (Grant("project_manager", "project", 3, 1),)


def test_two_actors_with_the_same_roles_have_the_same_signature(organisation: Organisation, make_account: Make) -> None:
    first = make_account(organisation, "auditor")
    second = make_account(organisation, "auditor")
    third = make_account(organisation, "auditor", clearance=1)
    signatures = [Actor.of(account, organisation, entrance="page").signature for account in (first, second, third)]
    assert signatures[0] == signatures[1] != signatures[2]


def test_the_entrance_changes_nothing_else(system: Actor) -> None:
    through = system.through("import")
    assert (through.entrance, through.grants, through.organisation) == ("import", system.grants, system.organisation)


@pytest.mark.parametrize(
    "wrong", [{"scope_kind": "project"}, {"scope_id": 3}, {"starts_on": dt.date(2024, 2, 1), "ends_on": dt.date(2024, 1, 1)}]
)
def test_the_database_refuses_an_assignment_that_means_nothing(
    organisation: Organisation, make_account: Make, wrong: dict[str, object]
) -> None:
    account = make_account(organisation)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleAssignment.everywhere.create(organisation=organisation, account=account, role="auditor", **wrong)
    assert not RoleAssignment.everywhere.filter(account=account).exists()


def test_a_role_of_hours_ends_at_its_hour(organisation: Organisation, make_account: Make) -> None:
    account = make_account(organisation)
    assignment = RoleAssignment.everywhere.create(
        organisation=organisation, account=account, role="auditor", expires_at=timezone.now() + dt.timedelta(minutes=1)
    )
    assert roles(account, organisation) == {"auditor"}
    RoleAssignment.everywhere.filter(pk=assignment.pk).update(expires_at=timezone.now())
    assert roles(account, organisation) == set()


def test_a_membership_that_has_ended_gives_no_role(organisation: Organisation, make_account: Make) -> None:
    account = make_account(organisation, "auditor")
    Membership.everywhere.filter(account=account).update(kind="guest", sponsor=account, ends_on=days(0))
    assert roles(account, organisation) == {"auditor"}
    Membership.everywhere.filter(account=account).update(ends_on=days(-1))
    assert roles(account, organisation) == set()


def test_who_acts_for_another_holds_the_roles_lent_and_no_others(organisation: Organisation, make_account: Make) -> None:
    giver, receiver = make_account(organisation, "pmo_director", clearance=2), make_account(organisation, "team_member")
    other = RoleAssignment.everywhere.create(organisation=organisation, account=giver, role="auditor")
    lent = RoleAssignment.everywhere.get(account=giver, role="pmo_director")
    foreign = RoleAssignment.everywhere.get(account=receiver)
    delegation = Delegation(
        organisation=organisation, giver=giver, receiver=receiver, assignments=[lent.pk, foreign.pk, 10**9], extent="work"
    )  # fmt: skip
    by = Actor.acting_for(delegation, entrance="page")
    assert by.grants == (Grant("pmo_director", "organisation", None, 2),)
    assert (by.account, by.on_behalf_of, by.principal, by.hands) == (receiver, giver, giver, {giver.pk, receiver.pk})
    assert by.signature != Actor.of(giver, organisation, entrance="page").signature
    assert other.pk not in delegation.assignments


def test_a_role_that_the_giver_has_lost_is_no_longer_lent(organisation: Organisation, make_account: Make) -> None:
    giver, receiver = make_account(organisation, "auditor"), make_account(organisation)
    lent = RoleAssignment.everywhere.get(account=giver)
    delegation = Delegation(organisation=organisation, giver=giver, receiver=receiver, assignments=[lent.pk])
    assert len(Actor.acting_for(delegation, entrance="page").grants) == 1
    Membership.everywhere.filter(account=giver).update(active=False)
    assert Actor.acting_for(delegation, entrance="page").grants == ()
