"""The pages of exceptions and escalations: what they say, what they offer, and what they refuse."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from steerco.capabilities.escalations import services
from steerco.capabilities.escalations.models import Escalation, ToleranceException
from steerco.capabilities.people.models import Person
from steerco.capabilities.projects.models import Project
from steerco.foundation.access.actor import Actor
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger.writer import revise
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import within

pytestmark = pytest.mark.django_db


def test_an_exception_from_first_word_to_decision(organisation: Organisation, make_account: Callable[..., Account]) -> None:
    system = Actor.system(organisation)
    manager, sponsor, member = (make_account(organisation, role) for role in ("project_manager", "sponsor", "team_member"))
    with within(organisation), revise(system, "prepare") as writer:
        owner = writer.create(Person(organisation=organisation, name="Ada Owner", account=sponsor))
        project = writer.create(Project(organisation=organisation, ref="PRJ-1", name="Garden", state="executing", owner=owner))
    writes, decides, looks = Client(), Client(), Client()
    for client, account in ((writes, manager), (decides, sponsor), (looks, member)):
        client.force_login(account)
    assert "Say first what may move" in looks.get("/exceptions/board/").content.decode()
    given = {"project": project.pk, "aspect": "scope", "finding": "The gate is wider"}
    assert writes.post("/exceptions/new/", given).status_code == 302
    page = "/exceptions/EXC-00001/"
    one_option = {"act": "report", "cause": "c", "consequences": "d", "options": "Wait", "recommendation": "Wait"}
    refused = writes.post(page, one_option)
    assert (refused.status_code, "at least two options" in refused.content.decode()) == (422, True)
    assert writes.post(page, one_option | {"options": "Wait\nBuild"}).status_code == 302
    assert "Ada Owner" in looks.get("/exceptions/board/").content.decode()
    with within(organisation):
        matter = Escalation.objects.get()
    assert looks.post(f"/escalations/{matter.ref}/", {"act": "decide", "words": "Build"}).status_code == 302
    with within(organisation):
        assert Escalation.objects.get().state == "open", "a member of the team decides nothing"
    noted = decides.post(f"/escalations/{matter.ref}/", {"act": "decide", "outcome": "accept", "words": "noted", "decider": owner.pk})
    assert (noted.status_code, "no decision" in noted.content.decode()) == (422, True)
    answer = decides.post(f"/escalations/{matter.ref}/", {"act": "decide", "outcome": "accept", "words": "Build it.", "decider": owner.pk})
    assert answer.status_code == 302
    with within(organisation):
        assert ToleranceException.objects.get().state == "decided"
    assert "Build it." in looks.get(page).content.decode()
    assert "Build it." in looks.get(f"/escalations/{matter.ref}/").content.decode()
    assert looks.get("/exceptions/EXC-99999/").status_code == 404
    with within(organisation):
        services.close_exception(by=system, exception=ToleranceException.objects.get())
    assert "Nothing waits for a decision" in looks.get("/exceptions/board/").content.decode()
