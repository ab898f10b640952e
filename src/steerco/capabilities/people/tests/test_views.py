"""Pages of units, people and roles: lists, the tree on a date, moving a unit, granting and ending a role, who may."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape
from django.utils.text import capfirst
from pytest_django import DjangoAssertNumQueries

from conftest import MakeAccount
from steerco.capabilities.people.access import CATALOGUE, ROLE_GRANTS, ROLES
from steerco.capabilities.people.models import OrgUnit, Person, UnitPlacement
from steerco.capabilities.people.services import place_names
from steerco.capabilities.people.tests.factories import make_person, make_unit
from steerco.capabilities.projects.tests.factories import make_project
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.access.permissions import all_tables
from steerco.foundation.ledger.models import Revision
from steerco.foundation.organisations.models import Organisation

ClientOf = Callable[[Any], Client]


@pytest.fixture
def browser(director: Actor, client_of: ClientOf) -> Client:
    return client_of(director.account)


def test_units_and_people_are_entered_changed_and_listed(organisation: Organisation, browser: Client) -> None:
    assert browser.post("/units/new/", {"code": "DFT", "name": "Transport", "kind": "department"}).status_code == 302
    unit = OrgUnit.objects.get()
    assert browser.post("/people/new/", {"name": "Ada", "home_unit": unit.pk, "state": "active"}).status_code == 302
    person = Person.objects.get()
    assert person.home_unit == unit
    assert "Ada" in browser.get(f"/units/{unit.pk}/").content.decode()
    answer = browser.post("/units/new/", {"code": "DFT", "name": "Twice", "kind": "department"})
    assert (answer.status_code, OrgUnit.objects.count()) == (422, 1)
    assert "Another unit has this code." in answer.content.decode()
    assert browser.post(f"/people/{person.pk}/edit/", {"name": "Ada Byron", "state": "active", "version": 1}).status_code == 302
    assert "Ada Byron" in browser.get("/people/").content.decode()
    assert browser.post(f"/units/{unit.pk}/delete/", {"reason": "twice"}).status_code in (302, 409)


def test_the_tree_on_a_date_and_a_move(organisation: Organisation, browser: Client) -> None:
    top, low = make_unit(organisation, "TOP"), make_unit(organisation, "LOW")
    place = f"/units/{low.pk}/place/"
    assert browser.post(place, {"parent": top.pk, "starts_on": "2024-01-01", "reason": "new minister"}).status_code == 302
    then, before = (browser.get(f"/units/tree/?on={day}").content.decode() for day in ("2024-06-01", "2023-06-01"))
    assert then.count("<ul>") == before.count("<ul>") + 1
    answer = browser.post(f"/units/{top.pk}/place/", {"parent": low.pk, "starts_on": "2025-01-01"})
    assert (answer.status_code, UnitPlacement.objects.count()) == (422, 1)
    assert "lie under itself" in answer.content.decode()
    assert browser.get("/units/tree/?on=never").status_code == 200


def test_a_role_is_granted_and_ended_on_its_page(organisation: Organisation, browser: Client, make_account: MakeAccount) -> None:
    account = make_account(organisation)
    given = {"account": account.pk, "role": "auditor", "clearance": 1, "scope_kind": "organisation", "grounds": "yearly audit"}
    assert browser.post("/roles/new/", given).status_code == 302
    assignment = RoleAssignment.objects.get(account=account)
    assert (assignment.role, assignment.reason) == ("auditor", "yearly audit")
    assert "Auditor" in browser.get("/roles/").content.decode()
    assert browser.get(f"/roles/{assignment.pk}/edit/").status_code == 404
    for blank in ({}, {"reason": "  "}):
        answer = browser.post(f"/roles/{assignment.pk}/delete/", blank)
        assignment.refresh_from_db()
        assert (answer.status_code, assignment.ends_on, assignment.version) == (409, None, 1)
        assert "Say why." in answer.content.decode()
    assert browser.post(f"/roles/{assignment.pk}/delete/", {"reason": "the audit is over"}).status_code == 302
    assignment.refresh_from_db()
    assert assignment.ends_on is not None
    ended = Revision.objects.order_by("-number")[0]
    assert (ended.verb, ended.reason) == ("end_role", "the audit is over")
    answer = browser.post("/roles/new/", {**given, "scope_kind": "unit", "scope_id": 999})
    assert (answer.status_code, RoleAssignment.objects.filter(account=account).count()) == (422, 1)


@pytest.mark.parametrize(
    ("role", "units", "people", "roles"),
    [
        ("requester", 200, 403, 403), ("team_member", 200, 200, 403), ("project_manager", 200, 200, 403),
        ("project_officer", 200, 200, 403),
        ("sponsor", 200, 200, 403), ("pmo_analyst", 200, 200, 200), ("pmo_director", 200, 200, 200), ("auditor", 200, 200, 200),
        ("administrator", 200, 200, 200),
    ],
)  # fmt: skip
def test_each_role(
    organisation: Organisation, make_account: MakeAccount, client_of: ClientOf, role: str, units: int, people: int, roles: int
) -> None:
    visitor = client_of(make_account(organisation, role))
    unit = make_unit(organisation)
    assert visitor.get("/units/").status_code == units
    assert visitor.get("/units/tree/").status_code == units
    assert visitor.get("/people/").status_code == people
    assert visitor.get("/roles/").status_code == roles
    office = role in ("pmo_analyst", "pmo_director", "administrator")
    assert (visitor.post(f"/units/{unit.pk}/place/", {}).status_code == 403) is not office
    assert (visitor.post("/people/new/", {"name": "X", "state": "active"}).status_code == 403) is not office
    assert Person.objects.filter(name="X").exists() is office
    grants = role in ("pmo_director", "administrator")
    assert (visitor.post("/roles/new/", {}).status_code == 403) is not grants


def test_another_organisation_sees_nothing(
    organisation: Organisation, other_organisation: Organisation, make_account: MakeAccount, client_of: ClientOf
) -> None:
    unit, person = make_unit(organisation, "OURS"), make_person(organisation, "Our Ada")
    assignment = RoleAssignment.everywhere.create(
        organisation=organisation, account=make_account(organisation, email="ours@alpha.test"), role="auditor"
    )
    stranger = client_of(make_account(other_organisation, "pmo_director", clearance=2))
    for page in ("/units/", "/units/tree/", "/people/", "/roles/", "/roles/export.json"):
        shown = stranger.get(page).getvalue().decode()
        assert not any(word in shown for word in ("OURS", "Our Ada", "ours@alpha.test"))
    for page in (
        f"/units/{unit.pk}/",
        f"/units/{unit.pk}/place/",
        f"/people/{person.pk}/",
        f"/people/{person.pk}/edit/",
        f"/roles/{assignment.pk}/",
    ):
        assert stranger.get(page).status_code == 404
    assert stranger.post(f"/roles/{assignment.pk}/delete/", {"reason": "theirs"}).status_code == 404
    assignment.refresh_from_db()
    assert assignment.ends_on is None


def test_the_list_of_roles_names_each_place(organisation: Organisation, browser: Client, make_account: MakeAccount) -> None:
    unit = make_unit(organisation, "PRT", name="Ports")
    project = make_project(organisation, "New quay")
    secret = make_project(organisation, "Secret quay", confidentiality=2)
    for place in (("unit", unit.pk), ("project", project.pk), ("project", secret.pk)):
        make_account(organisation, "project_manager", scope=place)
    page = browser.get("/roles/").content.decode()
    for words in (">Ports<", ">New quay<", ">Secret quay<", ">the whole organisation<"):
        assert words in page
    assert f">{unit.pk}<" not in page
    RoleAssignment.objects.filter(role="pmo_director").update(clearance=0)
    page = browser.get("/roles/").content.decode()
    assert ">not for you to see<" in page and "Secret quay" not in page
    exported = json.loads(browser.get("/roles/export.json?f=scope:is:unit").getvalue())["rows"]
    assert [(row["place"], row["scope"]) for row in exported] == [("Ports", "unit")]


def test_the_names_of_places_cost_one_query_a_kind(
    organisation: Organisation, director: Actor, make_account: MakeAccount, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    places = [("project", make_project(organisation, f"Quay {n}").pk) for n in range(5)]
    with django_assert_num_queries(1):
        assert set(place_names(director, places)) == set(places)
    assert place_names(director, [("moon", 1), ("project", 0)]) == {}


@pytest.mark.parametrize("role", ["requester", "project_manager", "pmo_analyst", "auditor", "project_officer"])
def test_who_may_not_end_a_role_does_not(organisation: Organisation, make_account: MakeAccount, client_of: ClientOf, role: str) -> None:
    RoleAssignment.everywhere.create(organisation=organisation, account=make_account(organisation), role="auditor")
    assignment = RoleAssignment.objects.get(role="auditor")
    browser = client_of(make_account(organisation, role))
    assert browser.post(f"/roles/{assignment.pk}/delete/", {"reason": "not mine to end"}).status_code in (403, 404)
    assignment.refresh_from_db()
    assert (assignment.ends_on, assignment.version) == (None, 1)
    assert not Revision.objects.exists()


def test_a_role_beyond_ones_place_or_clearance_is_not_ended(
    organisation: Organisation, make_account: MakeAccount, client_of: ClientOf
) -> None:
    north, south = make_unit(organisation, "N"), make_unit(organisation, "S")
    local = client_of(make_account(organisation, "pmo_director", scope=("unit", north.pk)))
    uncleared = client_of(make_account(organisation, "pmo_director", email="uncleared@alpha.test"))
    held = {"organisation": "", "unit": south.pk, "secret": ""}
    for name, place in held.items():
        scope = {"scope_kind": "unit", "scope_id": place} if place else {}
        RoleAssignment.everywhere.create(
            organisation=organisation, account=make_account(organisation, email=f"{name}@alpha.test"), role="auditor",
            clearance=2 if name == "secret" else 0, **scope,
        )  # fmt: skip
    for visitor, names in ((local, held), (uncleared, ["secret"])):
        for name in names:
            assignment = RoleAssignment.objects.get(account__email=f"{name}@alpha.test")
            answer = visitor.post(f"/roles/{assignment.pk}/delete/", {"reason": "not mine to end"})
            assignment.refresh_from_db()
            assert answer.status_code in (403, 404), name
            assert (assignment.ends_on, assignment.version) == (None, 1)
    assert not Revision.objects.exists()


def test_the_last_grantor_keeps_the_role_on_the_page_too(organisation: Organisation, browser: Client) -> None:
    assignment = RoleAssignment.objects.get(role="pmo_director")
    answer = browser.post(f"/roles/{assignment.pk}/delete/", {"reason": "I leave"})
    assignment.refresh_from_db()
    assert (answer.status_code, assignment.ends_on) == (409, None)
    assert "nobody else could grant roles" in answer.content.decode()
    assert 'value="I leave"' in answer.content.decode()


FIELD = """PMO director; portfolio manager; programme manager; project manager; project officer; planner; cost
controller; risk manager; configuration and change manager; resource manager; benefits manager; benefit owner;
sponsor (SRO); business analyst; solution lead; team member; supplier user; assurance reviewer; auditor;
department head; finance partner; board member; board secretary; service agent; coach; trainer; knowledge
editor; requester; system administrator"""


def test_the_catalogue_holds_every_role_of_the_field(organisation: Organisation, make_account: MakeAccount, client_of: Any) -> None:
    page = client_of(make_account(organisation, "requester")).get("/roles/catalogue/").content.decode()
    names = {" ".join(name.split()) for name in FIELD.split(";")}
    assert {str(role.name).lower() for role in CATALOGUE} == {name.lower() for name in names} | {"pmo analyst", "guest"}
    for role in CATALOGUE:
        assert escape(str(role.name)) in page
        assert escape(str(role.purpose)) in page
    for table in all_tables():
        if table is not ROLE_GRANTS:
            assert f'aria-label="{capfirst(table.subject)}"' in page


def test_the_reference_says_what_the_catalogue_says() -> None:
    told = Path("docs/reference/roles.md").read_text(encoding="utf-8")
    missing = [role.key for role in CATALOGUE if f"| {role.name} | `{role.key}` | {role.purpose} | {ROLES[role.column]} |" not in told]
    assert missing == []
