"""Many records at once: what would become of each is shown first, then it is one act with one way back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from conftest import MakeAccount
from steerco.capabilities.people.models import OrgUnit
from steerco.capabilities.people.tests.factories import make_unit
from steerco.capabilities.projects import services
from steerco.capabilities.projects.models import Project
from steerco.capabilities.projects.tests.factories import make_field, make_project
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.chain import verify
from steerco.foundation.ledger.models import Revision
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.registers.editing import bulk


@pytest.fixture
def five(organisation: Organisation) -> list[Project]:
    """Five projects, one of which ends too early."""
    ends = [dt.date(2030, 1, 1), dt.date(2031, 1, 1), dt.date(2019, 1, 1), None, dt.date(2032, 1, 1)]
    return [make_project(organisation, f"Project {place}", end_on=end) for place, end in enumerate(ends)]


@pytest.fixture
def browser(director: Actor, client_of: Any) -> Client:
    return client_of(director.account)  # type: ignore[no-any-return]


def seal(page: Any) -> str:
    return str(page.context["bulk"].seal)


def test_a_field_is_set_after_looking_what_becomes_of_each(browser: Client, five: list[Project]) -> None:
    chosen = {"pk": [project.pk for project in five], "do": "set"}
    page = browser.get("/projects/bulk/", chosen)
    assert "Change 5 projects" in page.content.decode()
    wanted = {**chosen, "column": "start", "value": "1 Jan 2020", "reason": "agreed"}
    looked = browser.post("/projects/bulk/", {**wanted, "look": "1"})
    text = looked.content.decode()
    assert "<b>4</b> will change, <b>1</b> can’t" in text
    assert "The end date is before the start date." in text
    assert not Revision.objects.exists()
    assert not Project.objects.filter(start_on__isnull=False).exists()
    done = browser.post("/projects/bulk/", {**wanted, "go": "1", "seal": seal(looked)}, follow=True)
    assert "4 projects changed. 1 left as they are." in done.content.decode()
    revision = Revision.objects.get()
    assert (revision.verb, revision.reason, revision.changes.count()) == ("update_project", "agreed", 4)
    assert Project.objects.filter(start_on=dt.date(2020, 1, 1)).count() == 4
    assert verify(revision.organisation).holds
    browser.post(f"/ledger/{revision.number}/undo/")
    assert not Project.objects.filter(start_on__isnull=False).exists()


@pytest.mark.parametrize("unread", ["colour:is:red", "end:before:soon", "nonsense"])
def test_all_that_match_a_filter_that_cant_be_read_are_nobody(browser: Client, five: list[Project], unread: str) -> None:
    wanted = {"all": "1", "f": unread, "do": "set", "column": "start", "value": "1 Jan 2020"}
    for verb in ("look", "go"):
        refused = browser.post("/projects/bulk/", {**wanted, verb: "1"})
        assert (refused.status_code, "Refused: a filter of the list" in refused.content.decode()) == (422, True)
    assert not Project.objects.filter(start_on__isnull=False).exists() and not Revision.objects.exists()
    assert "be read" in browser.get("/projects/?f=nonsense").content.decode()


def test_all_that_match_are_more_than_a_page(browser: Client, organisation: Organisation, five: list[Project]) -> None:
    unit = make_unit(organisation, "DFT")
    for place in range(60):
        make_project(organisation, f"Road {place}", category="Road")
    page = browser.get("/projects/?f=category:is:Road").content.decode()
    assert 'data-all="60"' in page
    wanted = {"all": "1", "f": "category:is:Road", "do": "set", "column": "unit", "value": str(unit.pk)}
    looked = browser.post("/projects/bulk/", {**wanted, "look": "1"})
    assert "<b>60</b> will change" in looked.content.decode()
    assert "50 of 60" in looked.content.decode()
    browser.post("/projects/bulk/", {**wanted, "go": "1", "seal": seal(looked)})
    assert Project.objects.filter(unit=unit).count() == 60
    files = browser.get("/projects/export.csv?all=1&f=category:is:Road&pk=1")
    assert b"".join(files.streaming_content).count(b"Road") >= 60  # type: ignore[attr-defined]


def test_who_changed_something_since_is_not_written_over(browser: Client, director: Actor, five: list[Project]) -> None:
    wanted = {"pk": [five[0].pk, five[1].pk], "do": "set", "column": "category", "value": "Rail"}
    looked = browser.post("/projects/bulk/", {**wanted, "look": "1"})
    assert "<b>2</b> will change" in looked.content.decode()
    services.update_project(by=director, project=five[1], category="Sea")
    again = browser.post("/projects/bulk/", {**wanted, "go": "1", "seal": seal(looked)})
    assert again.status_code == 409
    assert "Somebody changed these records since you looked" in again.content.decode()
    assert Project.objects.get(pk=five[1].pk).category == "Sea"
    other = browser.post("/projects/bulk/", {**wanted, "value": "Air", "go": "1", "seal": seal(again)})
    assert other.status_code == 409
    assert not Project.objects.filter(category="Air").exists()


def test_a_value_that_cannot_be_read_is_refused_at_its_field(browser: Client, five: list[Project]) -> None:
    page = browser.post("/projects/bulk/", {"pk": five[0].pk, "column": "end", "value": "soon", "look": "1"})
    assert page.status_code == 422
    assert "“soon” is not a date." in page.content.decode()
    assert browser.post("/projects/bulk/", {"pk": five[0].pk, "column": "state", "value": "closed", "look": "1"}).status_code == 422
    assert not Revision.objects.exists()


def test_own_fields_are_set_like_others(browser: Client, organisation: Organisation, five: list[Project]) -> None:
    make_field(organisation, "Board", "choice", choices=["North", "South"])
    wanted = {"pk": [five[0].pk, five[1].pk], "column": "board", "value": "North"}
    looked = browser.post("/projects/bulk/", {**wanted, "look": "1"})
    browser.post("/projects/bulk/", {**wanted, "go": "1", "seal": seal(looked)})
    assert sorted(project.custom.get("board", "") for project in Project.objects.all()) == ["", "", "", "North", "North"]


def test_records_are_deleted_where_they_may_and_come_back(browser: Client, director: Actor, organisation: Organisation) -> None:
    free, used = make_unit(organisation, "FREE"), make_unit(organisation, "USED")
    make_project(organisation, unit=used)
    wanted = {"pk": [free.pk, used.pk], "do": "delete", "reason": "tidy"}
    looked = browser.post("/units/bulk/", {**wanted, "look": "1"})
    assert "<b>1</b> will be deleted, <b>1</b> can’t" in looked.content.decode()
    done = browser.post("/units/bulk/", {**wanted, "go": "1", "seal": seal(looked)}, follow=True)
    assert "1 unit deleted. The history keeps it. 1 left as they are." in done.content.decode()
    assert list(OrgUnit.objects.values_list("code", flat=True)) == ["USED"]
    browser.post(f"/ledger/{Revision.objects.latest('number').number}/undo/")
    assert OrgUnit.objects.count() == 2


def test_who_may_not_changes_nothing(five: list[Project], make_account: MakeAccount, client_of: Any, organisation: Organisation) -> None:
    reader = client_of(make_account(organisation, "auditor"))
    manager = client_of(make_account(organisation, "project_manager", scope=("project", five[0].pk)))
    wanted = {"pk": [project.pk for project in five], "column": "category", "value": "Rail"}
    assert reader.post("/projects/bulk/", {**wanted, "look": "1"}).status_code == 403
    assert manager.post("/projects/bulk/", {**wanted, "do": "delete", "look": "1"}).status_code == 403
    looked = manager.post("/projects/bulk/", {**wanted, "look": "1"})
    assert "Change 1 project" in looked.content.decode()
    manager.post("/projects/bulk/", {**wanted, "go": "1", "seal": seal(looked)})
    assert Project.objects.filter(category="Rail").get() == five[0]


def test_nothing_chosen_and_too_many_are_said(browser: Client, five: list[Project], monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Nothing is selected" in browser.get("/projects/bulk/").content.decode()
    monkeypatch.setattr(bulk, "MOST", 3)
    page = browser.post("/projects/bulk/", {"all": "1", "column": "category", "value": "Rail", "look": "1"})
    assert (page.status_code, "at most 5,000 records" in page.content.decode()) == (422, True)
    assert browser.get("/reports/bulk/").status_code == 404


def test_each_row_has_a_box_to_choose_it(browser: Client, five: list[Project]) -> None:
    assert browser.get("/projects/").content.decode().count('<input type="checkbox" data-pick name="pk"') == 5
