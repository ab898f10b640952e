"""One's own last acts are undone and done again, newest first, and never what others build on or what one may no longer do."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from conftest import MakeAccount
from steerco.capabilities.people.models import OrgUnit, UnitPlacement
from steerco.capabilities.people.services import create_unit, delete_unit, grant_role, update_unit
from steerco.capabilities.projects import services
from steerco.capabilities.projects.models import PortfolioMembership, Project
from steerco.capabilities.projects.tests.factories import make_portfolio, make_project
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.access.permissions import Refused
from steerco.foundation.ledger import taking_back
from steerco.foundation.ledger.chain import verify
from steerco.foundation.ledger.models import Revision
from steerco.foundation.ledger.taking_back import NothingToTakeBack, last_act, last_taken_back, take_back, told
from steerco.foundation.ledger.undo import CannotUndo
from steerco.foundation.organisations.models import Organisation


@pytest.fixture
def analyst(organisation: Organisation, make_account: MakeAccount) -> Actor:
    """May add and edit projects, but not delete them."""
    return Actor.of(make_account(organisation, "pmo_analyst", clearance=2), organisation, entrance="page")


@pytest.fixture
def project(organisation: Organisation) -> Project:
    return make_project(organisation, "Crossrail")


def undo(by: Actor) -> Revision:
    return take_back(by=by, act=last_act(by))


def redo(by: Actor) -> Revision:
    return take_back(by=by, act=last_taken_back(by))


def names() -> list[str]:
    return sorted(Project.objects.values_list("name", flat=True))


def test_three_acts_go_back_and_come_again_in_their_order(director: Actor, project: Project) -> None:
    for name in ("One", "Two", "Three"):
        services.update_project(by=director, project=project, name=name)
    seen = []
    for step in (undo, undo, undo, redo, redo, undo, redo, redo):
        step(director)
        seen += names()
    assert seen == ["Two", "One", "Crossrail", "One", "Two", "One", "Two", "Three"]
    with pytest.raises(NothingToTakeBack):
        redo(director)
    assert verify(director.organisation).holds


def test_whoever_did_something_else_since_does_nothing_again(director: Actor, project: Project) -> None:
    services.update_project(by=director, project=project, name="One")
    undo(director)
    services.update_project(by=director, project=Project.objects.get(), category="Rail")
    with pytest.raises(NothingToTakeBack, match="nothing to do again"):
        redo(director)
    undo(director)
    redo(director)
    assert Project.objects.get().category == "Rail"


def test_what_others_build_on_stays_and_the_refusal_names_it(director: Actor, analyst: Actor, project: Project) -> None:
    services.update_project(by=director, project=project, name="One")
    services.update_project(by=analyst, project=project, name="Two")
    with pytest.raises(CannotUndo, match="Two was changed later"):
        undo(director)
    assert names() == ["Two"]
    assert Revision.objects.count() == 2


def test_the_acts_of_others_are_not_ones_own(director: Actor, analyst: Actor, project: Project) -> None:
    services.update_project(by=analyst, project=project, name="Two")
    with pytest.raises(NothingToTakeBack):
        undo(director)
    with pytest.raises(Refused):
        take_back(by=director, act=Revision.objects.get())
    assert names() == ["Two"]


def test_what_one_added_oneself_goes_without_the_right_to_delete(analyst: Actor, organisation: Organisation) -> None:
    portfolio = make_portfolio(organisation)
    services.create_portfolio(by=analyst, name="Other")
    services.create_project(by=analyst, name="Bridge", portfolio=portfolio)
    undo(analyst)
    assert (names(), PortfolioMembership.objects.count()) == ([], 0)
    redo(analyst)
    assert (names(), PortfolioMembership.objects.count()) == (["Bridge"], 1)


def test_a_removal_comes_back_with_what_belongs_to_it(director: Actor, organisation: Organisation) -> None:
    top = create_unit(by=director, code="TOP", name="Top")
    unit = create_unit(by=director, code="LOW", name="Low", parent=top)
    delete_unit(by=director, unit=unit, reason="by mistake")
    undo(director)
    assert (OrgUnit.objects.count(), UnitPlacement.objects.get().parent) == (2, top)


def test_whoever_lost_the_right_takes_nothing_back(organisation: Organisation, make_account: MakeAccount, project: Project) -> None:
    account = make_account(organisation, "project_manager", scope=("project", project.pk))
    manager = Actor.of(account, organisation, entrance="page")
    services.update_project(by=manager, project=project, name="Mine")
    RoleAssignment.objects.filter(account=account).update(role="team_member")
    with pytest.raises(Refused):
        undo(Actor.of(account, organisation, entrance="page"))
    assert names() == ["Mine"]


def test_roles_imports_and_old_acts_are_not_taken_back_in_passing(
    director: Actor, organisation: Organisation, make_account: MakeAccount, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.update_project(by=director, project=project, name="One")
    services.update_project(by=director.through("import"), project=project, category="Rail")
    system = Actor.system(organisation, entrance="page", account=director.account)
    grant_role(by=system, account=make_account(organisation), role="auditor", scope_kind="organisation", scope_id=None, reason="new")
    with pytest.raises(CannotUndo, match="changed later"):
        undo(director)
    services.update_project(by=director, project=project, name="Two")
    monkeypatch.setattr(taking_back, "WITHIN", dt.timedelta(0))
    with pytest.raises(NothingToTakeBack):
        undo(director)
    assert names() == ["Two"]
    assert RoleAssignment.objects.filter(role="auditor").exists()


def test_an_act_is_told_by_its_field_or_its_count(director: Actor, organisation: Organisation, project: Project) -> None:
    services.update_project(by=director, project=project, end_on=dt.date(2030, 1, 1))
    assert told(last_act(director)) == "End date of Crossrail"
    services.update_project(by=director, project=project, name="One", category="Rail")
    assert told(undo(director)) == "Changed a project: One"
    unit = create_unit(by=director, code="A", name="A", parent=create_unit(by=director, code="B", name="B"))
    assert told(last_act(director)) == "2 changes"
    update_unit(by=director, unit=unit, name="C")


@pytest.fixture
def browser(director: Actor, client_of: Any) -> Client:
    return client_of(director.account)  # type: ignore[no-any-return]


def test_a_page_undoes_and_offers_to_do_it_again(director: Actor, browser: Client, project: Project) -> None:
    services.update_project(by=director, project=project, name="One")
    page = browser.post("/ledger/undo/", HTTP_REFERER="http://testserver/projects/", follow=True)
    assert page.redirect_chain == [("http://testserver/projects/", 302)]
    text = page.content.decode()
    assert "Undone: Name of Crossrail." in text.replace("One", "Crossrail")
    assert f'action="/ledger/{Revision.objects.first().number}/undo/"' in text  # type: ignore[union-attr]
    assert ">Redo<" in text
    page = browser.post(f"/ledger/{Revision.objects.first().number}/undo/", follow=True)  # type: ignore[union-attr]
    assert ">Undo<" in page.content.decode()
    assert names() == ["One"]


def test_a_refusal_is_said_on_the_page_and_to_a_script(browser: Client, project: Project) -> None:
    assert browser.post("/ledger/redo/", HTTP_X_REQUESTED_WITH="fetch").status_code == 409
    page = browser.post("/ledger/undo/", HTTP_REFERER="https://evil.test/", follow=True)
    assert page.redirect_chain[0] == ("/", 302)
    assert "can be undone" in page.content.decode()
    assert browser.get("/ledger/undo/").status_code == 405
    assert browser.post("/ledger/99/undo/").status_code == 404


def test_the_act_of_another_is_not_found(browser: Client, analyst: Actor, project: Project) -> None:
    services.update_project(by=analyst, project=project, name="Two")
    assert browser.post("/ledger/1/undo/").status_code == 404
    assert names() == ["Two"]
    assert timezone.now() > Revision.objects.get().at
