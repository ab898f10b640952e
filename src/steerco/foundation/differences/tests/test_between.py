"""What changed between two instants: told once a record, with who did it, only what one may see, removals and departures too."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from steerco.capabilities.projects.models import Portfolio, PortfolioMembership, Project
from steerco.capabilities.status.models import ReportingPeriod
from steerco.capabilities.work.models import Task
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.accounts.models import Account
from steerco.foundation.differences.between import AS_BEFORE, CAME_AND_WENT, Asked, Between, Difference
from steerco.foundation.differences.spans import Span, instant, landmarks
from steerco.foundation.ledger.models import Revision
from steerco.foundation.ledger.writer import revise
from steerco.foundation.registers.subjects import Subject, subject

MakeAccount = Callable[..., Account]
ClientOf = Callable[[Account], Client]


def project(by: Actor, ref: str, **fields: object) -> Project:
    with revise(by, "add_project") as revision:
        return revision.create(Project(ref=ref, name=f"Project {ref}", **fields))


def since_now() -> Span:
    return Span(timezone.now(), timezone.now() + dt.timedelta(hours=1))


def at(by: Actor, ref: str, register: str = "projects") -> Subject:
    return subject(by, register, ref)


def outcomes(between: Between) -> dict[str, str]:
    return {each.told.label: each.outcome for each in between.every()}


def only(between: Between) -> Difference:
    (found,) = between.page(1)
    return found


def test_a_record_is_told_once_with_its_first_and_last_value_and_both_acts(director: Actor) -> None:
    made, span = project(director, "P-1"), since_now()
    for name in ("Second", "Third"):
        with revise(director, "edit_project", reason=f"called {name}") as revision:
            revision.update(made, name=name)
    found = only(Between(director, span, at(director, "P-1")))
    assert (found.outcome, found.before, found.after) == ("changed", {"name": "Project P-1"}, {"name": "Third"})
    assert [(deed.account, deed.reason) for deed in found.deeds] == [
        (director.account, "called Third"),
        (director.account, "called Second"),
    ]
    assert [(field.before, field.after) for field in found.told.fields] == [("Project P-1", "Third")]


def test_what_was_changed_back_and_what_came_and_went_is_said(director: Actor) -> None:
    made, span = project(director, "P-1"), since_now()
    for name in ("Second", "Project P-1"):
        with revise(director, "edit_project") as revision:
            revision.update(made, name=name)
    with revise(director, "add_task") as revision:
        task = revision.create(Task(project=made, ref="T-1", name="Short"))
    with revise(director, "remove_task") as revision:
        revision.delete(task)
    assert outcomes(Between(director, span, at(director, "P-1"))) == {"Project P-1": AS_BEFORE, "Short": CAME_AND_WENT}


def test_removed_parts_and_parts_that_moved_away_are_told_where_they_were(director: Actor) -> None:
    one, other = project(director, "P-1"), project(director, "P-2")
    with revise(director, "add_tasks") as revision:
        gone, moved = (revision.create(Task(project=one, ref=name, name=name)) for name in ("Gone", "Moved"))
    span = since_now()
    with revise(director, "remove_task") as revision:
        revision.delete(gone)
    with revise(director, "move_task") as revision:
        revision.update(moved, project=other)
    assert outcomes(Between(director, span, at(director, "P-1"))) == {"Gone": "deleted", "Moved": "changed"}
    assert outcomes(Between(director, span, at(director, "P-2"))) == {"Moved": "changed"}


def test_a_portfolio_tells_of_its_projects_also_of_one_that_left(director: Actor) -> None:
    stays, leaves, elsewhere = (project(director, ref) for ref in ("P-1", "P-2", "P-3"))
    with revise(director, "add_portfolio") as revision:
        portfolio = revision.create(Portfolio(ref="ALL", name="All"))
        first, second = (revision.create(PortfolioMembership(portfolio=portfolio, project=each)) for each in (stays, leaves))
    span = since_now()
    with revise(director, "leave") as revision:
        revision.delete(second)
    with revise(director, "edit") as revision:
        for each in (stays, leaves, elsewhere):
            revision.update(each, name=f"New {each.ref}")
    found = outcomes(Between(director, span, at(director, "ALL", "portfolios")))
    assert {"New P-1", "New P-2"} < set(found)
    assert "New P-3" not in found
    assert first.pk


def test_what_is_too_confidential_is_neither_told_nor_counted(director: Actor, make_account: MakeAccount) -> None:
    span = since_now()
    project(director, "P-1")
    project(director, "P-2", confidentiality=2)
    reader = Actor.of(make_account(director.organisation, "auditor", clearance=0), director.organisation, entrance="page")
    assert Between(director, span).total == 2
    seen = Between(reader, span)
    assert (seen.total, sum(each.records for each in seen.people)) == (1, 1)
    assert outcomes(seen) == {"Project P-1": "created"}


def test_a_removed_task_is_read_with_its_project_and_a_removed_project_with_the_highest_clearance(
    director: Actor, make_account: MakeAccount
) -> None:
    seen, secret, gone = project(director, "P-1"), project(director, "P-2", confidentiality=2), project(director, "P-3")
    with revise(director, "add_tasks") as revision:
        tasks = [revision.create(Task(project=each, ref=each.ref, name=f"Task of {each.ref}")) for each in (seen, secret)]
    span = since_now()
    with revise(director, "remove") as revision:
        revision.delete_many(tasks)
        revision.delete(gone)
    reader = Actor.of(make_account(director.organisation, "auditor", clearance=0), director.organisation, entrance="page")
    assert outcomes(Between(reader, span)) == {"Task of P-1": "deleted"}
    assert len(outcomes(Between(director, span))) == 3


def test_who_reads_no_history_is_refused(director: Actor, make_account: MakeAccount) -> None:
    made = project(director, "P-1")
    member = Actor.of(make_account(director.organisation, "team_member"), director.organisation, entrance="page")
    with pytest.raises(Refused):
        Between(member, since_now())
    with pytest.raises(Refused):
        Between(member, since_now(), at(member, "P-1"))
    manager = make_account(director.organisation, "project_manager", scope=("project", made.pk))
    own = Actor.of(manager, director.organisation, entrance="page")
    assert Between(own, since_now(), at(own, "P-1")).total == 0


def test_who_acted_for_whom_is_told(director: Actor, make_account: MakeAccount) -> None:
    span, deputy = since_now(), make_account(director.organisation, "pmo_analyst")
    project(replace(director, account=deputy, on_behalf_of=director.account), "P-1")
    (line,) = Between(director, span).people
    assert (line.account, line.on_behalf_of, line.records, line.acts) == (deputy, director.account, 1, 1)
    assert Between(director, span, asked=Asked(who=deputy.pk)).total == 1
    assert director.account is not None
    assert Between(director, span, asked=Asked(who=director.account.pk)).total == 0


def test_the_default_is_since_the_newest_report(director: Actor) -> None:
    today = timezone.localdate()
    assert landmarks(director)[0].day == today - dt.timedelta(days=7)
    with revise(director, "add_periods") as revision:
        for days in (400, 20, -30):
            on = today - dt.timedelta(days=days)
            revision.create(ReportingPeriod(name=f"period {days}", status_on=on))
    assert [mark.day for mark in landmarks(director)][:2] == [today - dt.timedelta(days=20), today - dt.timedelta(days=400)]
    assert Span.asked(director, {}).from_day == today - dt.timedelta(days=20)
    assert Span.asked(director, {"from": "nonsense"}).from_day == today - dt.timedelta(days=20)
    assert Span.asked(director, {"from": "2020-01-01", "to": "2020-02-01"}).to_day == dt.date(2020, 2, 1)
    assert instant("2026-03-31T12:00:00 00:00") == dt.datetime(2026, 3, 31, 12, tzinfo=dt.UTC)


def body(answer: object) -> str:
    assert isinstance(answer, HttpResponse) or hasattr(answer, "streaming_content")
    return b"".join(answer).decode()  # type: ignore[call-overload]  # an answer is its pieces


def test_the_page_and_the_files_tell_the_same(director: Actor, client_of: ClientOf) -> None:
    made = project(director, "P-1")
    with revise(director, "edit_project", reason="it moved") as revision:
        revision.update(made, name="=Renamed")
    assert director.account is not None
    client = client_of(director.account)
    page = client.get("/changed/projects/P-1/").content.decode()
    assert "=Renamed" in page and "it moved" in page and str(director.account) in page
    rows = list(csv.DictReader(io.StringIO(body(client.get("/changed/projects/P-1/export.csv")))))
    assert {row["Record"] for row in rows} == {"'=Renamed"}
    assert {row["Who"] for row in rows} == {str(director.account)}
    told = json.loads(body(client.get("/changed/export.json")))
    assert (told["count"], told["records"][0]["after"]["name"]) == (1, "=Renamed")
    assert client.get("/changed/export.xlsx").status_code == 200
    assert client.get("/changed/export.pdf").status_code == 404
    assert client.get("/changed/projects/P-9/").status_code == 404


def test_programs_ask_for_it_page_by_page(director: Actor, client_of: ClientOf) -> None:
    project(director, "P-1")
    assert director.account is not None
    client = client_of(director.account)
    told = client.get("/api/v1/changed", {"register": "projects", "record": "P-1"}).json()
    assert (told["count"], told["next"], told["records"][0]["outcome"]) == (1, None, "created")
    assert told["people"][0]["account"] == director.account.email
    assert client.get("/api/v1/changed", {"from": "soon"}).status_code == 422
    assert client.get("/api/v1/changed", {"register": "projects"}).status_code == 422
    assert client.get("/api/v1/changed", {"since": "2"}).status_code == 422
    assert Revision.objects.count() == 1
