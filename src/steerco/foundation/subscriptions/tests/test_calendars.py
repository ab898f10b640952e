"""Dates as a calendar: the format, whose dates they are, the secret, and switching it off."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from steerco.capabilities.people.models import Person
from steerco.capabilities.projects.models import Project
from steerco.capabilities.projects.services import create_project
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.access.permissions import Refused
from steerco.foundation.ledger.models import Change
from steerco.foundation.organisations.models import Membership
from steerco.foundation.subscriptions.calendars import calendar
from steerco.foundation.subscriptions.dates import Entry
from steerco.foundation.subscriptions.models import CalendarAddress
from steerco.foundation.subscriptions.services import make_address, owner_of, revoke_address

SOON = dt.date.today() + dt.timedelta(days=30)  # noqa: DTZ011  (a civil date)


def unfolded(text: str) -> list[str]:
    assert text.endswith("\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return text.replace("\r\n ", "").split("\r\n")


@pytest.fixture
def owner(organisation: Any, make_account: Any) -> Actor:
    """Somebody with a project of their own."""
    return Actor.of(make_account(organisation, "project_manager"), organisation, entrance="page")


@pytest.fixture
def projects(director: Actor, owner: Actor) -> dict[str, Project]:
    """An own project, another one and a secret one, all ending soon."""
    person = Person.objects.create(organisation=director.organisation, name="Olga", account=owner.account)
    return {
        "own": create_project(by=director, name="Own", owner=person, end_on=SOON),
        "other": create_project(by=director, name="Other", end_on=SOON),
        "secret": create_project(by=director, name="Secret", confidentiality=2, end_on=SOON),
    }


def test_a_calendar_is_as_the_standard_wants_it() -> None:
    entries = [Entry("a-1", dt.date(2025, 12, 31), "Ends; really, “yes” \\ no\nEND:VCALENDAR", "/projects/P-1/", "ü" * 100)]
    text = calendar(
        "Alpha", entries, domain="alpha.example", address="https://pmo.example/", written=dt.datetime(2025, 1, 2, 3, 4, 5, tzinfo=dt.UTC)
    )
    lines = unfolded(text)
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2] == "END:VCALENDAR" and lines.count("END:VCALENDAR") == 1
    assert "UID:a-1@alpha.example" in lines
    assert "DTSTAMP:20250102T030405Z" in lines
    assert "DTSTART;VALUE=DATE:20251231" in lines and "DTEND;VALUE=DATE:20260101" in lines
    assert "SUMMARY:Ends\\; really\\, “yes” \\\\ no\\nEND:VCALENDAR" in lines
    assert "URL:https://pmo.example/projects/P-1/" in lines
    assert f"DESCRIPTION:{'ü' * 100}" in lines


def test_a_calendar_holds_what_its_owner_may_see_today(owner: Actor, projects: dict[str, Project], client: Client) -> None:
    _address, secret = make_address(by=owner, name="phone", dates=["project_end"])
    answer = client.get(f"/calendar/{secret}.ics")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    text = answer.content.decode()
    assert "Own ends" in text and "Other ends" in text and "Secret" not in text
    Project.objects.filter(name="Own").update(end_on=SOON + dt.timedelta(days=1))
    moved = client.get(f"/calendar/{secret}.ics").content.decode()
    assert f"UID:project-end-{projects['own'].pk}@" in text and f"UID:project-end-{projects['own'].pk}@" in moved and text != moved
    RoleAssignment.objects.filter(account=owner.account).delete()
    assert "ends" not in client.get(f"/calendar/{secret}.ics").content.decode()


def test_only_what_one_answers_for(owner: Actor, projects: dict[str, Project], client: Client) -> None:
    _address, secret = make_address(by=owner, name="phone", dates=["project_end", "reports_due"], own_only=True)
    text = client.get(f"/calendar/{secret}.ics").content.decode()
    assert "Own ends" in text and "Other ends" not in text


def test_who_left_reads_nothing(owner: Actor, projects: dict[str, Project], client: Client) -> None:
    _address, secret = make_address(by=owner, name="phone", dates=["project_end"])
    Membership.objects.filter(account=owner.account).update(active=False)
    assert "ends" not in client.get(f"/calendar/{secret}.ics").content.decode()


def test_the_secret_is_kept_nowhere_and_can_be_switched_off(owner: Actor, client: Client) -> None:
    address, secret = make_address(by=owner, name="phone", dates=["project_end"])
    assert secret not in str(CalendarAddress.objects.values()) + str(list(Change.objects.values()))
    assert address.digest not in str(list(Change.objects.values()))
    found = owner_of(secret)
    assert found is not None and not found[1].may_write
    revoke_address(by=owner, address=address)
    for tried in (secret, "x", secret[:-1], address.digest):
        answer = client.get(f"/calendar/{tried}.ics")
        assert (answer.status_code, b"VCALENDAR" in answer.content) == (403, False)
    assert client.post(f"/calendar/{secret}.ics").status_code == 405


@pytest.mark.parametrize(("name", "dates"), [("", ["project_end"]), ("x" * 81, ["project_end"]), ("phone", []), ("phone", ["nothing"])])
def test_a_nameless_or_empty_address_is_refused(owner: Actor, name: str, dates: list[str]) -> None:
    with pytest.raises(ValidationError):
        make_address(by=owner, name=name, dates=dates)
    assert not CalendarAddress.objects.exists()


def test_nobody_makes_one_for_another_nor_more_than_ten(owner: Actor, director: Actor) -> None:
    with pytest.raises(Refused):
        make_address(by=replace(owner, on_behalf_of=director.account), name="phone", dates=["project_end"])
    with pytest.raises(Refused):
        make_address(by=replace(owner, extent="look"), name="phone", dates=["project_end"])
    for number in range(10):
        make_address(by=owner, name=f"phone {number}", dates=["project_end"])
    with pytest.raises(ValidationError):
        make_address(by=owner, name="phone 11", dates=["project_end"])
    assert CalendarAddress.objects.count() == 10


def test_addresses_are_made_shown_once_and_switched_off_on_their_page(owner: Actor, director: Actor, client_of: Any, settings: Any) -> None:
    settings.ADDRESS = "https://pmo.example"
    browser = client_of(owner.account)
    page = browser.post("/calendars/", {"name": "handset", "dates": ["project_end"]}).content.decode()
    assert 'value="https://pmo.example/calendar/' in page
    assert "pmo.example/calendar/" not in browser.get("/calendars/").content.decode()
    address = CalendarAddress.objects.get()
    assert "handset" not in client_of(director.account).get("/calendars/").content.decode()
    assert client_of(director.account).post(f"/calendars/{address.pk}/revoke/").status_code == 404
    assert browser.post("/calendars/", {"name": "", "dates": ["project_end"]}).status_code == 422
    browser.post(f"/calendars/{address.pk}/revoke/")
    address.refresh_from_db()
    assert address.revoked_at is not None
