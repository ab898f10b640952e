"""Doing the jobs that wait, inside a test: nothing runs by itself there."""

from __future__ import annotations

from steerco.foundation.tasks import queue
from steerco.foundation.tasks.models import Job, JobState
from steerco.foundation.tasks.services.running import execute


def work_off(*, most: int = 50) -> list[Job]:
    """Runs every job that waits, and those that they ask for, in this thread; gives them as they ended."""
    ran: list[int] = []
    for _round in range(most):
        waiting = Job.everywhere.filter(state=JobState.QUEUED, not_before__isnull=True).order_by("id").first()
        if waiting is None:
            break
        execute(waiting.pk, queue.me())
        ran.append(waiting.pk)
    return [Job.everywhere.get(pk=pk) for pk in ran]
