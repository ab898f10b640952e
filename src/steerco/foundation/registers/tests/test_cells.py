"""The editor of a cell: drawn for its kind, written by the service, refused at the cell, asked about where two wrote the same field."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from conftest import MakeAccount
from steerco.capabilities.people.models import Person
from steerco.capabilities.people.tests.factories import make_person, make_unit
from steerco.capabilities.projects import services
from steerco.capabilities.projects.models import Project
from steerco.capabilities.projects.tests.factories import make_field, make_project
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.models import Revision
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.registers.editing import cells


@pytest.fixture
def project(organisation: Organisation) -> Project:
    return make_project(organisation, "Crossrail", end_on=dt.date(2027, 1, 31), whole_life_cost_amount=Decimal(1500000))


@pytest.fixture
def browser(director: Actor, client_of: Any) -> Client:
    return client_of(director.account)  # type: ignore[no-any-return]


def address(project: Project, column: str) -> str:
    return f"/projects/{project.ref}/cells/{column}/"


def test_the_list_says_what_can_be_edited(browser: Client, project: Project, make_account: MakeAccount, client_of: Any) -> None:
    text = browser.get("/projects/?cols=ref,name,unit,state,end,history,portfolio").content.decode()
    assert 'data-sheet="/projects/"' in text
    assert f'data-row="{project.ref}" data-v="1"' in text
    assert [name for name in ("ref", "name", "unit", "state", "end", "portfolio") if f'data-col="{name}" data-edit' in text] == [
        "name",
        "unit",
        "end",
    ]
    past = browser.get("/projects/?as_of=2030-01-01").content.decode()
    reader = client_of(make_account(project.organisation, "auditor")).get("/projects/").content.decode()
    assert "data-sheet" not in past + reader


def test_an_editor_fits_the_kind(browser: Client, project: Project, organisation: Organisation) -> None:
    make_unit(organisation, "DFT", name="Transport")
    make_field(organisation, "Board", "choice", choices=["North", "South"])
    drawn = {
        name: browser.get(address(project, name)).content.decode() for name in ("end", "unit", "whole_life_cost", "board", "description")
    }
    assert "data-day" in drawn["end"]
    assert 'value="2027-01-31"' in drawn["end"]
    assert "Transport" in drawn["unit"]
    assert 'value="1,500,000"' in drawn["whole_life_cost"]
    assert "Write it as 2.5m" in drawn["whole_life_cost"]
    assert "North" in drawn["board"]
    assert "<textarea" in drawn["description"]
    assert "End date of Crossrail" in drawn["end"]


def test_many_records_to_choose_from_are_offered_while_one_types(
    browser: Client, project: Project, organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cells, "MOST_CHOICES", 1)
    ada, bob = make_person(organisation, "Ada Byron"), make_person(organisation, "Bob Stone")
    services.update_project(by=Actor.system(organisation), project=project, owner=ada)
    text = browser.get(address(project, "owner")).content.decode()
    assert "cell-offers" in text
    assert 'value="Ada Byron"' in text
    assert browser.post(address(project, "owner"), {"value": "bob stone", "version": "2"}).status_code == 200
    assert Project.objects.get().owner == bob
    refused = browser.post(address(project, "owner"), {"value": "Nobody", "version": "3"})
    assert (refused.status_code, "none called “Nobody”" in refused.content.decode()) == (422, True)
    assert Person.objects.count() == 2


def test_what_was_saved_comes_back_as_its_row_with_a_way_to_undo(browser: Client, project: Project) -> None:
    told = browser.post(address(project, "end"), {"value": "2031-10-09", "version": "1", "col": ["name", "end"]}).json()
    assert (told["version"], told["slug"], told["cells"].count("<td")) == (2, project.ref, 2)
    assert "9\u00a0Oct\u00a02031" in told["cells"]
    assert told["text"] == "End date of Crossrail saved."
    assert browser.post(told["undo"]).status_code == 302
    assert Project.objects.get().end_on == dt.date(2027, 1, 31)


def test_saving_what_is_there_writes_nothing(browser: Client, project: Project) -> None:
    told = browser.post(address(project, "end"), {"value": "2027-01-31", "version": "1"}).json()
    assert "text" not in told
    assert not Revision.objects.exists()


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("whole_life_cost", "lots", "not a number"), ("name", " ", "Fill this in"), ("end", "2027-02-30", "not a date"),
        ("whole_life_cost", "-5", "below zero"),
    ],
)  # fmt: skip
def test_a_refusal_stands_at_the_cell_beside_what_was_typed(browser: Client, project: Project, column: str, value: str, says: str) -> None:
    answer = browser.post(address(project, column), {"value": value, "version": "1"})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert value.strip() in answer.content.decode()
    assert not Revision.objects.exists()


def test_two_editors_of_one_field_are_shown_both_values(
    browser: Client, director: Actor, project: Project, make_account: MakeAccount
) -> None:
    sponsor = Actor.of(make_account(project.organisation, "pmo_analyst", clearance=2), project.organisation, entrance="page")
    services.update_project(by=sponsor, project=project, end_on=dt.date(2031, 4, 9), reason="after <route> decision")
    asked = browser.post(address(project, "end"), {"value": "2031-10-09", "version": "1"})
    text = asked.content.decode().replace("\u00a0", " ")
    assert asked.status_code == 409
    assert [
        part for part in ("31 Jan 2027", "9 Apr 2031", "9 Oct 2031", "pmo_analyst", "after &lt;route&gt; decision") if part not in text
    ] == []
    assert Project.objects.get().end_on == dt.date(2031, 4, 9)


def test_keeping_theirs_writes_nothing_and_using_mine_writes_mine(browser: Client, director: Actor, project: Project) -> None:
    services.update_project(by=Actor.system(project.organisation), project=project, end_on=dt.date(2031, 4, 9))
    for version in ("1", "2"):
        kept = browser.post(address(project, "end"), {"value": "2031-10-09", "version": version, "keep": "theirs"}).json()
        assert "text" not in kept
    assert Project.objects.get().end_on == dt.date(2031, 4, 9)
    browser.post(address(project, "end"), {"value": "2031-10-09", "version": "2"})
    assert Project.objects.get().end_on == dt.date(2031, 10, 9)


def test_what_may_not_be_edited_is_said_in_words(browser: Client, project: Project, make_account: MakeAccount, client_of: Any) -> None:
    locked = browser.get(address(project, "state"))
    assert (locked.status_code, locked.headers["Content-Type"]) == (403, "text/plain; charset=utf-8")
    assert "can't be changed here" in locked.content.decode()
    reader = client_of(make_account(project.organisation, "auditor"))
    for answer in (reader.get(address(project, "end")), reader.post(address(project, "end"), {"value": "2031-10-09", "version": "1"})):
        assert (answer.status_code, "you may not edit this project" in answer.content.decode()) == (403, True)
    for answer in (browser.get(address(project, "nothing")), browser.post(address(project, "nothing"), {"value": "x", "version": "1"})):
        assert answer.status_code == 404
    assert browser.get("/projects/PRJ-9999/cells/end/").status_code == 404
    assert Project.objects.get().version == 1


def test_whoever_moves_a_record_out_of_sight_is_told_so(organisation: Organisation, make_account: MakeAccount, client_of: Any) -> None:
    north, south = make_unit(organisation, "N"), make_unit(organisation, "S")
    project = make_project(organisation, "Bridge", unit=north)
    account = make_account(organisation, "pmo_analyst", scope=("unit", north.pk))
    answer = client_of(account).post(address(project, "unit"), {"value": str(south.pk), "version": "1"})
    assert answer.status_code in (403, 422)
    assert Project.objects.get().unit == north


def test_small_costs_are_written_in_their_own_unit_and_currency(director: Actor, browser: Client, organisation: Organisation) -> None:
    for name, cost in (("Trees", 85500), ("Benches", 20000)):
        make_project(organisation, name, whole_life_cost_amount=Decimal(cost), currency="EUR")
    trees = Project.objects.get(name="Trees")
    text = browser.get("/projects/?cols=name,whole_life_cost&every=1").content.decode()
    assert "Whole-life cost, €k" in text and 'data-in="EUR:k"' in text
    assert '<span title="€85,500">86</span>' in text and "0.0855" not in text
    assert '<b title="€105,500">106</b>' in text
    sent = {"value": "90k", "version": str(trees.version), "col": ["name", "whole_life_cost"], "in": "whole_life_cost:EUR:k"}
    answer = browser.post(address(trees, "whole_life_cost"), sent)
    assert '<span title="€90,000">90</span>' in answer.json()["cells"]
    make_project(organisation, "Railway", whole_life_cost_amount=Decimal(10**9), currency="GBP")
    mixed = browser.get("/projects/?cols=name,whole_life_cost&every=1").content.decode()
    assert "Whole-life cost, £k" in mixed and ">€90</span>" in mixed and ">1,000,000</span>" in mixed, "the middle amount, not the mean"
