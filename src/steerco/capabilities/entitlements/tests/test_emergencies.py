"""Breaking the glass: four hours, a reason, told to those who watch; approvals stay with others, and somebody else looks at it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from conftest import MakeAccount
from steerco.capabilities.entitlements.events import GlassBroken
from steerco.capabilities.entitlements.models import EmergencyAccess
from steerco.capabilities.entitlements.services import break_glass, end_emergency, look_at_emergency
from steerco.capabilities.people.services import grant_role
from steerco.capabilities.projects.tests.factories import make_project
from steerco.capabilities.status.access import REPORTS
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.access.permissions import APPROVING, GRANTING, Refused, all_tables
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger import news
from steerco.foundation.ledger.models import Revision
from steerco.foundation.notices.kinds import kind_of
from steerco.foundation.notices.models import Notice
from steerco.foundation.organisations.models import Organisation

ClientOf = Callable[[Account], Client]
WHY = "Nobody can be reached, and the board pack is due in an hour."


@pytest.fixture
def admin(organisation: Organisation, make_account: MakeAccount) -> Actor:
    return Actor.of(make_account(organisation, "administrator"), organisation, entrance="page")


def again(by: Actor) -> Actor:
    assert by.account is not None
    return Actor.of(by.account, by.organisation, entrance="page")


@pytest.mark.django_db(transaction=True)
def test_it_opens_for_four_hours_and_is_told(admin: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[GlassBroken] = []
    monkeypatch.setitem(news._listeners, GlassBroken, [told.append])
    opened = break_glass(by=admin, reason=WHY)
    assert (opened.ends_at - opened.started_at) == dt.timedelta(hours=4)
    assert [(event.account_id, event.reason, event.until) for event in told] == [(admin.account.pk, WHY, opened.ends_at)]
    revision = Revision.objects.order_by("-number")[0]
    assert (revision.verb, revision.reason, revision.account) == ("break_glass", WHY, admin.account)


def test_it_gives_sight_and_work_but_no_approval_to_whoever_administers(admin: Actor) -> None:
    break_glass(by=admin, reason=WHY)
    by = again(admin)
    assert by.emergency_until is not None
    assert (REPORTS.allows(by, "view", level=2), REPORTS.allows(by, "draft", level=2)) == (True, True)
    assert not any(REPORTS.allows(by, action) for action in ("publish", "review"))


def test_what_outlasts_the_hours_is_not_done_in_them(organisation: Organisation, make_account: MakeAccount) -> None:
    """An analyst approves and grants in an emergency no more than before it: a role given in it would stay for good."""
    analyst = Actor.of(make_account(organisation, "pmo_analyst"), organisation, entrance="page")
    friend = make_account(organisation, "team_member")
    break_glass(by=analyst, reason=WHY)
    by = again(analyst)
    assert (by.emergency_until is not None, REPORTS.allows(by, "draft", level=2)) == (True, True)
    decided = [(table, action) for table in all_tables() for action in table.allowed if action in APPROVING | GRANTING]
    assert [(t.subject, a) for t, a in decided if t.allows(by, a) and not t.allows(analyst, a)] == []
    assert [(t.subject, a) for t, a in decided if t.allows(by, a, level=2)] == [], "nor more confidential than before"
    assert [(t.subject, a) for t, a in decided if t.reach(by, a) != t.reach(analyst, a)] == []
    before = RoleAssignment.objects.count()
    with pytest.raises(Refused):
        grant_role(by=by, account=friend, role="pmo_director")
    assert RoleAssignment.objects.count() == before


def test_it_ends_at_its_hour_and_before(admin: Actor) -> None:
    opened = break_glass(by=admin, reason=WHY)
    RoleAssignment.objects.filter(pk=opened.assignment_id).update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert again(admin).emergency_until is None
    RoleAssignment.objects.filter(pk=opened.assignment_id).update(expires_at=opened.ends_at, version=opened.assignment.version)
    end_emergency(by=again(admin), emergency=EmergencyAccess.objects.get(), reason="over")
    assert {grant.role for grant in again(admin).grants} == {"administrator"}
    with pytest.raises(ValidationError, match="over already"):
        end_emergency(by=admin, emergency=EmergencyAccess.objects.get(), reason="over")


@pytest.mark.parametrize("reason", ["", "   ", "urgent"])
def test_a_reason_is_given_in_a_sentence(admin: Actor, reason: str) -> None:
    with pytest.raises(ValidationError, match=r"in a sentence|Say why"):
        break_glass(by=admin, reason=reason)
    assert not EmergencyAccess.objects.exists()
    assert {grant.role for grant in again(admin).grants} == {"administrator"}


def test_it_is_not_taken_twice_at_once(admin: Actor) -> None:
    break_glass(by=admin, reason=WHY)
    with pytest.raises(ValidationError, match="already"):
        break_glass(by=again(admin), reason=WHY)
    assert EmergencyAccess.objects.count() == 1


@pytest.mark.parametrize("role", ["requester", "team_member", "project_manager", "sponsor", "auditor", "department_head"])
def test_who_may_not_break_it_does_not(organisation: Organisation, make_account: MakeAccount, role: str) -> None:
    by = Actor.of(make_account(organisation, role, clearance=2), organisation, entrance="page")
    with pytest.raises(Refused):
        break_glass(by=by, reason=WHY)
    assert not EmergencyAccess.objects.exists()


def test_not_for_another_nor_by_a_program_with_less(admin: Actor, director: Actor) -> None:
    for by in (replace(director, on_behalf_of=admin.account), replace(admin, extent="work"), replace(admin, extent="look")):
        with pytest.raises(Refused):
            break_glass(by=by, reason=WHY)
    assert not EmergencyAccess.objects.exists()


def test_somebody_else_looks_at_it(admin: Actor, director: Actor) -> None:
    opened = break_glass(by=director, reason=WHY)
    for by in (again(director), admin):
        with pytest.raises((Refused, ValidationError)):
            look_at_emergency(by=by, emergency=opened, finding="fine")
    assert EmergencyAccess.objects.get().seen_at is None


def test_the_auditor_looks_at_it(admin: Actor, organisation: Organisation, make_account: MakeAccount) -> None:
    opened = break_glass(by=admin, reason=WHY)
    auditor = Actor.of(make_account(organisation, "auditor"), organisation, entrance="page")
    with pytest.raises(ValidationError, match="what you found"):
        look_at_emergency(by=auditor, emergency=opened, finding=" ")
    look_at_emergency(by=auditor, emergency=opened, finding="The pack was sent, nothing else was touched.")
    assert (EmergencyAccess.objects.get().seen_by, EmergencyAccess.objects.get().finding[:8]) == (auditor.account, "The pack")


def test_the_last_hours_count_for_no_grantor(director: Actor, admin: Actor, organisation: Organisation) -> None:
    """An emergency role is nobody's lasting role: who is the last to grant roles stays that."""
    from steerco.capabilities.people.services import end_role

    RoleAssignment.objects.filter(account=admin.account).update(role="pmo_analyst")
    break_glass(by=again(admin), reason=WHY)
    with pytest.raises(ValidationError, match="nobody else"):
        end_role(by=director, assignment=RoleAssignment.objects.get(account=director.account), reason="over")
    assert RoleAssignment.objects.get(account=director.account).ends_on is None


def test_the_pages(admin: Actor, director: Actor, client_of: ClientOf) -> None:
    make_project(admin.organisation, "Hidden bridge")
    browser = client_of(admin.account)
    assert browser.get("/projects/").status_code == 403
    assert browser.post("/emergency/", {"reason": WHY}).status_code == 422
    assert browser.post("/emergency/", {"reason": WHY, "told": "on"}).status_code == 302
    page = browser.get("/projects/").content.decode()
    assert "Emergency access" in page and "Hidden bridge" in page
    assert WHY in client_of(director.account).get("/emergency/").content.decode()
    assert browser.post("/emergency/end/").status_code == 302
    assert browser.get("/projects/").status_code == 403
    opened = EmergencyAccess.objects.get()
    answer = client_of(director.account).post(f"/emergency/{opened.pk}/seen/", {"finding": "All in order."})
    assert (answer.status_code, EmergencyAccess.objects.get().finding) == (302, "All in order.")


@pytest.mark.django_db(transaction=True)
def test_every_director_and_auditor_is_told_and_can_not_mute_it(
    admin: Actor, director: Actor, organisation: Organisation, make_account: MakeAccount
) -> None:
    auditor, bystander = make_account(organisation, "auditor"), make_account(organisation, "project_manager")
    break_glass(by=admin, reason=WHY)
    told = Notice.objects.filter(kind="emergency")
    assert set(told.values_list("account", flat=True)) == {director.account.pk, auditor.pk}
    assert not told.filter(account=bystander).exists()
    assert WHY in told[0].excerpt and "takes emergency access until" in told[0].text
    assert kind_of("emergency").forced
