"""One job from its start to its end: taken by one worker only, run as whoever asked, its end written whatever happens."""

from __future__ import annotations

import datetime as dt
import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import replace
from threading import Lock
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import Delegation, Extent
from steerco.foundation.ledger.writer import EditConflict, Locked, StillUsed
from steerco.foundation.organisations.scope import within
from steerco.foundation.tasks import queue
from steerco.foundation.tasks.ends import tell_end
from steerco.foundation.tasks.kinds import JobFailed, JobKind, NoSuchJob, Outcome, kind_of
from steerco.foundation.tasks.models import Job, JobState
from steerco.foundation.tasks.progress import Progress
from steerco.foundation.tasks.stops import Cancelled, Interrupted, TakenOver

log = logging.getLogger(__name__)
T = TypeVar("T")
PATIENCE = 120.0  # seconds in which the end of a job is tried to be written
ENTRANCE = "job"
_SAID = (JobFailed, PermissionDenied, ValidationError, EditConflict, Locked, StillUsed)

_running: set[int] = set()
_lock = Lock()


def running_here() -> list[int]:
    """The jobs that this process is working on."""
    with _lock:
        return sorted(_running)


def execute(job_id: int, worker: str) -> None:
    """Runs a job that waits; one that another worker has taken, or that is over, is left alone."""
    _fresh_connection()
    job = take(job_id, worker)
    if job is None:
        return
    with _lock:
        _running.add(job.pk)
    try:
        _work(job)
    finally:
        with _lock:
            _running.discard(job.pk)
        _fresh_connection()


def take(job_id: int, worker: str) -> Job | None:
    """Takes a waiting job for a worker; None where it isn't waiting (any more)."""
    now = timezone.now()
    due = Job.everywhere.filter(Q(not_before__isnull=True) | Q(not_before__lte=now), pk=job_id, state=JobState.QUEUED)
    if not due.update(state=JobState.RUNNING, worker=worker, attempt=F("attempt") + 1, started_at=now):
        return None
    return Job.everywhere.select_related("organisation", "account", "on_behalf_of").get(pk=job_id)


def actor_for(job: Job) -> Actor:
    """Whoever asked for a job with the rights of today and no more than were used then; the system for what the system began."""
    if job.as_system:
        return Actor.system(job.organisation, entrance=ENTRANCE, account=job.account)
    assert job.account is not None  # a job has an account or is the system's
    if job.on_behalf_of is None:
        return Actor.of(job.account, job.organisation, entrance=ENTRANCE, extent=job.extent)
    today = timezone.localdate()
    lent = Delegation.objects.filter(
        giver=job.on_behalf_of, receiver=job.account, ended_at__isnull=True, starts_on__lte=today, ends_on__gte=today
    ).first()
    if lent is None:
        raise JobFailed(_("Refused: you no longer act for %(person)s.") % {"person": job.on_behalf_of})
    by = Actor.acting_for(lent, entrance=ENTRANCE)
    return replace(by, extent=min(by.extent, job.extent, key=Extent.values.index))


def _work(job: Job) -> None:
    with within(job.organisation), timezone.override(job.organisation.time_zone):
        try:
            kind, by = kind_of(job.kind), actor_for(job)
        except (NoSuchJob, JobFailed) as error:
            end(job, JobState.FAILED, None, problem=str(error))
            return
        progress = Progress(job, by)
        try:
            outcome = kind.work(progress, **job.arguments)
        except TakenOver:
            log.warning("job %s was taken over by another worker", job.pk)
        except Interrupted:
            give_back(job, progress)
        except Cancelled:
            end(job, JobState.CANCELLED, progress)
        except Exception as error:
            _failed(job, kind, progress, error)
        else:
            end(job, JobState.DONE, progress, outcome=outcome if isinstance(outcome, Outcome) else None)


def _failed(job: Job, kind: JobKind, progress: Progress, error: Exception) -> None:
    """Tries it again later where its kind says so and the fault is none of the work's own refusals; else it has failed."""
    problem = said(error)
    if isinstance(error, _SAID) or job.failures >= kind.retries:
        end(job, JobState.FAILED, progress, problem=problem)
        return
    pause = kind.pause * 2**job.failures
    progress.log(_("%(problem)s It is tried again in %(pause)d seconds.") % {"problem": problem, "pause": pause})
    again_at = timezone.now() + dt.timedelta(seconds=pause)
    mine = Job.everywhere.filter(pk=job.pk, state=JobState.RUNNING, attempt=job.attempt)
    if _patiently(lambda: mine.update(state=JobState.QUEUED, worker="", not_before=again_at, failures=F("failures") + 1)):
        queue.send(job.pk, pause)


def said(error: Exception) -> str:
    """A fault in words: a refusal's own, else a number that stands in the log beside the cause."""
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    if isinstance(error, _SAID):
        return str(error)
    number = secrets.token_hex(4)
    log.error("error %s in a job", number, exc_info=error)
    return _("Something went wrong on our side. The log of the server has it as %(number)s.") % {"number": number}


def give_back(job: Job, progress: Progress) -> None:
    """Puts a job back into the queue because its worker ends; the attempt doesn't count."""
    progress.log(_("The worker was stopped; the job waits for the next one."))
    mine = Job.everywhere.filter(pk=job.pk, state=JobState.RUNNING, attempt=job.attempt)
    if _patiently(lambda: mine.update(state=JobState.QUEUED, worker="", attempt=F("attempt") - 1)):
        queue.forget(f"live.{job.pk}", f"beat.{job.pk}")
        queue.send(job.pk)


def end(job: Job, state: JobState, progress: Progress | None, *, outcome: Outcome | None = None, problem: str = "") -> bool:
    """Writes how a job ended; False where another worker has it by now."""
    result: dict[str, Any] = {"result": outcome.text[:300], "link": outcome.link[:500]} if outcome is not None else {}
    values: dict[str, Any] = {"state": state, "problem": problem, "ended_at": timezone.now(), **result}
    if progress is not None:
        values |= {"done": progress.done, "total": progress.total, "sentence": progress.sentence}
        _patiently(progress.flush)
    mine = Job.everywhere.filter(pk=job.pk, state=JobState.RUNNING, attempt=job.attempt)
    if not _patiently(lambda: mine.update(**values)):
        return False
    queue.forget(f"live.{job.pk}", f"beat.{job.pk}", f"cancel.{job.pk}")
    tell_end(job, state)
    return True


def _patiently(write: Callable[[], T]) -> T:
    """Writes what must not be lost: waits where another process holds the database, or where the connection broke."""
    last = time.monotonic() + PATIENCE
    while True:
        try:
            return write()
        except (OperationalError, InterfaceError):
            if time.monotonic() > last or connection.in_atomic_block:
                raise
            log.warning("the end of a job could not be written yet", exc_info=True)
            connection.close_if_unusable_or_obsolete()
            time.sleep(0.5)


def _fresh_connection() -> None:
    if not connection.in_atomic_block:
        close_old_connections()
