"""Looking after jobs: those whose worker died are run again or have failed, those that the queue lost are sent again, old ones go."""

from __future__ import annotations

import datetime as dt
import time

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.foundation.tasks import queue
from steerco.foundation.tasks.ends import tell_end
from steerco.foundation.tasks.kinds import NoSuchJob, kind_of
from steerco.foundation.tasks.models import OPEN, Job, JobState
from steerco.foundation.tasks.services.lines import write_lines

STALE_SECONDS = 120.0
KEPT_DAYS = 90
_RESENT_AT_ONCE = 1000


def recover() -> int:
    """Puts right what a killed worker or a lost message left behind; gives how many jobs were touched. Running it again does no harm."""
    return _bury() + _resend()


def _bury() -> int:
    """Jobs whose worker is dead: back into the queue, or failed where that happened too often, or cancelled where that was wished."""
    touched = 0
    for job in Job.everywhere.filter(state=JobState.RUNNING).select_related("organisation"):
        if not is_lost(job):
            continue
        touched += _buried(job)
    return touched


def is_lost(job: Job) -> bool:
    """Whether the worker of a running job is dead: its process is gone, or its heart has not beaten for two minutes."""
    if queue.surely_dead(job.worker):
        return True
    began = job.started_at.timestamp() if job.started_at else 0.0
    last = max(queue.kept(f"beat.{job.pk}") or 0.0, began)
    return time.time() - last > STALE_SECONDS


def _buried(job: Job) -> int:
    try:
        starts = kind_of(job.kind).starts
    except NoSuchJob:
        starts = 0
    mine = Job.everywhere.filter(pk=job.pk, state=JobState.RUNNING, attempt=job.attempt)
    if queue.kept(f"cancel.{job.pk}"):
        state, line = JobState.CANCELLED, _("The worker stopped in the middle; the job was cancelled.")
    elif job.attempt < starts:
        state, line = JobState.QUEUED, _("The worker stopped in the middle. The job is run again (%(next)d of %(starts)d).")
        line = line % {"next": job.attempt + 1, "starts": starts}
    else:
        state = JobState.FAILED
        line = _("The worker stopped in the middle of this job %(count)d times, so it isn't run again.") % {"count": job.attempt}
    ended = {"ended_at": timezone.now(), "problem": line if state == JobState.FAILED else ""} if state != JobState.QUEUED else {}
    if not mine.update(state=state, worker="", **ended):
        return 0
    write_lines(job.pk, job.attempt, [(timezone.now().isoformat(), line)])
    queue.forget(f"beat.{job.pk}")
    if state == JobState.QUEUED:
        queue.send(job.pk)
    else:
        queue.forget(f"live.{job.pk}", f"cancel.{job.pk}")
        tell_end(job, state)
    return 1


def _resend() -> int:
    """Jobs that wait although nothing lies in the queue: their message was lost, so it is sent again."""
    if not queue.is_empty():
        return 0
    now = timezone.now()
    due = Q(not_before__isnull=True, asked_at__lt=now - dt.timedelta(seconds=5)) | Q(not_before__lt=now - dt.timedelta(seconds=5))
    waiting = list(Job.everywhere.filter(due, state=JobState.QUEUED).order_by("id").values_list("pk", flat=True)[:_RESENT_AT_ONCE])
    for pk in waiting:
        queue.send(pk)
    return len(waiting)


def drop_old_jobs(before: dt.datetime | None = None) -> int:
    """Removes jobs of the organisation in force that ended long ago, with their logs; gives how many."""
    _all, counts = _old_jobs(before or timezone.now() - dt.timedelta(days=KEPT_DAYS)).delete()
    return counts.get(Job._meta.label, 0)


def count_old_jobs(before: dt.datetime) -> int:
    """How many jobs of the organisation in force ended before an instant."""
    return _old_jobs(before).count()


def _old_jobs(before: dt.datetime) -> QuerySet[Job]:
    return Job.objects.exclude(state__in=OPEN).filter(ended_at__lt=before)
