"""Places that nobody's link names, a delete page left open, files sent after their request, records removed since a past date."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.http import Http404
from django.test import Client, RequestFactory
from django.utils import timezone

from conftest import MakeAccount
from steerco.capabilities.people.models import OrgUnit, Person
from steerco.capabilities.people.services import delete_unit
from steerco.capabilities.projects.models import Project
from steerco.capabilities.projects.tests.factories import make_project
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.ledger.undo import CannotUndo
from steerco.foundation.ledger.writer import EditConflict, Locked, revise
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import NoOrganisation, _current, current_organisation_id, within
from steerco.foundation.registers.register import registers
from steerco.foundation.registers.views import export


@pytest.mark.parametrize("place", ["W1tbW1tb", "WzEsdHJ1ZV0", "WyJ4IiwxXQ", "[[[[" * 200, "é", "null"])
def test_a_place_that_no_link_names_is_the_first_page(
    place: str, organisation: Organisation, make_account: MakeAccount, client_of: Any
) -> None:
    make_project(organisation, name="Bridge")
    browser: Client = client_of(make_account(organisation, "pmo_director"))
    answer = browser.get("/projects/", {"after": place})
    assert answer.status_code == 200
    assert "Bridge" in answer.content.decode()


def test_a_number_is_one_in_plain_digits_that_a_database_can_hold(director: Actor) -> None:
    with revise(director, "add_person") as revision:
        person = revision.create(Person(name="Ada"))
    people = registers["people"]
    assert people.slug == "pk" and people.find(director, str(person.pk)) == person
    in_arabic = str(person.pk).translate({ord("0") + digit: chr(0x0660 + digit) for digit in range(10)})
    for slug in (in_arabic, "9" * 19, "-1", "²", ""):
        with pytest.raises(Http404):
            people.find(director, slug)


def test_a_delete_page_left_open_removes_nothing_that_changed(
    organisation: Organisation, make_account: MakeAccount, client_of: Any, system: Actor
) -> None:
    project = make_project(organisation, name="Bridge")
    browser: Client = client_of(make_account(organisation, "pmo_director"))
    assert 'name="version" value="1"' in browser.get(f"/projects/{project.ref}/delete/").content.decode()
    with revise(system, "update_project") as revision:
        revision.update(project, name="Bridge, important")
    answer = browser.post(f"/projects/{project.ref}/delete/", {"version": "1", "reason": "tidy"})
    assert answer.status_code == 409
    assert Project.objects.get().name == "Bridge, important"


def test_no_organisation_is_in_force_between_two_lines_of_a_file(organisation: Organisation, make_account: MakeAccount) -> None:
    make_project(organisation, name="Bridge")
    account = make_account(organisation, "pmo_director")
    request = RequestFactory().get("/projects/export.csv")
    request.user = account
    request.actor = Actor.of(account, organisation, entrance="page")  # type: ignore[attr-defined]
    with within(organisation):
        lines = iter(export(request, "projects", "csv"))  # type: ignore[call-overload]
    outside = _current.set(None)  # the lines are read outside of any organisation, as a server does
    try:
        read = [next(lines)]
        with pytest.raises(NoOrganisation):
            current_organisation_id()
        read += list(lines)
    finally:
        _current.reset(outside)
    assert any(b"Bridge" in line for line in read)


def test_a_past_list_holds_what_was_removed_since(
    organisation: Organisation, make_account: MakeAccount, client_of: Any, system: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as then:
        then.setattr(timezone, "now", lambda: dt.datetime(2025, 1, 10, 12, tzinfo=dt.UTC))
        with revise(system, "add_unit") as revision:
            unit = revision.create(OrgUnit(organisation=organisation, code="OLD", name="Old department"))
    delete_unit(by=system, unit=unit, reason="closed")
    browser: Client = client_of(make_account(organisation, "pmo_director"))
    assert "Old department" not in browser.get("/units/").content.decode()
    assert "Old department" in browser.get("/units/", {"as_of": "2025-03-01"}).content.decode()
    assert "Old department" not in browser.get("/units/", {"as_of": "2025-01-01"}).content.decode()


@pytest.mark.parametrize("text", ["9" * 5000, "99999999999999999999", "-1", "٣", "a", ""])
def test_numbers_that_are_none_are_refused_and_break_nothing(
    text: str, organisation: Organisation, make_account: MakeAccount, client_of: Any
) -> None:
    unit = OrgUnit.objects.create(organisation=organisation, code="OPS", name="Operations", valid_from=dt.date(2020, 1, 1))
    browser: Client = client_of(make_account(organisation, "pmo_director"))
    block = {"block": "Other name", "start": "name", "look": "1"}
    for rows in ([f"{text}@1"], [f"{unit.pk}@{text}"]):
        assert browser.post("/units/paste/", {**block, "row": rows}).status_code == 200
    assert browser.post("/access/act/", {"delegation": text or "x"}).status_code == 404
    assert browser.post("/mailings/new/units/", {"view": text}).status_code == 422
    unit.refresh_from_db()
    assert unit.name == "Operations"


def test_the_last_day_of_all_is_a_day_of_every_list_and_file(
    organisation: Organisation, make_account: MakeAccount, client_of: Any, system: Actor
) -> None:
    with revise(system, "add_unit") as revision:
        revision.create(OrgUnit(organisation=organisation, code="OPS", name="Operations", valid_from=dt.date(2020, 1, 1)))
    browser: Client = client_of(make_account(organisation, "pmo_director"))
    for address in ("/units/", "/units/export.csv", "/units/export.json", "/units/export.xlsx", "/projects/"):
        answer = browser.get(address, {"as_of": "9999-12-31"})
        assert answer.status_code == 200
        said = b"".join(answer) if answer.streaming else answer.content  # type: ignore[arg-type]  # bytes, one after the other
        assert address.endswith(("xlsx", "/projects/")) or b"Operations" in said


def test_two_who_act_at_one_moment_are_told_and_a_fault_stays_a_fault(
    organisation: Organisation, make_account: MakeAccount, client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = make_project(organisation, name="Bridge")
    browser: Client = client_of(make_account(organisation, "pmo_director"))
    browser.raise_request_exception = False
    for error, status, words in (
        (EditConflict(project), 409, "Somebody changed"), (Locked("It is published."), 409, "It is published."),
        (CannotUndo("Something builds on it."), 409, "Something builds on it."), (RuntimeError("broken"), 500, "Something broke"),
        (Refused("project", "see", ()), 403, "Refused"),
    ):  # fmt: skip

        def act(*_given: Any, problem: Exception = error, **_named: Any) -> None:
            raise problem

        monkeypatch.setattr("steerco.foundation.notices.views.mark_read", act)
        answer = browser.post("/inbox/read/", {})
        assert (answer.status_code, words in answer.content.decode()) == (status, True)
