"""Rights are lent during an absence: no more than held, 60 days at most, never in a circle, never on, and written down for whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from conftest import MakeAccount
from steerco.capabilities.entitlements.services import end_delegation, lend_rights
from steerco.capabilities.people.models import OrgUnit
from steerco.capabilities.people.services import create_unit, grant_role
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import Delegation, RoleAssignment
from steerco.foundation.access.permissions import Refused
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger import taking_back
from steerco.foundation.ledger.models import Revision
from steerco.foundation.organisations.models import Membership, Organisation

ClientOf = Callable[[Account], Client]
TODAY = timezone.localdate()


def days(count: int) -> dt.date:
    return TODAY + dt.timedelta(days=count)


def roles_of(account: Account) -> list[RoleAssignment]:
    return list(RoleAssignment.objects.filter(account=account))


def lent(by: Actor, receiver: Account, **given: Any) -> Delegation:
    given = {"starts_on": TODAY, "ends_on": days(10), "assignments": roles_of(by.account), **given}
    return lend_rights(by=by, receiver=receiver, **given)


@pytest.fixture
def colleague(organisation: Organisation, make_account: MakeAccount) -> Account:
    return make_account(organisation, "team_member")


def test_the_receiver_acts_with_the_roles_lent_and_it_is_written_down_for_whom(director: Actor, colleague: Account) -> None:
    delegation = lent(director, colleague, extent="work", reason="holiday")
    by = Actor.acting_for(Delegation.objects.get(pk=delegation.pk), entrance="page")
    create_unit(by=by, code="NEW", name="New unit")
    revision = Revision.objects.order_by("-number")[0]
    assert (revision.account, revision.on_behalf_of, revision.verb) == (colleague, director.account, "create_unit")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"ends_on": days(60)}, "at most 60 days"), ({"starts_on": days(5), "ends_on": days(4)}, "before the first"),
        ({"starts_on": days(-9), "ends_on": days(-1)}, "has passed"), ({"assignments": []}, "at least one"),
        ({"extent": "everything"}, "how much"),
    ],
)  # fmt: skip
def test_what_can_not_be_lent_is_refused(director: Actor, colleague: Account, given: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        lent(director, colleague, **given)
    assert not Delegation.objects.exists()


def test_sixty_days_are_allowed(director: Actor, colleague: Account) -> None:
    assert lent(director, colleague, ends_on=days(59)).pk


def test_nobody_lends_what_they_do_not_hold(
    director: Actor, colleague: Account, organisation: Organisation, make_account: MakeAccount
) -> None:
    other = make_account(organisation, "auditor")
    with pytest.raises(ValidationError, match="do not hold"):
        lent(director, colleague, assignments=[*roles_of(director.account), *roles_of(other)])
    assert not Delegation.objects.exists()


@pytest.mark.parametrize("kind", ["guest", "service", "left", "self"])
def test_rights_go_to_other_members_only(director: Actor, colleague: Account, kind: str) -> None:
    if kind == "left":
        Membership.objects.filter(account=colleague).update(active=False)
    elif kind != "self":
        Membership.objects.filter(account=colleague).update(kind=kind, sponsor=director.account, ends_on=days(90))
    with pytest.raises(ValidationError, match=r"members only|somebody else"):
        lent(director, director.account if kind == "self" else colleague)
    assert not Delegation.objects.exists()


def test_rights_never_come_back_in_a_circle(director: Actor, organisation: Organisation, make_account: MakeAccount) -> None:
    ada, grace = (Actor.of(make_account(organisation, "pmo_analyst"), organisation, entrance="page") for _each in range(2))
    lent(director, ada.account)
    lent(ada, grace.account)
    with pytest.raises(ValidationError, match="circle"):
        lent(grace, director.account)
    with pytest.raises(ValidationError, match="circle"):
        lent(ada, director.account, starts_on=days(10), ends_on=days(20))
    assert Delegation.objects.count() == 2
    lent(grace, director.account, starts_on=days(11), ends_on=days(20))


@pytest.mark.parametrize("extent", ["look", "work", "whole"])
def test_what_was_lent_is_never_lent_on(
    director: Actor, colleague: Account, organisation: Organisation, make_account: MakeAccount, extent: str
) -> None:
    delegation = lent(director, colleague, extent=extent)
    third = make_account(organisation, "team_member")
    with pytest.raises(Refused):
        lent(Actor.acting_for(delegation, entrance="page"), third)
    assert Delegation.objects.count() == 1


def test_whoever_administers_is_lent_no_approvals(director: Actor, organisation: Organisation, make_account: MakeAccount) -> None:
    admin = make_account(organisation, "administrator")
    with pytest.raises(ValidationError, match="approves nothing"):
        lent(director, admin, extent="whole")
    delegation = lent(director, admin, extent="work")
    Delegation.objects.filter(pk=delegation.pk).update(extent="whole")
    assert Actor.acting_for(Delegation.objects.get(), entrance="page").extent == "work"


def test_it_ends_by_itself_and_early(director: Actor, colleague: Account, client_of: ClientOf) -> None:
    delegation = lent(director, colleague)
    browser = client_of(colleague)
    assert browser.post("/access/act/", {"delegation": delegation.pk}).status_code == 302
    assert "You act for" in browser.get("/units/").content.decode()
    assert browser.get("/ledger/").status_code == 200
    Delegation.objects.update(starts_on=days(-5), ends_on=days(-1))
    page = browser.get("/units/").content.decode()
    assert "You act for" not in page
    assert browser.get("/ledger/").status_code == 403
    Delegation.objects.update(ends_on=days(5))
    assert "You act for" not in browser.get("/units/").content.decode(), "it does not begin again by itself"
    browser.post("/access/act/", {"delegation": delegation.pk})
    end_delegation(by=director, delegation=Delegation.objects.get())
    assert browser.get("/ledger/").status_code == 403
    with pytest.raises(ValidationError):
        end_delegation(by=director, delegation=Delegation.objects.get())


def test_nobody_else_acts_by_it_or_ends_it(
    director: Actor, colleague: Account, organisation: Organisation, make_account: MakeAccount, client_of: ClientOf
) -> None:
    delegation = lent(director, colleague)
    stranger = make_account(organisation, "project_manager")
    assert client_of(stranger).post("/access/act/", {"delegation": delegation.pk}).status_code == 404
    assert client_of(stranger).post(f"/delegations/{delegation.pk}/end/").status_code == 404
    with pytest.raises(Refused):
        end_delegation(by=Actor.of(stranger, organisation, entrance="page"), delegation=delegation)
    assert Delegation.objects.get().ended_at is None


def test_the_pages_lend_act_and_stop(director: Actor, colleague: Account, client_of: ClientOf) -> None:
    browser = client_of(director.account)
    assert "Let somebody act for you" in browser.get("/access/").content.decode()
    page = browser.get("/delegations/new/").content.decode()
    role = roles_of(director.account)[0]
    assert f'value="{role.pk}"' in page
    sent = {"receiver": colleague.pk, "roles": [role.pk], "extent": "look", "starts_on": TODAY, "ends_on": days(90)}
    answer = browser.post("/delegations/new/", sent)
    assert (answer.status_code, Delegation.objects.count()) == (422, 0)
    assert "at most 60 days" in answer.content.decode()
    assert browser.post("/delegations/new/", {**sent, "ends_on": days(7)}).status_code == 302
    other = client_of(colleague)
    assert f"Act for {director.account}" in other.get("/access/").content.decode()
    other.post("/access/act/", {"delegation": Delegation.objects.get().pk})
    page = other.get("/people/").content.decode()
    assert "look only" in page and "Stop acting" in page
    refused = other.post("/units/new/", {"code": "X", "name": "X", "kind": "team"})
    assert (refused.status_code, OrgUnit.objects.count()) == (403, 0)
    other.post("/access/act/")
    assert "Stop acting" not in other.get("/people/").content.decode()


def test_a_form_drawn_while_acting_for_somebody_is_not_taken_as_ones_own(
    director: Actor, colleague: Account, organisation: Organisation, client_of: ClientOf
) -> None:
    delegation = lent(director, colleague, extent="work")
    grant_role(by=director, account=colleague, role="pmo_analyst")
    browser = client_of(colleague)
    browser.post("/access/act/", {"delegation": delegation.pk})
    page = browser.get("/units/new/").content.decode()
    said = f"{organisation.key} {director.account.pk}"
    assert f'name="acting_in" value="{said}"' in page
    browser.post("/access/act/")
    answer = browser.post("/units/new/", {"code": "X", "name": "X", "kind": "team", "acting_in": said})
    assert (answer.status_code, OrgUnit.objects.count()) == (409, 0)


def test_nothing_of_access_is_taken_back_in_passing(director: Actor, colleague: Account) -> None:
    """Undo on a list is for records; who gets in is decided by acts of its own, whose rules ask each time."""
    access = {
        "access.roleassignment", "access.delegation", "access.apitoken", "organisations.membership", "entitlements.emergencyaccess",
        "entitlements.reviewline", "provisioning.grouprole", "provisioning.groupmember",
    }  # fmt: skip
    assert not access & set(taking_back._rules)
    lent(director, colleague)
    act = Revision.objects.order_by("-number")[0]
    assert not taking_back.can_be_taken_back(act)
    with pytest.raises(Refused):
        taking_back.take_back(by=director, act=act)
    assert Delegation.objects.get().ended_at is None
