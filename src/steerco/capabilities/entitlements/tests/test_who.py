"""Who can see or approve a record, and why: each answer agrees with what the services do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from conftest import MakeAccount
from steerco.capabilities.entitlements.queries.who import ActionAnswer, who_may
from steerco.capabilities.entitlements.services import break_glass, lend_rights, share_record
from steerco.capabilities.people.access import COLUMNS
from steerco.capabilities.projects.models import Project
from steerco.capabilities.projects.tests.factories import make_project
from steerco.capabilities.status.models import ReportingPeriod, StatusReport
from steerco.capabilities.status.services import draft_report, submit_report
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.accounts.models import Account
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.registers.register import registers

ClientOf = Callable[[Account], Client]
TODAY = timezone.localdate()


@pytest.fixture
def bridge(system: Actor) -> Project:
    return make_project(system.organisation, "New bridge")


def answers(by: Actor, project: Project) -> dict[str, ActionAnswer]:
    return {answer.action: answer for answer in who_may(by, registers["projects"], project)}


def test_every_answer_agrees_with_the_table(
    director: Actor, bridge: Project, organisation: Organisation, make_account: MakeAccount
) -> None:
    for role in COLUMNS:
        for scope in (None, ("project", bridge.pk), ("project", bridge.pk + 99)):
            make_account(organisation, role, scope=scope)
    register = registers["projects"]
    for level in (0, 1):
        Project.objects.filter(pk=bridge.pk).update(confidentiality=level)
        bridge.refresh_from_db()
        for answer in answers(director, bridge).values():
            told = {right.who.pk for right in answer.may}
            true = {
                account.pk
                for account in Account.objects.all()
                if register.may(Actor.of(account, organisation, entrance="page"), answer.action, bridge)
            }
            assert told == true, answer.action


def test_it_says_through_what(director: Actor, bridge: Project, organisation: Organisation, make_account: MakeAccount) -> None:
    manager = make_account(organisation, "programme_manager", scope=("project", bridge.pk))
    edit = answers(director, bridge)["edit"]
    assert {(right.who, right.through) for right in edit.may} == {
        (manager, "Programme manager of this project"),
        (director.account, "PMO director of the whole organisation"),
    }


def test_it_says_what_stops_somebody(director: Actor, bridge: Project, organisation: Organisation, make_account: MakeAccount) -> None:
    analyst = make_account(organisation, "pmo_analyst")
    Project.objects.filter(pk=bridge.pk).update(confidentiality=1)
    bridge.refresh_from_db()
    view = answers(director, bridge)["view"]
    assert [(right.who, right.through) for right in view.stopped] == [
        (analyst, "PMO analyst of the whole organisation, but not cleared for what is restricted")
    ]


def test_delegations_shares_and_emergencies_are_told(
    director: Actor, bridge: Project, organisation: Organisation, make_account: MakeAccount
) -> None:
    colleague, admin = make_account(organisation, "requester"), make_account(organisation, "administrator")
    lend_rights(
        by=director, receiver=colleague, assignments=list(RoleAssignment.objects.filter(account=director.account)),
        starts_on=TODAY, ends_on=TODAY + dt.timedelta(days=3), extent="look",
    )  # fmt: skip
    share_record(by=director, email="g@x.example", scope_kind="project", scope_id=bridge.pk, ends_on=TODAY + dt.timedelta(days=3))
    break_glass(by=Actor.of(admin, organisation, entrance="page"), reason="Nobody else can be reached today.")
    found = answers(director, bridge)
    through = {str(right.who): right.through for right in found["view"].may}
    assert through[str(colleague)].startswith(f"acting for {director.account} until")
    assert through["g@x.example"].startswith("guest: this project is shared with them until")
    assert through[str(admin)].startswith("emergency access until")
    assert [right.through.endswith("this was not lent") for right in found["edit"].stopped if right.who == colleague] == [True]


def test_who_submitted_and_who_administers_are_stopped_from_publishing(
    director: Actor, bridge: Project, organisation: Organisation, make_account: MakeAccount
) -> None:
    period = ReportingPeriod.objects.create(organisation=organisation, name="June", status_on=dt.date(2025, 6, 30))
    report = submit_report(by=director, report=draft_report(by=director, project=bridge, period=period, confidence="green"))
    both = make_account(organisation, "pmo_analyst")
    RoleAssignment.objects.create(organisation=organisation, account=both, role="administrator")
    analyst = make_account(organisation, "pmo_analyst")
    publish = next(a for a in who_may(director, registers["reports"], StatusReport.objects.get(pk=report.pk)) if a.action == "publish")
    assert [right.who for right in publish.may] == [analyst]
    assert {right.who: right.through.split(", ")[1] for right in publish.stopped} == {
        director.account: "but submitted it", both: "but whoever administers accounts approves nothing"}  # fmt: skip


def test_the_page_answers_for_every_register_and_hides_what_one_may_not_see(
    director: Actor, bridge: Project, organisation: Organisation, make_account: MakeAccount, client_of: ClientOf
) -> None:
    browser = client_of(director.account)
    page = browser.get(f"/who/projects/{bridge.ref}/").content.decode()
    assert "PMO director of the whole organisation" in page and "Share with a guest" in page
    assert browser.get("/who/nothing/1/").status_code == 404
    assert browser.get("/who/projects/PRJ-9999/").status_code == 404
    Project.objects.filter(pk=bridge.pk).update(confidentiality=2)
    assert client_of(make_account(organisation, "pmo_analyst")).get(f"/who/projects/{bridge.ref}/").status_code == 404
    assert client_of(make_account(organisation, "requester")).get(f"/who/projects/{bridge.ref}/").status_code == 403


def test_whoever_may_not_see_people_is_told_roles_and_numbers(director: Actor, bridge: Project, client_of: ClientOf) -> None:
    share = share_record(by=director, email="g@x.example", scope_kind="project", scope_id=bridge.pk, ends_on=TODAY + dt.timedelta(days=3))
    page = client_of(share.account).get(f"/who/projects/{bridge.ref}/").content.decode()
    assert "PMO director of the whole organisation: 1" in page
    assert str(director.account) not in page


def test_the_number_of_queries_does_not_grow_with_the_people(
    director: Actor, bridge: Project, organisation: Organisation, make_account: MakeAccount, django_assert_max_num_queries: object
) -> None:
    for _each in range(12):
        make_account(organisation, "team_member")
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        who_may(director, registers["projects"], bridge)
