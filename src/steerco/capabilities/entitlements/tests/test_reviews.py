"""Access reviews: every role in force is kept or removed by somebody who does not hold it, and what is late says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from conftest import MakeAccount
from steerco.capabilities.entitlements.models import AccessReview, ReviewLine
from steerco.capabilities.entitlements.queries.reviews import lines_waiting, standing
from steerco.capabilities.entitlements.services import decide_lines, open_review
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.access.permissions import Refused
from steerco.foundation.accounts.models import Account
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.tasks.services.clocks import run_now
from steerco.foundation.tasks.services.running import execute

ClientOf = Callable[[Account], Client]


@pytest.fixture
def analyst(organisation: Organisation, make_account: MakeAccount) -> Account:
    return make_account(organisation, "pmo_analyst")


@pytest.fixture
def second(organisation: Organisation, make_account: MakeAccount) -> Actor:
    return Actor.of(make_account(organisation, "pmo_director", clearance=2), organisation, entrance="page")


def line_of(account: Account | None) -> ReviewLine:
    return ReviewLine.objects.get(assignment__account=account)


def test_every_role_in_force_has_a_line(director: Actor, analyst: Account, second: Actor) -> None:
    ended = RoleAssignment.objects.create(
        organisation=director.organisation, account=analyst, role="auditor", ends_on=timezone.localdate() - dt.timedelta(days=1)
    )
    review = open_review(by=director)
    held = set(review.lines.values_list("assignment_id", flat=True))
    assert held == set(RoleAssignment.objects.exclude(pk=ended.pk).values_list("pk", flat=True))
    with pytest.raises(ValidationError, match="open already"):
        open_review(by=second)
    assert AccessReview.objects.count() == 1


def test_kept_stays_removed_ends_and_the_last_line_closes(director: Actor, analyst: Account, second: Actor) -> None:
    review = open_review(by=director)
    decide_lines(by=second, review=review, lines=[line_of(analyst)], decision="remove", reason="moved on")
    assert RoleAssignment.objects.get(account=analyst).ends_on == timezone.localdate() - dt.timedelta(days=1)
    decide_lines(by=second, review=review, lines=[line_of(director.account)], decision="keep")
    review.refresh_from_db()
    assert review.closed_at is None and lines_waiting(director) == 1 and lines_waiting(second) == 0
    decide_lines(by=director, review=review, lines=[line_of(second.account)], decision="keep")
    review.refresh_from_db()
    assert review.closed_at is not None
    assert (line_of(analyst).decided_by, line_of(analyst).reason) == (second.account, "moved on")


@pytest.mark.parametrize(("decision", "which"), [("keep", "own"), ("remove", "own"), ("", "other"), ("shrug", "other"), ("keep", "none")])
def test_what_may_not_be_decided_is_refused(director: Actor, analyst: Account, decision: str, which: str) -> None:
    review = open_review(by=director)
    chosen = {"own": [line_of(director.account)], "other": [line_of(analyst)], "none": []}[which]
    with pytest.raises(ValidationError):
        decide_lines(by=director, review=review, lines=chosen, decision=decision)
    assert set(ReviewLine.objects.values_list("decision", flat=True)) == {""}
    assert not RoleAssignment.objects.filter(ends_on__isnull=False).exists()


def test_nobody_decides_twice(director: Actor, analyst: Account, second: Actor) -> None:
    review = open_review(by=director)
    decide_lines(by=second, review=review, lines=[line_of(analyst)], decision="keep")
    with pytest.raises(ValidationError, match="already"):
        decide_lines(by=director, review=review, lines=[line_of(analyst)], decision="remove")
    assert RoleAssignment.objects.get(account=analyst).ends_on is None


def test_an_administrator_removes_no_role_that_only_a_director_ends_higher(
    director: Actor, organisation: Organisation, make_account: MakeAccount
) -> None:
    """Removing needs the clearance of the role, as ending it does."""
    secret = make_account(organisation, "project_manager", clearance=2)
    admin = Actor.of(make_account(organisation, "administrator"), organisation, entrance="page")
    review = open_review(by=director)
    with pytest.raises(Refused):
        decide_lines(by=admin, review=review, lines=[line_of(secret)], decision="remove", reason="moved on")
    assert (line_of(secret).decision, RoleAssignment.objects.get(account=secret).ends_on) == ("", None)


@pytest.mark.parametrize("role", ["requester", "team_member", "project_manager", "pmo_analyst", "auditor", "sponsor"])
def test_who_may_not_review_does_not(
    director: Actor, analyst: Account, organisation: Organisation, make_account: MakeAccount, role: str
) -> None:
    by = Actor.of(make_account(organisation, role, clearance=2), organisation, entrance="page")
    with pytest.raises(Refused):
        open_review(by=by)
    review = open_review(by=director)
    with pytest.raises(Refused):
        decide_lines(by=by, review=review, lines=[line_of(analyst)], decision="remove")
    assert set(ReviewLine.objects.values_list("decision", flat=True)) == {""}


def test_what_is_late_says_so(director: Actor, analyst: Account, second: Actor) -> None:
    assert standing(director) == (None, None, None, False)
    review = open_review(by=director)
    assert not standing(director).overdue
    AccessReview.objects.update(due_on=timezone.localdate() - dt.timedelta(days=1))
    assert standing(director).overdue
    AccessReview.objects.update(closed_at=timezone.now())
    assert (standing(director).open, standing(director).overdue) == (None, False)
    AccessReview.objects.update(opened_at=timezone.now() - dt.timedelta(days=100))
    assert standing(director).overdue
    assert review.pk


def test_the_pages(director: Actor, analyst: Account, second: Actor, client_of: ClientOf) -> None:
    browser = client_of(second.account)
    assert "No access review yet" in browser.get("/access-reviews/").content.decode()
    assert browser.post("/access-reviews/", {"due_on": "2020-01-01"}).status_code == 422
    answer = browser.post("/access-reviews/", {"due_on": timezone.localdate() + dt.timedelta(days=9)})
    page = browser.get(answer["Location"]).content.decode()
    assert "yours: somebody else decides" in page
    line = line_of(analyst)
    browser.post(answer["Location"], {"line": [line.pk], "decision": "remove", "reason": "left the team"})
    line.refresh_from_db()
    assert line.decision == "remove"
    assert "left the team" in browser.get(answer["Location"]).content.decode()


def test_a_quarter_after_the_last_one_a_review_opens_by_itself_once(director: Actor, second: Actor) -> None:
    def run() -> str:
        job = run_now(by=director, kind="open_access_review")
        execute(job.pk, "test")
        job.refresh_from_db()
        return job.result

    assert "due on" in run() and not AccessReview.objects.exists()
    long_ago = timezone.now() - dt.timedelta(days=100)
    Organisation.objects.filter(pk=director.organisation.pk).update(created_at=long_ago)
    assert "is open until" in run() and AccessReview.objects.count() == 1
    assert "open already" in run()
    AccessReview.objects.update(closed_at=timezone.now())
    assert "due on" in run()
    AccessReview.objects.update(opened_at=long_ago)
    assert "is open until" in run() and AccessReview.objects.count() == 2
    AccessReview.objects.all().delete()
    Organisation.objects.filter(pk=director.organisation.pk).update(is_sample=True)
    assert "sample" in run() and not AccessReview.objects.exists()
