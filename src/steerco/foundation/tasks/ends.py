"""Telling that a job is over."""

from __future__ import annotations

from django.db import transaction

from steerco.foundation.ledger.news import tell
from steerco.foundation.tasks.events import JobEnded
from steerco.foundation.tasks.kinds import NoSuchJob, kind_of
from steerco.foundation.tasks.models import Job, JobState


def tell_end(job: Job, state: JobState) -> None:
    """Tells that a job is over, once that is committed; whoever listens can't undo it."""
    try:
        quiet = kind_of(job.kind).quiet
    except NoSuchJob:
        quiet = False
    news = JobEnded(job.pk, job.organisation_id, state, quiet)
    transaction.on_commit(lambda: tell(news), robust=True)
