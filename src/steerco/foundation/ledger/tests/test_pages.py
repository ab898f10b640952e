"""The pages of the ledger: who may read them, what they show and what they keep back."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from steerco.capabilities.people.models import OrgUnit, Person
from steerco.capabilities.projects.models import Project
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger import tools
from steerco.foundation.ledger.activity import PAGE, Wanted, activity
from steerco.foundation.ledger.entrances import way_in
from steerco.foundation.ledger.models import Change, LedgerHead, Revision
from steerco.foundation.ledger.origins import origin_of, origins
from steerco.foundation.ledger.undo import undo
from steerco.foundation.ledger.wording import record_changes, state_changes
from steerco.foundation.ledger.writer import revise
from steerco.foundation.organisations.models import Organisation

MakeAccount = Callable[..., Account]
ClientOf = Callable[[Account], Client]


def write(by: Actor, name: str = "New bridge", verb: str = "add_project", **fields: object) -> Project:
    with revise(by, verb, reason=f"because of {name}") as revision:
        return revision.create(Project(ref=f"P-{Project.everywhere.count() + 1}", name=name, **fields))


@pytest.fixture
def reader(system: Actor, make_account: MakeAccount) -> Account:
    return make_account(system.organisation, "auditor", clearance=2)


def numbers(by: Actor, **wanted: object) -> list[int]:
    return [line.revision.number for line in activity(by, Wanted(**wanted)).lines]  # type: ignore[arg-type]


def test_activity_is_newest_first_and_summed_up(director: Actor) -> None:
    write(director)
    with revise(director, "add_units") as revision:
        revision.create_many([OrgUnit(code=code, name=code) for code in "ABC"])
        revision.create(Person(name="Ada"))
    lines = activity(director, Wanted()).lines
    assert [(line.revision.number, line.verb, line.told) for line in lines] == [
        (2, "Add units", "3 units added, person Ada added"),
        (1, "Add project", "project New bridge added"),
    ]


def test_activity_can_be_filtered(director: Actor, system: Actor) -> None:
    project = write(director)
    with revise(system.through("import"), "load_import") as revision:
        revision.update(project, name="Old bridge")
    today = timezone.localdate()
    assert director.account is not None
    assert numbers(director, person=director.account.pk) == [1]
    assert numbers(director, entrance="import") == [2]
    assert numbers(director, verb="add_project") == [1]
    assert numbers(director, record="projects.project") == [2, 1]
    assert numbers(director, record="people.person") == []
    assert numbers(director, since=today, until=today) == [2, 1]
    assert numbers(director, until=today - dt.timedelta(days=1)) == []
    assert numbers(director, before=2) == [1]


def test_activity_is_paged_by_number(director: Actor) -> None:
    for place in range(PAGE + 2):
        write(director, f"Project {place}")
    first = activity(director, Wanted())
    assert (len(first.lines), first.older) == (PAGE, 3)
    rest = activity(director, Wanted(before=first.older))
    assert ([line.revision.number for line in rest.lines], rest.older) == ([2, 1], None)


def test_the_number_of_queries_is_fixed(director: Actor, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for count in (1, 20):
        for place in range(count):
            write(director, f"Project {count} {place}")
        with django_assert_num_queries(2):
            activity(director, Wanted())


def test_strange_addresses_ask_for_nothing() -> None:
    asked = Wanted.from_query({"person": "1; drop", "since": "2023-02-31", "until": "x", "before": "-1"})
    assert asked == Wanted() and not asked.is_set


@pytest.mark.parametrize("role", ["requester", "team_member", "project_manager", "project_officer", "sponsor", "administrator"])
def test_other_roles_are_refused(role: str, system: Actor, make_account: MakeAccount, client_of: ClientOf) -> None:
    write(system)
    account = make_account(system.organisation, role, clearance=2)
    with pytest.raises(Refused):
        activity(Actor.of(account, system.organisation, entrance="page"), Wanted())
    client = client_of(account)
    assert client.get("/ledger/").status_code == 403
    assert client.get("/ledger/1/").status_code == 403
    assert client.post("/ledger/verify/").status_code == 403


def test_a_role_at_a_scope_does_not_open_the_whole_ledger(system: Actor, make_account: MakeAccount, client_of: ClientOf) -> None:
    project = write(system)
    client = client_of(make_account(system.organisation, "auditor", scope=("project", project.pk), clearance=2))
    assert client.get("/ledger/").status_code == 403


def test_another_organisation_is_not_there(
    system: Actor, other_organisation: Organisation, make_account: MakeAccount, client_of: ClientOf
) -> None:
    write(system, "Secret of Alpha")
    client = client_of(make_account(other_organisation, "auditor", clearance=2))
    assert b"Secret of Alpha" not in client.get("/ledger/").content
    assert client.get("/ledger/1/").status_code == 404


def test_what_is_too_confidential_is_kept_back(system: Actor, make_account: MakeAccount, client_of: ClientOf) -> None:
    write(system, "Open")
    write(system, "Hidden", confidentiality=2)
    with revise(system, "add_two") as revision:
        revision.create(Project(ref="X-1", name="Third"))
        revision.create(Project(ref="X-2", name="Fourth", confidentiality=1))
    low = make_account(system.organisation, "auditor", clearance=0)
    assert numbers(Actor.of(low, system.organisation, entrance="page")) == [3, 1]
    client = client_of(low)
    assert b"Hidden" not in client.get("/ledger/").content
    assert client.get("/ledger/2/").status_code == 404
    shown = client.get("/ledger/3/").content
    assert b"Third" in shown and b"Fourth" not in shown


def test_a_removed_record_is_read_with_the_highest_clearance_only(system: Actor, make_account: MakeAccount) -> None:
    project = write(system, "Gone", confidentiality=1)
    with revise(system, "remove_project") as revision:
        revision.delete(project)
    low, high = (
        Actor.of(make_account(system.organisation, "auditor", clearance=clearance), system.organisation, entrance="page")
        for clearance in (1, 2)
    )
    assert (numbers(low), numbers(high)) == ([], [2, 1])


def test_a_revision_shows_fields_before_and_after(system: Actor, reader: Account, client_of: ClientOf) -> None:
    unit = OrgUnit.objects.create(organisation=system.organisation, code="DFT", name="Transport")
    project = write(system, description="A very long description of the bridge that is going to be built over the river in the north")
    with revise(system, "edit_project", reason="board decided") as revision:
        revision.update(
            project, state="approved", end_on=dt.date(2030, 5, 1), unit=unit,
            description="A very long description of the tunnel that is going to be built under the river in the north",
        )  # fmt: skip
    [change] = record_changes(Change.objects.filter(revision__number=2))
    told = {field.label: (field.before, field.after) for field in change.fields}
    assert told["Life state"] == ("proposed", "approved") and told["End date"] == ("", "1 May 2030")
    assert told["Unit"][1] in ("Transport", f"no. {unit.pk}")
    assert [run.text for run in change.fields[-1].runs if run.fate.value == "new"] or any(field.runs for field in change.fields)
    page = client_of(reader).get("/ledger/2/").content.decode()
    assert "board decided" in page and "<del>proposed</del>" in page and "<ins>tunnel</ins>" in page


def test_texts_are_escaped(system: Actor, reader: Account, client_of: ClientOf) -> None:
    write(system, "<script>alert(1)</script>", description="<img src=x onerror=alert(1)>")
    client = client_of(reader)
    for path in ("/ledger/", "/ledger/1/"):
        page = client.get(path).content
        assert b"<script>alert" not in page and b"<img" not in page and b"&lt;script&gt;" in page


def test_a_big_revision_is_paged(
    system: Actor, reader: Account, client_of: ClientOf, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with revise(system, "load_import") as revision:
        revision.create_many([Project(ref=f"P-{place}", name=f"Project {place:04d}") for place in range(120)])
    client = client_of(reader)
    with django_assert_max_num_queries(14):
        page = client.get("/ledger/1/").content.decode()
    assert "page 1 of 3" in page and "Project 0049" in page and "Project 0050" not in page
    assert "Project 0119" in client.get("/ledger/1/?page=3").content.decode()


def test_an_undone_revision_says_so(director: Actor, client_of: ClientOf) -> None:
    write(director)
    undo(director, Revision.objects.get(number=1), verb="undo_add", reason="mistake")
    assert director.account is not None
    client = client_of(director.account)
    assert "It was undone by" in client.get("/ledger/1/").content.decode()
    assert "It undoes" in client.get("/ledger/2/").content.decode()


def test_the_chain_is_checked_on_the_page(system: Actor, reader: Account, client_of: ClientOf) -> None:
    write(system)
    client = client_of(reader)
    assert "The chain holds: 1 revisions" in client.post("/ledger/verify/").content.decode()
    opened = client.get("/ledger/verify/")
    assert (opened.status_code, opened["Allow"]) == (405, "POST")
    assert "takes what a button sends" in opened.content.decode()


def test_state_as_of_an_instant_beside_now(system: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: dt.datetime(2024, 3, 1, tzinfo=dt.UTC))
    project = write(system)
    monkeypatch.setattr(timezone, "now", lambda: dt.datetime(2024, 3, 5, tzinfo=dt.UTC))
    with revise(system, "rename") as revision:
        revision.update(project, name="Old bridge")
    told = {field.label: (field.before, field.after) for field in state_changes(project, dt.datetime(2024, 3, 2, tzinfo=dt.UTC))}
    assert told["Name"] == ("New bridge", "Old bridge")
    assert told["Life state"] == ("proposed", "proposed")
    assert state_changes(project, dt.datetime(2024, 2, 1, tzinfo=dt.UTC)) == []


def test_an_entrance_tells_where_its_acts_are_told(system: Actor) -> None:
    origin_of("test-entrance")(lambda by, numbers: {number: f"/acts/{number}/" for number in numbers})
    write(system)
    write(system.through("test-entrance"), "Other")
    assert origins(system, Revision.objects.all()) == {2: "/acts/2/"}


def test_the_page_opens_with_how_long_the_ledger_is_and_when_it_was_checked(system: Actor, reader: Account, client_of: ClientOf) -> None:
    client = client_of(reader)
    assert "Nothing has been written yet." in client.get("/ledger/").content.decode()
    write(system, "First")
    page = client.get("/ledger/").content.decode()
    assert '<b>1</b> <span class="q">revision since</span>' in page
    assert "The chain has not been checked yet." in page
    client.post("/ledger/verify/")
    write(system, "Second")
    page = client.get("/ledger/").content.decode()
    assert "The chain was checked on" in page and "and held; 1 revision came since." in page
    verify_all(["--organisation", system.organisation.key])
    assert "and held." in client.get("/ledger/").content.decode()


def test_a_chain_that_broke_is_said_until_it_holds(system: Actor, reader: Account, client_of: ClientOf) -> None:
    write(system, "First")
    LedgerHead.objects.update(hash="f" * 64)
    client = client_of(reader)
    client.post("/ledger/verify/")
    assert "The chain was <b>broken</b> when it was checked" in client.get("/ledger/").content.decode()


def test_filters_are_plain_words_and_say_how_many_fit(system: Actor, reader: Account, client_of: ClientOf) -> None:
    write(system, "First")
    write(system.through("import"), "Second")
    page = client_of(reader).get("/ledger/").content.decode()
    for words in ("whatever was done", "to whatever", "through whatever", ">an import<", ">the command line<"):
        assert words in page
    page = client_of(reader).get("/ledger/?entrance=import").content.decode()
    assert '<b>1</b> <span class="q">of</span> 2 <span class="q">revisions fits.</span>' in page
    assert [way_in(name) for name in ("api", "sign_in", "some_other")] == ["another program", "a sign-in", "some other"]


def verify_all(arguments: list[str]) -> int:
    """`steerco verify-ledger`, without its words."""
    parser = argparse.ArgumentParser()
    tools.add_arguments(parser)
    return tools.run(parser.parse_args(arguments))
