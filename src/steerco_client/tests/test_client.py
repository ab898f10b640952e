"""The client against the document it was made from, and against a server that runs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from steerco.capabilities.people.tests.factories import make_unit
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import Extent
from steerco.foundation.api.client_calls import GROUPS
from steerco.foundation.api.client_files import client_files
from steerco.foundation.api.limits import forget_all
from steerco.foundation.api.tests.test_identity import token_for
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import within
from steerco.interfaces.api import API
from steerco_client import Connection, Problem, Steerco
from steerco_client.registers import Reads

FOLDER = Path(__file__).resolve().parents[1]


def test_the_files_are_those_of_the_document() -> None:
    made = client_files(API.document())
    kept = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py")}
    assert {name: kept.get(name) for name in made} == made, "run make client"
    assert {name for name, text in kept.items() if "`make client`" in text} == set(made)


def test_every_operation_can_be_called() -> None:
    office = Steerco("http://localhost", token="none")
    for path, methods in API.document()["paths"].items():
        for method, told in methods.items():
            tag, verb = told["tags"][0], told["operationId"].rpartition("_")[2]
            if tag in GROUPS:
                assert callable(getattr(getattr(office, tag), told["operationId"].removeprefix(f"{tag}_")))
            elif tag == "calculations" and method == "post":
                assert callable(getattr(office.calculations, path.rpartition("/")[2]))
            elif isinstance(getattr(office, tag, None), Reads) and "{slug}" in path:
                verb = told["operationId"].removeprefix(f"{tag}_")
                assert callable(getattr(getattr(office, tag), verb if verb != "return" else "send_back")), told["operationId"]
            elif isinstance(getattr(office, tag, None), Reads) and verb in ("list", "get", "create", "update", "delete", "bulk"):
                assert callable(getattr(getattr(office, tag), verb)), told["operationId"]


@pytest.fixture
def office(live_server: Any, transactional_db: None, make_account: Callable[..., Any]) -> Iterator[Steerco]:
    """The client of a director, with a server that runs."""
    forget_all()
    organisation = Organisation.objects.create(key="alpha", name="Alpha Works")
    with within(organisation):
        account = make_account(organisation, "pmo_director", clearance=2)
        make_unit(organisation, "N", name="North")
        secret = token_for(Actor.of(account, organisation, entrance="page").account, organisation, extent=Extent.WHOLE)  # type: ignore[arg-type]
    yield Steerco(live_server.url, token=secret)


def test_a_day_with_the_client(office: Steerco) -> None:
    assert office.me()["organisation"]["key"] == "alpha"
    amount = Decimal("123456789012.34")
    values: Any = {"name": "Foxtrot", "unit": "N", "whole_life_cost": amount, "end": dt.date(2027, 3, 31)}
    made = office.projects.create(values, key="once")
    assert office.projects.create(values, key="once")["ref"] == made["ref"]
    assert (made["whole_life_cost"], made["end"]) == (amount, "2027-03-31")
    for number in range(4):
        office.projects.create({"name": f"Number {number}"})
    assert [each["name"] for each in office.projects.every(limit=2, sort="name")] == ["Foxtrot", *(f"Number {n}" for n in range(4))]
    found, following = office.projects.list(f=["unit:is:N"], fields=["name", "version"])
    assert (found, following) == ([{"id": made["id"], "name": "Foxtrot", "version": 1}], None)

    changed = office.projects.update(made["ref"] or "", {"category": "Rail"}, version=1)
    assert (changed["category"], changed["version"]) == ("Rail", 2)
    with pytest.raises(Problem) as stale:
        office.projects.update(made["ref"] or "", {"category": "Road"}, version=1)
    assert (stale.value.status, stale.value.kind) == (412, "stale")
    with pytest.raises(Problem) as wrong:
        office.projects.create({"name": ""})
    assert wrong.value.errors == {"name": ["Fill this in."]}
    done = office.units.bulk([{"do": "create", "values": {"code": "S", "name": "South"}}], dry_run=True)
    assert done[0]["status"] == 201
    assert len(list(office.units.every())) == 1
    moved = office.projects.move(made["ref"] or "", to="triaged", reason="agreed", version=2)
    assert moved["state"] == "triaged"
    office.projects.delete(made["ref"] or "", version=3, reason="a mistake")
    with pytest.raises(Problem) as gone:
        office.projects.get(made["ref"] or "")
    assert gone.value.kind == "not-found"
    verbs = [each["verb"] for each in office.revisions(limit=2)]
    assert verbs == [*["create_project"] * 5, "update_project", "move_project", "delete_project"]


def test_what_hangs_on_records_and_what_is_alike(office: Steerco) -> None:
    refs = [str(office.projects.create({"name": name})["ref"]) for name in ("Harbour Wall", "Harbour Walls")]
    said = office.comments.add(register="projects", record=refs[0], text="Late.", key="c")
    assert office.comments.add(register="projects", record=refs[0], text="Late.", key="c")["id"] == said["id"]
    changed = office.comments.edit(said["id"], text="Here.", version=said["version"])
    assert [each["text"] for each in office.comments.every(limit=1)] == ["Here."]
    office.comments.remove(said["id"], version=changed["version"])
    assert office.comments.restore(said["id"])["text"] == "Here."
    assert office.comments.list(register="projects", record=refs[1]) == ([], None)

    content = b"words \r\n--x\xff\x00"
    with pytest.raises(Problem) as wrong:
        office.files.add(file=("a.txt", content), register="projects", record=refs[0])
    assert list(wrong.value.errors) == ["file"]
    made = office.files.add(file=("näme “1”.txt", b"words\r\n--x"), register="projects", record=refs[0], note="first", key="f")
    assert office.files.add(file=("näme “1”.txt", b"words\r\n--x"), register="projects", record=refs[0], note="first", key="f") == made
    assert (made["name"], office.files.content(made["id"], 1)) == ("näme “1”.txt", b"words\r\n--x")
    newer = office.files.renew(made["id"], file=("b.txt", b"more words"))
    assert [each["number"] for each in newer["versions"]] == [2, 1]
    office.files.remove(made["id"], version=newer["version"])
    assert list(office.files.every()) == []
    assert office.files.restore(made["id"])["id"] == office.files.get(made["id"])["id"]

    assert office.matches.list(limit=1) == ([], None)  # names alone are not enough
    assert office.matches.names() == ([], None)
    apart = office.matches.keep_apart(project=refs[0], other=refs[1], reason="two walls")
    assert office.matches.apart()[0] == [apart]
    office.matches.reconsider(apart["id"], reason="one wall")
    assert office.matches.compare(refs[0], refs[1])["reports_moving"] == 0
    assert office.projects.merge(refs[0], absorb=refs[1], reason="one wall")["ref"] == refs[0]
    number = next(each["number"] for each in office.revisions() if each["verb"] == "merge_projects")
    office.matches.undo(number, reason="two walls")
    with pytest.raises(Problem) as whole:
        office.projects.split(refs[0], periods=["none"], reason="two")
    assert list(whole.value.errors) == ["periods"]


def test_calculations_are_asked(office: Steerco) -> None:
    told = office.calculations.amount_movement(before=Decimal("0.1"), after="0.30")
    assert told["result"]["change"] == Decimal("0.2")
    first = office.calculations.judge(now={"status_on": "2023-03-31"})
    assert {each["code"] for each in first["reasons"]} == {"NO_BASELINE"}
    with pytest.raises(Problem) as wrong:
        office.calculations.working_days(start="soon", end="2024-01-01")
    assert wrong.value.said["code"] == "NOT_A_DATE"


def test_who_is_not_known_is_refused(office: Steerco) -> None:
    with pytest.raises(Problem) as refused:
        Steerco(office.connection.address, token="steerco_none").me()
    assert (refused.value.status, refused.value.kind) == (401, "sign-in")


def test_an_address_that_is_none_is_refused_at_once() -> None:
    for address in ("pmo.example.org", "file:///etc/passwd", "ftp://pmo.example.org"):
        with pytest.raises(ValueError, match="no address"):
            Connection(address, "x")
