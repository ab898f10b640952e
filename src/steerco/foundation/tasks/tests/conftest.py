"""Kinds of jobs for tests, and an empty queue before each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from steerco.foundation.tasks import kinds, queue
from steerco.foundation.tasks.kinds import JobFailed, Outcome, job
from steerco.foundation.tasks.progress import Progress
from steerco.foundation.tasks.stops import stopping

CALLS: list[dict[str, Any]] = []


@pytest.fixture(autouse=True)
def kinds_of_tests() -> Iterator[list[dict[str, Any]]]:
    """Declares some kinds for the time of a test; gives what they were called with."""
    before = dict(kinds._kinds)
    queue.queue().huey.flush()
    CALLS.clear()
    stopping.clear()

    @job("count", label="Count")
    def count(progress: Progress, *, to: int) -> Outcome:
        CALLS.append({"to": to, "by": progress.by})
        for number in range(1, to + 1):
            progress.step(number, to, f"{number} of {to} counted")
        progress.log("counted to the end")
        return Outcome(f"Counted to {to}.", "/work/")

    @job("refuse", label="Refuse", retries=3)
    def refuse(progress: Progress) -> None:
        raise JobFailed("There is nothing to count.")

    @job("break", label="Break", retries=2, pause=30)
    def broken(progress: Progress) -> None:
        raise RuntimeError("secret detail")

    @job("hourly", label="Each hour", every="5 * * * *")
    def hourly(progress: Progress) -> None:
        CALLS.append({"by": progress.by})

    yield CALLS
    kinds._kinds.clear()
    kinds._kinds.update(before)
    stopping.clear()
    queue.queue().huey.flush()
