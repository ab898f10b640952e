"""Verbs of records over the interface: an exception to its decision, an escalation, a meeting to its minutes; refusals change nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.utils import timezone

from steerco.capabilities.escalations.models import Escalation, ToleranceException
from steerco.capabilities.escalations.services import raise_by_hand
from steerco.capabilities.meetings.services import add_point, create_board, plan_meeting
from steerco.capabilities.people.models import Person
from steerco.capabilities.projects.tests.factories import make_project
from steerco.foundation.access.actor import Actor
from steerco.foundation.api.tests.conftest import Caller
from steerco.foundation.ledger.writer import revise
from steerco.foundation.organisations.models import Organisation

REPORT = {"cause": "Steel", "consequences": "Later", "options": "Wait\nBuy", "recommendation": "Buy"}


def person(by: Actor) -> Person:
    with revise(by, "add_person") as revision:
        return revision.create(Person(name="Clara Chair"))


def test_an_exception_goes_its_way(call: Caller, call_as: Callable[..., Caller], organisation: Organisation, system: Actor) -> None:
    made = raise_by_hand(by=system, project=make_project(organisation, "Alpha"), aspect="scope", finding="Wider")
    manager = call_as("project_manager")
    assert manager("post", f"/exceptions/{made.ref}/report", {**REPORT, "options": "Wait"}).status == 422
    assert manager("post", f"/exceptions/{made.ref}/report", {"nonsense": "x"}).status == 422
    assert ToleranceException.objects.get().state == "raised"
    assert manager("post", f"/exceptions/{made.ref}/report", REPORT).body["state"] == "reported"
    matter = Escalation.objects.get()
    assert call("post", f"/escalations/{matter.ref}/note", {"words": "Seen"}).status == 200
    for verb in ("note", "decide", "lower"):
        assert call("post", f"/escalations/{matter.ref}/{verb}").status in (403, 422)
    decision = {"words": "Buy elsewhere.", "outcome": "accept", "decider": str(person(system).pk)}
    assert manager("post", f"/exceptions/{made.ref}/decide", decision).status == 403
    answer = call("post", f"/exceptions/{made.ref}/decide", decision)
    assert (answer.status, answer.body["state"]) == (200, "decided"), answer.text
    matter.refresh_from_db()
    assert matter.state == "decided"
    assert call("post", f"/exceptions/{made.ref}/close", {"lessons": "Ask early"}).body["state"] == "closed"
    assert call("post", "/exceptions/EXC-999/close").status == 404


def test_a_meeting_goes_its_way(call: Caller, organisation: Organisation, system: Actor) -> None:
    board = create_board(by=system, name="Board", kind="project", project=make_project(organisation, "Alpha"), chair=person(system))
    made = plan_meeting(by=system, board=board, on=timezone.localdate() + dt.timedelta(days=30))
    assert call("post", f"/meetings/{made.ref}/minutes", {"minutes": "Said"}).status == 422
    assert call("post", f"/meetings/{made.ref}/agenda").body["state"] == "agenda_open"
    made.refresh_from_db()
    add_point(by=system, meeting=made, kind="information", title="News")
    assert call("post", f"/meetings/{made.ref}/papers").body["state"] == "papers_issued"
    assert call("post", f"/meetings/{made.ref}/cancel").status == 422
    assert call("post", f"/meetings/{made.ref}/cancel", {"reason": "No quorum"}).body["state"] == "cancelled"
