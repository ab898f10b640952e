"""A block from a spreadsheet: shown cell by cell first, refused at the cell, written as one act, beyond the end as new records."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from conftest import MakeAccount
from steerco.capabilities.people.tests.factories import make_person, make_unit
from steerco.capabilities.projects import services
from steerco.capabilities.projects.models import Project
from steerco.capabilities.projects.tests.factories import make_field, make_project
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.chain import verify
from steerco.foundation.ledger.models import Revision
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.registers.editing.block import lines_of, text_of

STATE = {"cols": "ref,name,unit,end,whole_life_cost,category", "sort": "name"}


@pytest.fixture
def four(organisation: Organisation) -> list[Project]:
    """Four projects in the order of their names, and two departments."""
    make_unit(organisation, "DFT", name="Transport")
    make_unit(organisation, "HO", name="Home Office")
    return [make_project(organisation, f"P{place}", whole_life_cost_amount=Decimal(1000)) for place in range(4)]


@pytest.fixture
def browser(director: Actor, client_of: Any) -> Client:
    return client_of(director.account)  # type: ignore[no-any-return]


def rows(projects: list[Project]) -> list[str]:
    return [f"{project.ref}@{project.version}" for project in projects]


def held(page: Any) -> dict[str, Any]:
    """What the page that was looked at sends on."""
    found: dict[str, Any] = {}
    for name, value in page.context["paste"].held:
        found.setdefault(name, []).append(value)
    return {**found, "block": page.context["paste"].block}


def test_a_block_is_looked_at_then_written_as_one_act(browser: Client, four: list[Project]) -> None:
    asked = {
        **STATE,
        "row": rows(four[1:3]),
        "start": "unit",
        "at": "new",
        "block": "DFT\t1 Feb 2030\t£2.5m\tRail\r\nHome Office\t31/12/2031\t3k\t\r\n",
    }
    looked = browser.post("/projects/paste/", {**asked, "look": "1"})
    assert "<b>7</b> cells will change" in looked.content.decode()
    assert not Revision.objects.exists()
    done = browser.post("/projects/paste/", {**STATE, **held(looked), "go": "1"}, follow=True)
    assert "7 cells changed." in done.content.decode()
    found = [Project.objects.get(pk=project.pk) for project in four]
    assert [project.unit and project.unit.code for project in found] == [None, "DFT", "HO", None]
    assert [project.end_on for project in found] == [None, dt.date(2030, 2, 1), dt.date(2031, 12, 31), None]
    assert [project.whole_life_cost_amount for project in found] == [1000, 2_500_000, 3000, 1000]
    assert [project.category for project in found] == ["", "Rail", "", ""]
    revision = Revision.objects.get()
    assert (revision.verb, revision.changes.count(), verify(revision.organisation).holds) == ("paste", 2, True)
    browser.post(f"/ledger/{revision.number}/undo/")
    assert not Project.objects.exclude(unit=None).exists()


def test_a_cell_that_cannot_be_written_says_so_in_its_place_and_is_put_right(browser: Client, four: list[Project]) -> None:
    asked = {**STATE, "row": rows(four[:2]), "start": "unit", "at": "new", "block": "XYZ\tsoon\t-5\nDFT\t2030-01-01\t7"}
    looked = browser.post("/projects/paste/", {**asked, "look": "1"})
    text = looked.content.decode()
    assert "<b>3</b> cells will change, <b>3</b> can’t" in text
    for said in ("none called “XYZ”", "“soon” is not a date", "can&#x27;t be below zero", 'name="fix-0-1"'):
        assert said in text
    refused = browser.post("/projects/paste/", {**STATE, **held(looked), "go": "1"})
    assert (refused.status_code, Revision.objects.count()) == (409, 0)
    assert "Nothing was written. Put right" in refused.content.decode()
    fixed = {"fix-0-0": "HO", "fix-0-1": "2031-01-01", "fix-0-2": "5"}
    browser.post("/projects/paste/", {**STATE, **held(looked), **fixed, "go": "1"})
    project = Project.objects.get(pk=four[0].pk)
    assert (project.unit and project.unit.code, project.end_on, project.whole_life_cost_amount) == ("HO", dt.date(2031, 1, 1), 5)
    assert Revision.objects.get().changes.count() == 2


def test_what_cannot_be_written_may_be_left_out(browser: Client, four: list[Project]) -> None:
    asked = {**STATE, "row": rows(four[:2]), "start": "unit", "at": "new", "block": "XYZ\t2030-01-01\nDFT\tsoon"}
    browser.post("/projects/paste/", {**asked, "go": "1", "leave": "1"})
    first, second = Project.objects.get(pk=four[0].pk), Project.objects.get(pk=four[1].pk)
    assert (first.unit, first.end_on) == (None, dt.date(2030, 1, 1))
    assert (second.unit and second.unit.code, second.end_on) == ("DFT", None)


def test_lines_beyond_the_end_become_records(browser: Client, four: list[Project]) -> None:
    asked = {**STATE, "row": rows(four[3:]), "start": "name", "at": "new", "block": "Last\tHO\nNewer\tDFT\n\tDFT"}
    looked = browser.post("/projects/paste/", {**asked, "look": "1"})
    text = looked.content.decode()
    assert "<b>1</b> cell" not in text
    assert "<b>2</b> cells will change, <b>1</b> project will be added, <b>1</b> can’t" in text.replace("\n", "")
    done = browser.post("/projects/paste/", {**STATE, **held(looked), "go": "1", "leave": "1"}, follow=True)
    assert "2 cells changed. 1 project added." in done.content.decode()
    assert sorted(Project.objects.values_list("name", "unit__code")) == [
        ("Last", "HO"),
        ("Newer", "DFT"),
        ("P0", None),
        ("P1", None),
        ("P2", None),
    ]
    browser.post(f"/ledger/{Revision.objects.get().number}/undo/")
    assert Project.objects.count() == 4


def test_a_block_goes_on_over_the_end_of_the_page(browser: Client, organisation: Organisation) -> None:
    for place in range(60):
        make_project(organisation, f"Q{place:02}")
    page = browser.get("/projects/", STATE)
    follows = page.context["page"].page.next
    seen = list(Project.objects.order_by("name"))[48:50]
    asked = {**STATE, "row": rows(seen), "next": follows, "start": "category", "at": "new", "block": "a\nb\nc\nd"}
    looked = browser.post("/projects/paste/", {**asked, "look": "1"})
    browser.post("/projects/paste/", {**STATE, **held(looked), "go": "1"})
    named = Project.objects.exclude(category="").order_by("name").values_list("name", "category")
    assert list(named) == [("Q48", "a"), ("Q49", "b"), ("Q50", "c"), ("Q51", "d")]


def test_what_others_wrote_meanwhile_is_shown_and_never_written_over_unseen(browser: Client, director: Actor, four: list[Project]) -> None:
    asked = {**STATE, "row": rows(four[:1]), "start": "category", "at": "new", "block": "Mine"}
    services.update_project(by=Actor.system(four[0].organisation), project=four[0], category="Theirs")
    looked = browser.post("/projects/paste/", {**asked, "look": "1"})
    assert "the system, just now: Theirs" in looked.content.decode()
    sent = {**STATE, **held(looked)}
    services.update_project(by=director, project=four[0], category="Third")
    refused = browser.post("/projects/paste/", {**sent, "go": "1"})
    assert (refused.status_code, "Somebody changed this since you looked." in refused.content.decode()) == (409, True)
    assert Project.objects.get(pk=four[0].pk).category == "Third"
    services.update_project(by=director, project=four[0], name="Other")
    browser.post("/projects/paste/", {**STATE, **held(refused), "go": "1"})
    assert Project.objects.get(pk=four[0].pk).category == "Mine"


def test_columns_that_cannot_be_written_are_left_out_and_units_are_asked(
    browser: Client, four: list[Project], organisation: Organisation
) -> None:
    make_field(organisation, "Area")
    cols = "ref,name,whole_life_cost,area,history"
    asked = {"cols": cols, "row": rows(four[:1]), "start": "ref", "at": "new", "unit": "m", "block": "PRJ-9\tNamed\t1.5\tDocks\tx\ty"}
    looked = browser.post("/projects/paste/", {**asked, "look": "1"})
    text = looked.content.decode()
    assert text.count("left out") == 3
    assert "1,500,000" in text
    browser.post("/projects/paste/", {"cols": cols, "unit": "m", **held(looked), "go": "1"})
    project = Project.objects.get(pk=four[0].pk)
    assert (project.ref, project.name, project.whole_life_cost_amount, project.custom) == (
        "PRJ-0001",
        "Named",
        1_500_000,
        {"area": "Docks"},
    )


def test_a_plain_page_takes_a_block_from_the_top_of_the_list(browser: Client, four: list[Project]) -> None:
    page = browser.get("/projects/paste/", STATE)
    assert "The first of the list" in page.content.decode()
    looked = browser.post("/projects/paste/", {**STATE, "start": "category", "at": "top", "block": "a\nb", "look": "1"})
    browser.post("/projects/paste/", {**STATE, **held(looked), "go": "1"})
    assert list(Project.objects.order_by("name").values_list("category", flat=True)) == ["a", "b", "", ""]


def test_what_makes_no_block_is_said(browser: Client, four: list[Project], make_account: MakeAccount, client_of: Any) -> None:
    assert browser.post("/projects/paste/", {**STATE, "block": "", "look": "1"}).status_code == 422
    assert "at most 2,000 lines" in browser.post("/projects/paste/", {**STATE, "block": "a\n" * 2001, "look": "1"}).content.decode()
    reader = client_of(make_account(four[0].organisation, "auditor"))
    assert reader.post("/projects/paste/", {**STATE, "block": "a", "go": "1"}).status_code == 403
    manager = client_of(make_account(four[0].organisation, "project_manager", scope=("project", four[0].pk)))
    short = manager.post("/projects/paste/", {**STATE, "start": "category", "block": "a\nb", "at": "top", "go": "1"})
    assert (short.status_code, "you may add none" in short.content.decode()) == (422, True)
    mine = manager.post("/projects/paste/", {**STATE, "start": "category", "row": rows(four[:2]), "block": "a\nb", "go": "1"})
    assert (mine.status_code, "you may not see it" in mine.content.decode()) == (409, True)
    assert browser.get("/reports/paste/").status_code == 404
    assert not Revision.objects.exists()


def test_people_are_named_and_twins_are_asked_about(browser: Client, four: list[Project], organisation: Organisation) -> None:
    ada = make_person(organisation, "Ada Byron")
    for _each in range(2):
        make_person(organisation, "Twin")
    asked = {"cols": "name,owner", "row": rows(four[:2]), "start": "owner", "at": "new", "block": "ada byron\nTwin"}
    looked = browser.post("/projects/paste/", {**asked, "look": "1"})
    assert "several called “Twin”" in looked.content.decode()
    browser.post("/projects/paste/", {**asked, "go": "1", "leave": "1"})
    assert [Project.objects.get(pk=project.pk).owner for project in four[:2]] == [ada, None]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]), ('"two\nlines"\tb', [["two\nlines", "b"]]), ('5" pipe\tb', [['5" pipe', "b"]]),
        ("a\n\nb", [["a"], [""], ["b"]]), ("", []), ("\t", [["", ""]]),
    ],
)  # fmt: skip
def test_blocks_as_spreadsheets_copy_them(text: str, lines: list[list[str]]) -> None:
    assert lines_of(text) == lines
    if lines:
        assert lines_of(text_of(lines)) == lines
