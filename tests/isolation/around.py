"""What stands around the records: jobs, comments, documents, notices; who may do what to them, with one of each in every world."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from steerco.capabilities.people.access import JOBS
from steerco.foundation.tasks.access import rights as job_rights
from steerco.foundation.tasks.models import Job
from steerco.foundation.tasks.services import cancel_job, enqueue
from steerco.foundation.tasks.services.clocks import run_now, set_schedule

if TYPE_CHECKING:
    from steerco.foundation.access.actor import Actor
    from tests.isolation.worlds import World

KIND = "drop_old_jobs"
TABLES = (JOBS,)
ACTS: dict[tuple[str, str], tuple[Any, ...]] = {
    ("job", "cancel"): (lambda w, by: cancel_job(by=by, job=Job.objects.get(pk=w.held["jobs"][0].pk)),),
    ("job", "configure"): (
        lambda w, by: set_schedule(by=by, kind=KIND, cron="0 4 * * *"),
        lambda w, by: run_now(by=by, kind=KIND),
    ),
}
SIGHTS: dict[str, Any] = {"job": lambda by: job_rights().allows(by, "view")}
OWN: dict[str, Any] = {
    "jobs": None,
    "job": (JOBS, "view"),
    "job_cancel": (JOBS, "cancel"),
    "job_again": (JOBS, "nobody"),
    "schedules": (JOBS, "view"),
    "schedule": (JOBS, "configure"),
    "schedule_run": (JOBS, "configure"),
}
POSTED = ("job_cancel", "job_again", "schedule_run")
BY_KEY = {"jobs/": "jobs"}


def arrange(world: World) -> None:
    """One of each, its texts with the word of the world."""
    by: Actor = world.system
    world.keep("jobs", enqueue(by, KIND, title=f"{world.word} clearing"))
