"""Old things go as the office says, counted and written down; nothing goes while everything is held; the ledger is never thinned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger.models import Revision
from steerco.foundation.tasks.keeping import keepsakes
from steerco.foundation.tasks.kinds import JobFailed
from steerco.foundation.tasks.models import Job, JobState, Keeping, Thinning
from steerco.foundation.tasks.services.clocks import run_now
from steerco.foundation.tasks.services.keeping import hold, hold_everything, keep_for, kept, thin
from steerco.foundation.tasks.services.running import execute

MakeAccount = Callable[..., Account]


def ended(by: Actor, days: int) -> Job:
    at = timezone.now() - dt.timedelta(days=days)
    return Job.objects.create(organisation=by.organisation, kind="drop_old_jobs", state=JobState.DONE, as_system=True, ended_at=at)


def test_what_is_too_old_goes_and_that_is_written_down(director: Actor) -> None:
    ended(director, 100), ended(director, 20)
    assert {each.kind for each in keepsakes()} >= {"jobs", "notices", "deliveries"}
    assert {each.keepsake.kind: each.due for each in kept()}["jobs"] == 1
    thin("jobs")
    assert Job.objects.count() == 1
    (told,) = Thinning.objects.all()
    assert (told.kind, told.gone) == ("jobs", 1)
    keep_for(by=director, kind="jobs", days=10)
    assert {each.keepsake.kind: (each.days, each.due) for each in kept()}["jobs"] == (10, 1)
    thin("jobs")
    assert not Job.objects.exists()
    assert Revision.objects.get().verb == "set_keeping"


def test_nothing_goes_while_everything_is_held(director: Actor) -> None:
    ended(director, 100)
    hold_everything(by=director, held=True, reason="the inquiry of March")
    job = run_now(by=director, kind="drop_old_jobs")
    execute(job.pk, "test")
    assert Job.objects.count() == 2 and not Thinning.objects.exists()
    hold_everything(by=director, held=False, reason="the inquiry is over")
    assert hold() is None
    thin("jobs")
    assert Job.objects.count() == 1
    assert [each.reason for each in Revision.objects.order_by("number")] == ["the inquiry of March", "the inquiry is over"]


def test_refusals_change_nothing(director: Actor, make_account: MakeAccount) -> None:
    auditor = Actor.of(make_account(director.organisation, "auditor"), director.organisation, entrance="page")
    for wrong in (lambda: keep_for(by=auditor, kind="jobs", days=10), lambda: hold_everything(by=auditor, held=True, reason="x")):
        with pytest.raises(Refused):
            wrong()
    for wrong in (lambda: keep_for(by=director, kind="jobs", days=1), lambda: hold_everything(by=director, held=True, reason=" ")):
        with pytest.raises(JobFailed):
            wrong()
    with pytest.raises(KeyError):
        keep_for(by=director, kind="ledger", days=10)
    assert not Keeping.objects.exists()


def test_the_page_says_what_would_go_and_holds(director: Actor, make_account: MakeAccount, client_of: Callable[[Account], Client]) -> None:
    assert director.account is not None
    client = client_of(director.account)
    client.post("/jobs/keeping/", {"kind": "jobs", "days": "30"})
    assert Keeping.objects.get().days == 30
    client.post("/jobs/keeping/", {"kind": "jobs", "days": "soon"})
    assert Keeping.objects.get().days == 30
    assert client.post("/jobs/keeping/", {"kind": "ledger", "days": "30"}).status_code == 404
    client.post("/jobs/keeping/", {"hold": "", "reason": "a case"})
    assert "a case" in client.get("/jobs/keeping/").content.decode()
    reader = client_of(make_account(director.organisation, "auditor"))
    assert reader.get("/jobs/keeping/").status_code == 200
    assert reader.post("/jobs/keeping/", {"release": "", "reason": "x"}).status_code == 403
    assert hold() is not None
