"""A guest sees what was shared with them until a day, and nothing else; shares are listed and taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from conftest import MakeAccount
from steerco.capabilities.entitlements.services import end_share, share_record
from steerco.capabilities.projects.models import Project
from steerco.capabilities.projects.tests.factories import make_project
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.access.permissions import Refused
from steerco.foundation.accounts.models import Account
from steerco.foundation.organisations.models import Membership, Organisation

ClientOf = Callable[[Account], Client]
TODAY = timezone.localdate()
SOON = TODAY + dt.timedelta(days=20)


@pytest.fixture
def bridge(system: Actor) -> Project:
    return make_project(system.organisation, "New bridge")


@pytest.fixture
def tunnel(system: Actor) -> Project:
    return make_project(system.organisation, "Old tunnel")


def shared(by: Actor, project: Project, **given: Any) -> RoleAssignment:
    given = {"email": "guest@supplier.example", "name": "Gus Guest", "ends_on": SOON, **given}
    return share_record(by=by, scope_kind="project", scope_id=project.pk, **given)


def test_a_share_that_is_refused_makes_no_account(director: Actor, bridge: Project) -> None:
    with pytest.raises(ValidationError, match="300"):
        shared(director, bridge, reason="x" * 301)
    assert not Account.objects.filter(email="guest@supplier.example").exists()


def test_a_guest_sees_what_is_shared_and_nothing_else(director: Actor, bridge: Project, tunnel: Project, client_of: ClientOf) -> None:
    guest = shared(director, bridge, reason="supplier").account
    browser = client_of(guest)
    assert "New bridge" in browser.get(f"/projects/{bridge.ref}/").content.decode()
    listed = browser.get("/projects/").content.decode()
    assert "New bridge" in listed and "Old tunnel" not in listed
    assert browser.get(f"/projects/{tunnel.ref}/").status_code == 404
    for path in ("/people/", "/units/", "/roles/", "/ledger/", "/projects/export.csv", "/guests/", f"/projects/{bridge.ref}/history/"):
        assert browser.get(path).status_code in (403, 404), path
    answer = browser.post(f"/projects/{bridge.ref}/edit/", {"name": "Mine"})
    bridge.refresh_from_db()
    assert (answer.status_code, bridge.name) == (403, "New bridge")
    membership = Membership.objects.get(account=guest)
    assert (membership.kind, membership.sponsor, membership.ends_on) == ("guest", director.account, SOON)


def test_it_ends_by_itself_and_when_it_is_taken_back(director: Actor, bridge: Project, tunnel: Project, client_of: ClientOf) -> None:
    share = shared(director, bridge)
    other = shared(director, tunnel, ends_on=SOON + dt.timedelta(days=5))
    browser = client_of(share.account)
    assert browser.get(f"/projects/{bridge.ref}/").status_code == 200
    end_share(by=director, assignment=share)
    assert browser.get(f"/projects/{bridge.ref}/").status_code == 404
    assert browser.get(f"/projects/{tunnel.ref}/").status_code == 200
    RoleAssignment.objects.filter(pk=other.pk).update(starts_on=TODAY - dt.timedelta(days=9), ends_on=TODAY - dt.timedelta(days=1))
    assert browser.get(f"/projects/{tunnel.ref}/").status_code in (403, 404)
    Membership.objects.filter(account=share.account).update(ends_on=TODAY - dt.timedelta(days=1))
    assert browser.get("/projects/").status_code == 403


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"ends_on": TODAY - dt.timedelta(days=1)}, "between today"), ({"ends_on": TODAY + dt.timedelta(days=400)}, "between today"),
        ({"email": "no address"}, "valid email"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(director: Actor, bridge: Project, given: dict[str, Any], said: str) -> None:
    before = Account.objects.count()
    with pytest.raises(ValidationError, match=said):
        shared(director, bridge, **given)
    assert (Account.objects.count(), RoleAssignment.objects.filter(role="guest").count()) == (before, 0)


@pytest.mark.parametrize("kind", ["unit", "organisation", "planet"])
def test_the_office_itself_is_not_shared(director: Actor, kind: str) -> None:
    with pytest.raises(ValidationError):
        share_record(by=director, email="g@x.example", scope_kind=kind, scope_id=1, ends_on=SOON)
    assert not Account.objects.filter(email="g@x.example").exists()


def test_a_member_is_no_guest(director: Actor, bridge: Project, organisation: Organisation, make_account: MakeAccount) -> None:
    member = make_account(organisation, "team_member", email="m@alpha.test")
    with pytest.raises(ValidationError, match="Grant them a role"):
        shared(director, bridge, email=member.email)
    assert Membership.objects.get(account=member).kind == "member"


def test_whoever_left_comes_back_as_a_guest_without_the_old_roles(
    director: Actor, bridge: Project, tunnel: Project, organisation: Organisation, make_account: MakeAccount, client_of: ClientOf
) -> None:
    former = make_account(organisation, "pmo_analyst", email="former@alpha.test")
    Membership.objects.filter(account=former).update(active=False)
    shared(director, bridge, email=former.email)
    assert {grant.role for grant in Actor.of(former, organisation, entrance="page").grants} == {"guest"}
    assert client_of(former).get(f"/projects/{tunnel.ref}/").status_code == 404


@pytest.mark.parametrize("role", ["requester", "team_member", "project_officer", "auditor", "administrator", "department_head"])
def test_who_may_not_share_shares_nothing(bridge: Project, organisation: Organisation, make_account: MakeAccount, role: str) -> None:
    by = Actor.of(make_account(organisation, role, clearance=2), organisation, entrance="page")
    with pytest.raises(Refused):
        shared(by, bridge)
    assert not Account.objects.filter(email="guest@supplier.example").exists()


def test_nobody_shares_beyond_their_own_sight(
    bridge: Project, tunnel: Project, organisation: Organisation, make_account: MakeAccount
) -> None:
    manager = Actor.of(make_account(organisation, "project_manager", scope=("project", bridge.pk)), organisation, entrance="page")
    assert shared(manager, bridge).scope_id == bridge.pk
    for given in ({"project": tunnel}, {"project": bridge, "clearance": 1}):
        with pytest.raises(Refused):
            shared(manager, **{"project": bridge, **given})
    Project.objects.filter(pk=bridge.pk).update(confidentiality=2)
    with pytest.raises(Refused):
        shared(manager, bridge)
    assert RoleAssignment.objects.filter(role="guest").count() == 1


def test_the_pages_share_list_and_take_back(director: Actor, bridge: Project, client_of: ClientOf) -> None:
    browser = client_of(director.account)
    assert "Nothing is shared" in browser.get("/guests/").content.decode()
    page = browser.get(f"/guests/new/?at=project:{bridge.pk}").content.decode()
    assert f'value="project:{bridge.pk}" selected' in page
    sent = {"email": "gus@supplier.example", "name": "Gus", "place": f"project:{bridge.pk}", "clearance": "0", "ends_on": SOON}
    assert browser.post("/guests/new/", {**sent, "place": "project:x"}).status_code == 422
    assert browser.post("/guests/new/", sent).status_code == 302
    message = mail.outbox[0]
    assert message.to == ["gus@supplier.example"]
    way = next(word for word in message.body.split() if word.startswith("http://"))
    assert Client().get(way.removeprefix("http://testserver"), follow=True).status_code == 200
    page = browser.get("/guests/").content.decode()
    assert "gus@supplier.example" in page and "New bridge" in page
    share = RoleAssignment.objects.get(role="guest")
    assert browser.post(f"/guests/{share.pk}/end/").status_code == 302
    assert "Take back" not in browser.get("/guests/").content.decode()
