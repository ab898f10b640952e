"""What a job says while it works, and hears: how far it is, its log, and whether it is to stop."""

from __future__ import annotations

import time
from threading import Lock

from django.db import connection
from django.utils import timezone

from steerco.foundation.access.actor import Actor
from steerco.foundation.tasks import queue
from steerco.foundation.tasks.models import Job
from steerco.foundation.tasks.services.lines import write_lines
from steerco.foundation.tasks.stops import Cancelled, Interrupted, TakenOver, stopping

TELL_EVERY = 0.4  # seconds between two notes of progress
HEAR_EVERY = 0.4  # seconds between two looks at whether somebody wants it to stop
LINES_SHOWN = 20


class Progress:
    """Handed to the work of a job: `by` acts with the rights that its person holds today.

    `step` raises what ends the job, so a job that calls it often can be cancelled soon.
    """

    def __init__(self, job: Job, by: Actor) -> None:
        self.job_id, self.attempt, self.by = job.pk, job.attempt, by
        self.done: int | None = None
        self.total: int | None = None
        self.sentence = ""
        self._lines: list[tuple[str, str]] = []
        self._unwritten: list[tuple[str, str]] = []
        self._lock = Lock()
        self._told = self._heard = 0.0
        self._tell()

    def step(self, done: int | None = None, total: int | None = None, sentence: str = "") -> None:
        """Says how far the work is; ends it here where it was cancelled, or where its worker ends."""
        self.done = done if done is not None else self.done
        self.total = total if total is not None else self.total
        self.sentence = sentence[:300] or self.sentence
        now = time.monotonic()
        if now - self._heard >= HEAR_EVERY:
            self._heard = now
            self._hear()
        if now - self._told >= TELL_EVERY or (self.total is not None and self.done == self.total):
            self._tell()

    def log(self, text: str) -> None:
        """Adds a line to the log of the job."""
        line = (timezone.now().isoformat(), text[:500])
        with self._lock:
            self._lines.append(line)
            self._unwritten.append(line)
        self._tell()
        if not connection.in_atomic_block:
            self.flush()

    def flush(self) -> None:
        """Writes the lines that a transaction of the job held back."""
        with self._lock:
            lines, self._unwritten = self._unwritten, []
        write_lines(self.job_id, self.attempt, lines)

    def _hear(self) -> None:
        if stopping.is_set():
            raise Interrupted
        if queue.kept(f"cancel.{self.job_id}"):
            raise Cancelled
        holder = queue.kept(f"live.{self.job_id}")
        if holder is not None and holder["attempt"] > self.attempt:
            raise TakenOver

    def _tell(self) -> None:
        self._told = time.monotonic()
        told = {
            "attempt": self.attempt, "done": self.done, "total": self.total, "sentence": self.sentence,
            "lines": self._lines[-LINES_SHOWN:], "at": time.time(),
        }  # fmt: skip
        queue.keep(f"live.{self.job_id}", told)
