"""Who may look at jobs: whoever asked for one, at all of it; whoever the rooms name, at what runs and when."""

from __future__ import annotations

from django.db.models import Q

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Permissions, table_of
from steerco.foundation.ledger.access import seen_whole
from steerco.foundation.tasks.models import Job


def rights() -> Permissions:
    """The permission table of jobs."""
    return table_of("job")


@seen_whole("tasks.schedule", "tasks.keeping")
def reads_settings(by: Actor) -> bool:
    """Whether the actor may read in the ledger what was set for the clock, and for how long things are kept."""
    return rights().allows(by, "view")


def asked_by(by: Actor) -> Q:
    """The jobs that the actor asked for: a filter on `Job`."""
    return Q(account=by.account) if by.account is not None else Q(pk__in=[])


def visible_to(by: Actor) -> Q:
    """The jobs that the actor may see at all: a filter on `Job`."""
    return Q() if rights().allows(by, "view") else asked_by(by)


def reads_all_of(by: Actor, job: Job) -> bool:
    """Whether the actor may read what a job is about, its log and its result: their own jobs, and those that the clock began."""
    if job.account_id is not None:
        return by.account is not None and job.account_id == by.account.pk
    return rights().allows(by, "view")


def may_cancel(by: Actor, job: Job) -> bool:
    """Whether the actor may end a job."""
    own = by.account is not None and job.account_id == by.account.pk
    return job.is_open and (own or rights().allows(by, "cancel"))
