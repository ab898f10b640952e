"""Whoever leaves is out at once and leaves nothing to act by; what they answered for is listed until it is handed over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from conftest import MakeAccount
from steerco.capabilities.people import services
from steerco.capabilities.people.models import OrgUnit, Person
from steerco.capabilities.people.tests.factories import make_person, make_unit
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import ApiToken, Delegation, RoleAssignment
from steerco.foundation.access.permissions import Refused
from steerco.foundation.access.tokens import actor_of_token, digest_of, new_secret
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger.models import Revision
from steerco.foundation.organisations.models import Membership, Organisation

ClientOf = Callable[[Account], Client]
PASSWORD = "a long pass phrase"


@pytest.fixture
def mary(organisation: Organisation, make_account: MakeAccount) -> Person:
    return make_person(organisation, "Mary", account=make_account(organisation, "pmo_analyst", email="mary@alpha.test"), state="active")


@pytest.fixture
def ada(organisation: Organisation) -> Person:
    return make_person(organisation, "Ada", state="active")


def leave(by: Actor, person: Person) -> None:
    services.update_person(by=by, person=Person.objects.get(pk=person.pk), state="left", reason="new job")


@pytest.mark.django_db(transaction=True)
def test_the_account_is_off_at_once(director: Actor, mary: Person, organisation: Organisation) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": mary.account.email, "password": PASSWORD})
    assert client.get("/units/").status_code == 200
    secret = new_secret()
    ApiToken.objects.create(
        organisation=organisation, account=mary.account, name="x", start="x", digest=digest_of(secret), ends_on=timezone.localdate()
    )
    leave(director, mary)
    assert "/accounts/login/" in client.get("/units/")["Location"]
    assert actor_of_token(secret) is None
    account = Account.objects.get(pk=mary.account.pk)
    assert (account.is_active, Membership.objects.get(account=account).active) == (False, False)
    again = Client()
    again.post("/accounts/login/", {"login": account.email, "password": PASSWORD})
    assert again.get("/preferences/").status_code == 302
    assert not RoleAssignment.objects.filter(services.lasting(), account=account).exists()


@pytest.mark.django_db(transaction=True)
def test_an_account_that_belongs_elsewhere_stays_open_there(
    director: Actor, mary: Person, other_organisation: Organisation, client_of: ClientOf
) -> None:
    Membership.everywhere.create(organisation=other_organisation, account=mary.account)
    RoleAssignment.everywhere.create(organisation=other_organisation, account=mary.account, role="auditor")
    leave(director, mary)
    account = Account.objects.get(pk=mary.account.pk)
    assert account.is_active
    assert {grant.role for grant in Actor.of(account, other_organisation, entrance="page").grants} == {"auditor"}
    assert "Beta Works" in client_of(account).get("/preferences/").content.decode()


def test_delegations_end_both_ways(director: Actor, mary: Person, organisation: Organisation, make_account: MakeAccount) -> None:
    other = make_account(organisation, "auditor")
    today = timezone.localdate()
    for giver, receiver in ((mary.account, other), (other, mary.account)):
        Delegation.objects.create(
            organisation=organisation, giver=giver, receiver=receiver, starts_on=today, ends_on=today + dt.timedelta(days=9)
        )
    leave(director, mary)
    assert not Delegation.objects.filter(ended_at__isnull=True).exists()


def test_the_last_who_grants_roles_does_not_leave(system: Actor, director: Actor, organisation: Organisation) -> None:
    only = make_person(organisation, "Only", account=director.account, state="active")
    with pytest.raises(ValidationError, match="nobody else"):
        leave(system, only)
    assert Person.objects.get(pk=only.pk).state == "active"
    assert Account.objects.get(pk=director.account.pk).is_active


def test_what_they_answered_for_is_listed_and_handed_over_in_one_go(
    director: Actor, mary: Person, ada: Person, organisation: Organisation
) -> None:
    for code in ("A", "B", "C"):
        make_unit(organisation, code, head=mary)
    leave(director, mary)
    assert [(str(person), count) for person, count in services.leavers(director)] == [("Mary", 3)]
    keys = list(OrgUnit.objects.filter(code__in=["A", "B"]).values_list("pk", flat=True))
    assert services.hand_over(by=director, person=mary, to=ada, picked={"unit": keys}, reason="takes over") == 2
    assert [(str(person), count) for person, count in services.leavers(director)] == [("Mary", 1)]
    assert set(OrgUnit.objects.filter(head=ada).values_list("code", flat=True)) == {"A", "B"}
    assert Revision.objects.order_by("-number")[0].reason == "takes over"


@pytest.mark.parametrize("wrong", ["nobody picked", "to oneself", "to one who left", "no reason", "not theirs"])
def test_what_can_not_be_handed_over_changes_nothing(
    director: Actor, mary: Person, ada: Person, organisation: Organisation, wrong: str
) -> None:
    unit, other = make_unit(organisation, "A", head=mary), make_unit(organisation, "B", head=ada)
    gone = make_person(organisation, "Gone", state="left")
    picked = {"unit": [] if wrong == "nobody picked" else [other.pk] if wrong == "not theirs" else [unit.pk]}
    to = {"to oneself": mary, "to one who left": gone}.get(wrong, ada)
    with pytest.raises(ValidationError):
        services.hand_over(by=director, person=mary, to=to, picked=picked, reason="" if wrong == "no reason" else "moves")
    assert (OrgUnit.objects.get(code="A").head_id, OrgUnit.objects.get(code="B").head_id) == (mary.pk, ada.pk)


@pytest.mark.parametrize("role", ["requester", "team_member", "project_manager", "auditor", "department_head"])
def test_who_may_not_hand_over_does_not(
    director: Actor, mary: Person, ada: Person, organisation: Organisation, make_account: MakeAccount, client_of: ClientOf, role: str
) -> None:
    unit = make_unit(organisation, "A", head=mary)
    account = make_account(organisation, role)
    with pytest.raises(Refused):
        services.hand_over(
            by=Actor.of(account, organisation, entrance="page"), person=mary, to=ada, picked={"unit": [unit.pk]}, reason="mine"
        )
    browser = client_of(account)
    assert browser.get("/people/leavers/").status_code == 403
    assert browser.post(f"/people/{mary.pk}/handover/", {"unit": unit.pk, "to": ada.pk, "reason": "x"}).status_code == 403
    assert OrgUnit.objects.get(code="A").head_id == mary.pk


def test_the_pages(director: Actor, mary: Person, ada: Person, organisation: Organisation, client_of: ClientOf) -> None:
    unit = make_unit(organisation, "A", head=mary)
    browser = client_of(director.account)
    assert "Hand it over" in browser.get(f"/people/{mary.pk}/").content.decode()
    assert "Nobody." in browser.get("/people/leavers/").content.decode()
    leave(director, mary)
    assert "Mary" in browser.get("/people/leavers/").content.decode()
    path = f"/people/{mary.pk}/handover/"
    assert f'name="unit" value="{unit.pk}" checked' in browser.get(path).content.decode()
    assert browser.post(path, {"unit": unit.pk, "to": "", "reason": "x"}).status_code == 422
    assert browser.post(path, {"to": ada.pk, "reason": "x"}).status_code == 422
    assert browser.post(path, {"unit": unit.pk, "to": ada.pk, "reason": "takes over"}).status_code == 302
    assert OrgUnit.objects.get().head_id == ada.pk
    assert "Nothing in this name" in browser.get(path).content.decode()


def test_who_is_let_in_again_has_an_open_account(director: Actor, mary: Person, organisation: Organisation) -> None:
    Account.objects.filter(pk=mary.account.pk).update(is_active=False)
    Membership.objects.filter(account=mary.account).update(active=False)
    services.admit(by=director, account=mary.account, reason="back")
    assert Account.objects.get(pk=mary.account.pk).is_active
