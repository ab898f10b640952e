"""What becomes of jobs whose worker died, and of messages that were lost."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import time
from typing import Any

from django.utils import timezone

from steerco.foundation.access.actor import Actor
from steerco.foundation.tasks import queue
from steerco.foundation.tasks.models import Job, JobState
from steerco.foundation.tasks.services import enqueue
from steerco.foundation.tasks.services.running import execute, take
from steerco.foundation.tasks.services.watching import drop_old_jobs, recover
from steerco.foundation.tasks.tests.factories import work_off


def dead_worker() -> str:
    """A worker of this machine whose process has ended."""
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    return f"{queue._place()}:{gone.pid}:1"


def test_a_job_of_a_dead_process_is_run_again(director: Actor, kinds_of_tests: list[dict[str, Any]]) -> None:
    asked = enqueue(director, "count", to=2)
    assert take(asked.pk, dead_worker()) is not None
    assert recover() == 1
    asked.refresh_from_db()
    assert (asked.state, asked.worker) == (JobState.QUEUED, "")
    assert not queue.is_empty()
    work_off()
    asked.refresh_from_db()
    assert (asked.state, asked.attempt, len(kinds_of_tests)) == (JobState.DONE, 2, 1)
    assert "run again (2 of 3)" in asked.lines.first().text


def test_a_job_that_kills_its_worker_each_time_has_failed(director: Actor) -> None:
    asked = enqueue(director, "count", to=2)
    for _start in range(3):
        take(asked.pk, dead_worker())
        recover()
    asked.refresh_from_db()
    assert (asked.state, asked.attempt) == (JobState.FAILED, 3)
    assert "3 times" in asked.problem
    assert asked.ended_at is not None


def test_a_cancelled_job_of_a_dead_worker_is_not_run_again(director: Actor) -> None:
    asked = enqueue(director, "count", to=2)
    take(asked.pk, dead_worker())
    queue.keep(f"cancel.{asked.pk}", {"account": 1})
    recover()
    asked.refresh_from_db()
    assert asked.state == JobState.CANCELLED
    assert queue.kept(f"cancel.{asked.pk}") is None


def test_a_job_of_another_machine_is_lost_when_its_heart_stops(director: Actor) -> None:
    asked = enqueue(director, "count", to=2)
    take(asked.pk, f"elsewhere:{os.getpid()}:1")
    assert recover() == 0
    Job.objects.update(started_at=timezone.now() - dt.timedelta(minutes=10))
    queue.keep(f"beat.{asked.pk}", time.time() - 30)
    assert recover() == 0
    queue.keep(f"beat.{asked.pk}", time.time() - 300)
    assert recover() == 1
    asked.refresh_from_db()
    assert asked.state == JobState.QUEUED


def test_a_job_of_this_very_process_is_not_taken_for_lost(director: Actor) -> None:
    asked = enqueue(director, "count", to=2)
    take(asked.pk, queue.me())
    assert recover() == 0


def test_a_job_whose_message_was_lost_is_sent_again_once_the_queue_is_empty(director: Actor, kinds_of_tests: list[dict[str, Any]]) -> None:
    asked = enqueue(director, "count", to=1)  # committed never, in a test: so nothing was sent
    assert recover() == 0  # it may still be on its way
    Job.objects.update(asked_at=timezone.now() - dt.timedelta(minutes=1))
    assert recover() == 1
    assert recover() == 0  # now something lies in the queue
    task = queue.queue().huey.dequeue()
    queue.queue().huey.execute(task)
    asked.refresh_from_db()
    assert (asked.state, len(kinds_of_tests)) == (JobState.DONE, 1)


def test_a_job_that_waits_for_later_is_not_run_before(director: Actor, kinds_of_tests: list[dict[str, Any]]) -> None:
    asked = enqueue(director, "count", delay=60, to=1)
    execute(asked.pk, queue.me())
    assert (kinds_of_tests, recover()) == ([], 0)


def test_old_jobs_go_and_open_ones_stay(director: Actor) -> None:
    old, new, waiting = (enqueue(director, "count", to=1) for _number in range(3))
    execute(old.pk, queue.me())
    execute(new.pk, queue.me())
    long_ago = timezone.now() - dt.timedelta(days=91)
    Job.objects.filter(pk__in=[old.pk, waiting.pk]).update(asked_at=long_ago)
    Job.objects.filter(pk=old.pk).update(ended_at=long_ago)
    assert drop_old_jobs() == 1
    assert set(Job.objects.values_list("pk", flat=True)) == {new.pk, waiting.pk}
