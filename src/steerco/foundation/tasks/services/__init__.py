"""Asking for work in the background, ending it, and asking for it again."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.organisations.scope import within
from steerco.foundation.tasks import queue
from steerco.foundation.tasks.access import may_cancel, rights
from steerco.foundation.tasks.ends import tell_end
from steerco.foundation.tasks.kinds import JobFailed, check_arguments, kind_of
from steerco.foundation.tasks.models import OPEN, Job, JobState


def enqueue(by: Actor, kind: str, *, title: str = "", once: str = "", delay: float = 0, **arguments: Any) -> Job:
    """Asks for a job, which begins after commit; where one of the same kind is open under the key `once`, gives that one.

    `arguments` must be plain values that JSON holds; `title` says what it is about, shown to whoever asked only; `delay` is in seconds.
    The work is done with the rights that the actor holds then. Raises `NoSuchJob`, and `TypeError` where the work can't be called so.
    """
    known = kind_of(kind)
    check_arguments(known, arguments)
    if not by.is_system and by.account is None:
        raise Refused("job", "ask for", [])
    later = timezone.now() + dt.timedelta(seconds=delay) if delay > 0 else None
    job = Job(
        organisation=by.organisation, kind=kind, title=title[:200], arguments=arguments, once=once, account=by.account,
        on_behalf_of=by.on_behalf_of, as_system=by.is_system, extent=by.extent, not_before=later,
    )  # fmt: skip
    with within(by.organisation):
        there = _inserted(job)
    if there is job:
        transaction.on_commit(lambda: queue.send(job.pk, delay), robust=True)  # one that isn't sent is found by who looks for lost ones
    return there


def _inserted(job: Job) -> Job:
    """The job, inserted, or the open one that has its key already."""
    if not job.once:
        job.save(force_insert=True)
        return job
    open_ones = Job.objects.filter(kind=job.kind, once=job.once, state__in=OPEN)
    while True:
        there = open_ones.first()
        if there is not None:
            return there
        try:
            with transaction.atomic():
                job.save(force_insert=True)
        except IntegrityError:
            job.pk = None  # somebody else has just asked for it
        else:
            return job


def cancel_job(*, by: Actor, job: Job) -> bool:
    """Ends a job: a waiting one at once, a running one at its next step. False where it is over already; raises `Refused`."""
    if not job.is_open:
        return False
    if not may_cancel(by, job):
        raise Refused("job", "cancel", ["whoever asked for it", *rights().allowed["cancel"]])
    waiting = Job.everywhere.filter(pk=job.pk, state=JobState.QUEUED)
    if waiting.update(state=JobState.CANCELLED, ended_at=timezone.now()):
        tell_end(job, JobState.CANCELLED)
        return True
    queue.keep(f"cancel.{job.pk}", {"account": by.account.pk if by.account else None})
    return Job.everywhere.filter(pk=job.pk, state=JobState.RUNNING).exists()


def ask_again(*, by: Actor, job: Job) -> Job:
    """Asks for the same work once more; only whoever asked for it first may."""
    if by.account is None or job.account_id != by.account.pk:
        raise Refused("job", "run again", ["whoever asked for it"])
    if job.is_open:
        raise JobFailed(_("It is not over yet."))
    return enqueue(by, job.kind, title=job.title, once=job.once, **job.arguments)
