"""Asking for jobs, running them, ending them: rights, keys, faults, and what is said of each."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.access.permissions import Refused
from steerco.foundation.ledger.models import Revision
from steerco.foundation.ledger.news import _listeners, listen
from steerco.foundation.tasks import queue
from steerco.foundation.tasks.events import JobEnded
from steerco.foundation.tasks.kinds import JobFailed, NoSuchJob, job
from steerco.foundation.tasks.models import Job, JobState
from steerco.foundation.tasks.progress import Progress
from steerco.foundation.tasks.queries import jobs, shown
from steerco.foundation.tasks.services import ask_again, cancel_job, enqueue
from steerco.foundation.tasks.services.running import execute, take
from steerco.foundation.tasks.stops import Cancelled, Interrupted, TakenOver, stopping
from steerco.foundation.tasks.tests.factories import work_off


@pytest.fixture
def heard() -> Any:
    """What is told of jobs that end."""
    told: list[JobEnded] = []
    listen(JobEnded)(told.append)
    yield told
    _listeners[JobEnded].remove(told.append)


def test_a_job_is_done_as_whoever_asked_and_says_what_came_of_it(director: Actor, kinds_of_tests: list[dict[str, Any]]) -> None:
    asked = enqueue(director, "count", title="Sheep", to=3)
    assert (asked.state, Job.objects.count(), kinds_of_tests) == (JobState.QUEUED, 1, [])
    (ran,) = work_off()
    assert (ran.state, ran.done, ran.total, ran.sentence) == (JobState.DONE, 3, 3, "3 of 3 counted")
    assert (ran.result, ran.link, ran.attempt) == ("Counted to 3.", "/work/", 1)
    assert list(ran.lines.values_list("text", flat=True)) == ["counted to the end"]
    by = kinds_of_tests[0]["by"]
    assert (by.account, by.grants, by.entrance) == (director.account, director.grants, "job")
    assert not Revision.objects.exists()


def test_the_rights_are_those_of_the_day_on_which_it_runs(director: Actor, kinds_of_tests: list[dict[str, Any]]) -> None:
    enqueue(director, "count", to=1)
    RoleAssignment.objects.filter(account=director.account).delete()
    work_off()
    assert kinds_of_tests[0]["by"].grants == ()


def test_what_is_asked_for_by_a_reader_runs_as_a_reader(director: Actor, kinds_of_tests: list[dict[str, Any]]) -> None:
    enqueue(replace(director, extent="look"), "count", to=1)
    work_off()
    assert not kinds_of_tests[0]["by"].may_write


def test_nothing_is_sent_before_commit_and_nothing_after_a_rollback(director: Actor, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            enqueue(director, "count", to=1)
            raise ZeroDivisionError
        assert queue.is_empty()
    assert (Job.objects.count(), queue.is_empty()) == (0, True)
    with django_capture_on_commit_callbacks(execute=True):
        enqueue(director, "count", to=1)
        assert queue.is_empty()
    assert not queue.is_empty()


def test_an_unknown_kind_and_wrong_arguments_are_refused_when_asked(director: Actor) -> None:
    with pytest.raises(NoSuchJob):
        enqueue(director, "nothing")
    with pytest.raises(TypeError):
        enqueue(director, "count", too=1)
    assert not Job.objects.exists()


def test_under_a_key_only_one_is_open(director: Actor) -> None:
    first = enqueue(director, "count", once="sheep", to=1)
    assert enqueue(director, "count", once="sheep", to=1).pk == first.pk
    assert enqueue(director, "count", once="goats", to=1).pk != first.pk
    work_off()
    assert enqueue(director, "count", once="sheep", to=1).pk != first.pk


def test_two_workers_never_have_the_same_job(director: Actor, kinds_of_tests: list[dict[str, Any]]) -> None:
    asked = enqueue(director, "count", to=1)
    assert take(asked.pk, "one") is not None
    assert take(asked.pk, "two") is None
    execute(asked.pk, "two")
    assert kinds_of_tests == []


def test_a_refusal_is_said_and_not_tried_again(director: Actor, heard: Any, django_capture_on_commit_callbacks: Any) -> None:
    enqueue(director, "refuse")
    with django_capture_on_commit_callbacks(execute=True):
        (ran,) = work_off()
    assert (ran.state, ran.problem, ran.attempt) == (JobState.FAILED, "There is nothing to count.", 1)
    assert [(each.job_id, each.state, each.quiet) for each in heard] == [(ran.pk, JobState.FAILED, False)]


def test_a_fault_is_tried_again_later_and_then_failed_without_its_details(director: Actor) -> None:
    asked = enqueue(director, "break")
    pauses = []
    for _try in range(3):
        Job.objects.update(not_before=None)
        execute(asked.pk, queue.me())
        asked.refresh_from_db()
        pauses.append(round((asked.not_before - asked.started_at).total_seconds()) if asked.not_before else None)
    assert pauses == [30, 60, None]
    assert (asked.state, asked.attempt) == (JobState.FAILED, 3)
    said = asked.problem + " ".join(asked.lines.values_list("text", flat=True))
    assert "secret" not in said
    assert "Something went wrong on our side" in asked.problem


def test_a_waiting_job_is_cancelled_at_once(director: Actor, kinds_of_tests: list[dict[str, Any]]) -> None:
    asked = enqueue(director, "count", to=1)
    assert cancel_job(by=director, job=asked)
    work_off()
    asked.refresh_from_db()
    assert (asked.state, kinds_of_tests) == (JobState.CANCELLED, [])
    assert not cancel_job(by=director, job=asked)


def test_a_running_job_is_cancelled_at_its_next_step(director: Actor) -> None:
    @job("cancels_itself", label="Cancels itself")
    def work(progress: Progress) -> None:
        running = Job.objects.get(pk=progress.job_id)
        assert cancel_job(by=progress.by, job=running)
        assert shown(progress.by, running).cancelling
        with pytest.raises(Cancelled):
            progress.step(1, 2)
        progress._heard = 0
        progress.step(2, 2)
        raise AssertionError

    enqueue(director, "cancels_itself")
    (ran,) = work_off()
    assert (ran.state, ran.problem) == (JobState.CANCELLED, "")


def test_only_whoever_asked_and_whom_the_rooms_name_may_cancel(director: Actor, organisation: Any, make_account: Any) -> None:
    manager = Actor.of(make_account(organisation, "project_manager"), organisation, entrance="page")
    auditor = Actor.of(make_account(organisation, "auditor"), organisation, entrance="page")
    asked = enqueue(manager, "count", title="Sheep", to=1)
    with pytest.raises(Refused):
        cancel_job(by=auditor, job=asked)
    asked.refresh_from_db()
    assert asked.state == JobState.QUEUED
    assert cancel_job(by=director, job=asked)


def test_others_see_of_a_job_only_its_kind_and_state(director: Actor, organisation: Any, make_account: Any) -> None:
    manager = Actor.of(make_account(organisation, "project_manager"), organisation, entrance="page")
    enqueue(manager, "count", title="Secret sheep", to=1)
    (ran,) = work_off()
    told = shown(director, ran, log=True)
    assert (told.kind, told.whole, told.sentence, told.lines) == ("Count", False, "", ())
    assert shown(manager, ran, log=True).lines
    assert list(jobs(director)) == []
    assert list(jobs(director, everybodys=True)) == [ran]
    stranger = Actor.of(make_account(organisation, "team_member"), organisation, entrance="page")
    assert list(jobs(stranger, everybodys=True)) == []


def test_the_same_work_is_asked_for_again_by_whoever_asked_first(director: Actor, organisation: Any, make_account: Any) -> None:
    manager = Actor.of(make_account(organisation, "project_manager"), organisation, entrance="page")
    first = enqueue(manager, "count", to=2)
    with pytest.raises(JobFailed):
        ask_again(by=manager, job=first)
    (first,) = work_off()
    with pytest.raises(Refused):
        ask_again(by=director, job=first)
    again = ask_again(by=manager, job=first)
    assert (again.arguments, again.pk > first.pk) == ({"to": 2}, True)


def test_a_worker_that_ends_gives_its_job_back_uncounted(director: Actor) -> None:
    @job("long", label="Long")
    def work(progress: Progress) -> None:
        stopping.set()
        progress._heard = 0
        progress.step(1, 10)

    asked = enqueue(director, "long")
    execute(asked.pk, queue.me())
    asked.refresh_from_db()
    assert (asked.state, asked.attempt, asked.worker) == (JobState.QUEUED, 0, "")
    with pytest.raises(Interrupted):
        raise Interrupted


def test_a_worker_that_was_taken_for_dead_writes_no_end(director: Actor) -> None:
    @job("slow", label="Slow")
    def work(progress: Progress) -> None:
        Job.objects.filter(pk=progress.job_id).update(attempt=2, worker="another")
        queue.keep(f"live.{progress.job_id}", {"attempt": 2})
        progress._heard = 0
        with pytest.raises(TakenOver):
            progress.step(1, 2)

    asked = enqueue(director, "slow")
    execute(asked.pk, queue.me())
    asked.refresh_from_db()
    assert (asked.state, asked.worker) == (JobState.RUNNING, "another")


def test_progress_is_seen_while_a_job_holds_a_transaction(director: Actor) -> None:
    seen: list[Any] = []

    @job("import", label="Import")
    def work(progress: Progress) -> None:
        with suppress(ZeroDivisionError), transaction.atomic():
            progress.log("row 1 read")
            progress.step(5, 5, "five rows")
            seen.append(queue.kept(f"live.{progress.job_id}"))
            raise ZeroDivisionError

    enqueue(director, "import")
    (ran,) = work_off()
    assert (seen[0]["done"], seen[0]["sentence"], seen[0]["lines"][0][1]) == (5, "five rows", "row 1 read")
    assert [line.text for line in ran.lines.all()] == ["row 1 read"]
