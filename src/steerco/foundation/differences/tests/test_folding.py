"""What belongs together is told together: parts with their project, an import as one line that opens, removals by their names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from steerco.capabilities.projects.models import Portfolio, PortfolioMembership, Project
from steerco.capabilities.status.models import Narrative, ReportingPeriod, StatusReport
from steerco.capabilities.work.models import Task
from steerco.foundation.access.actor import Actor
from steerco.foundation.accounts.models import Account
from steerco.foundation.differences.between import NOTHING_ASKED, Asked, Between
from steerco.foundation.differences.folding import Folded
from steerco.foundation.differences.spans import Span
from steerco.foundation.differences.telling import tell
from steerco.foundation.ledger.writer import revise

ClientOf = Callable[[Account], Client]


def load(by: Actor, name: str, *refs: str) -> list[StatusReport]:
    """An import: a project for each reference, each with a return and a text."""
    made: list[StatusReport] = []
    with revise(replace(by, entrance="import"), "load_import", reason=name) as revision:
        period = revision.create(ReportingPeriod(name=name, status_on=dt.date(2021, 3, 31)))
        portfolio = revision.create(Portfolio(ref="ALL", name="All of it"))
        for ref in refs:
            project = revision.create(Project(ref=ref, name=f"Project {ref}"))
            revision.create(PortfolioMembership(portfolio=portfolio, project=project))
            report = revision.create(StatusReport(project=project, period=period, reported_name=project.name))
            revision.create(Narrative(report=report, topic="benefits", text="More trains"))
            made.append(report)
    return made


def span() -> Span:
    return Span(timezone.now() - dt.timedelta(hours=1), timezone.now() + dt.timedelta(hours=1))


def told(by: Actor, asked: Asked = NOTHING_ASKED) -> list[tuple[str, str]]:
    folded = Folded(Between(by, span(), None, asked))
    return [(group.title, group.tally) for group in tell(folded, folded.groups, {})]


def test_an_import_is_one_line_that_opens_into_its_projects(director: Actor) -> None:
    load(director, "returns 2021", "P-1", "P-2")
    folded = Folded(Between(director, span()))
    (line,) = tell(folded, folded.groups, {"who": "", "page": "3"})
    assert (line.title, line.opens, line.lines) == ("Loaded an import: returns 2021", "?act=1", ())
    assert line.tally.startswith("2 projects, 1 portfolio, 1 reporting period, 2 portfolio memberships, 2 status reports and 2 narratives")
    inside = told(director, Asked(act=1))
    assert inside[:2] == [
        (f"Project {ref}", "1 project, 1 portfolio membership, 1 status report and 1 narrative added") for ref in ("P-1", "P-2")
    ]
    assert {title for title, _ in inside[2:]} == {"Portfolios", "Reporting periods"}


def test_what_was_done_since_is_told_by_project_with_the_names_of_its_parts(director: Actor) -> None:
    first, _second = load(director, "returns 2021", "P-1", "P-2")
    with revise(director, "add_tasks") as revision:
        task = revision.create(Task(project=first.project, ref="T-1", name="Dig"))
    with revise(director, "edit", reason="agreed") as revision:
        revision.update(first.project, name="Crossrail")
        revision.update(first, reported_name="Crossrail")
        revision.delete(task)
    folded = Folded(Between(director, span()))
    group, line = tell(folded, folded.groups, {})
    assert (group.title, group.tally, line.title) == (
        "Crossrail",
        "1 project and 1 status report changed, 1 task removed",
        "Loaded an import: returns 2021",
    )
    assert [(each["label"], each["depth"]) for each in group.lines] == [("Crossrail", 0), ("Return of 31 March 2021", 1), ("Dig", 1)]
    assert [(field.before, field.after) for field in group.lines[0]["told"].fields] == [("Project P-1", "Crossrail")]


def test_every_record_is_named_as_a_person_would_also_when_it_is_gone(director: Actor, client_of: ClientOf) -> None:
    (report,) = load(director, "returns 2021", "P-1")
    between = Between(director, span())
    names = {each.key[0]: (each.told.label, each.belongs_to) for each in between.every()}
    assert names["status.narrative"] == ("Project P-1, return of 31 March 2021: benefits", "Project P-1")
    assert names["projects.portfoliomembership"] == ("Project P-1 in All of it", "Project P-1")
    text = report.narratives.get()
    with revise(director, "remove") as revision:
        revision.delete(text)
        revision.delete(report)
    assert ("Project P-1", "1 status report and 1 narrative removed") in told(director)
    assert director.account is not None
    page = client_of(director.account).get("/changed/", {"kind": "status.narrative"}).content.decode()
    assert "Return of 31 March 2021: benefits" in page and "of report" not in page
    sent = client_of(director.account).get("/api/v1/changed", {"kind": "status.narrative", "through": "page"}).json()
    assert [each["record"] for each in sent["records"]] == ["Project P-1, return of 31 March 2021: benefits"]


def test_an_act_on_many_is_one_line_whoever_did_it(director: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    with revise(director, "add_projects") as revision:
        revision.create_many([Project(ref=f"P-{n}", name=f"Project {n}") for n in range(9)])
    monkeypatch.setattr("steerco.foundation.differences.folding.MANY", 8)
    assert told(director) == [("Add projects", "9 projects added")]
    assert len(told(director, Asked(act=1))) == 9


def test_the_number_of_queries_does_not_grow_with_what_changed(director: Actor, client_of: ClientOf) -> None:
    assert director.account is not None
    client, counts = client_of(director.account), []
    for some in (range(3), range(3, 30)):
        for n in some:
            with revise(director, "add") as revision:
                made = revision.create(Project(ref=f"P-{n}", name=f"Project {n}"))
                revision.create(Task(project=made, ref=f"T-{n}", name="Dig"))
        client.get("/changed/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/changed/").status_code == 200
        counts.append(len(queries))
    assert counts[1] <= counts[0] + 1
    assert counts[1] < 60


def test_a_span_in_which_nothing_was_written_says_so(director: Actor, client_of: ClientOf) -> None:
    assert director.account is not None
    client, project = client_of(director.account), load(director, "first", "P-1")[0].project
    for query in ("from=1990-01-01&to=1990-02-01", "act=999", f"act={'9' * 18}&kind=projects.project&through=page"):
        for page in ("/changed/", f"/changed/projects/{project.ref}/"):
            shown = client.get(f"{page}?{query}")
            assert (shown.status_code, "More trains" in shown.content.decode()) == (200, False), (page, query)
        assert b"More trains" not in b"".join(client.get(f"/changed/export.csv?{query}"))
