"""Jobs as pages show them: the row, and while it runs what its worker says of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime

from steerco.foundation.access.actor import Actor
from steerco.foundation.tasks import queue
from steerco.foundation.tasks.access import asked_by, may_cancel, reads_all_of, visible_to
from steerco.foundation.tasks.cron import Cron
from steerco.foundation.tasks.kinds import JobKind, label_of, scheduled_kinds
from steerco.foundation.tasks.models import Clock, Job, JobState, Schedule

MARKS = {JobState.QUEUED: "n", JobState.RUNNING: "n", JobState.DONE: "g", JobState.FAILED: "r", JobState.CANCELLED: "n"}


@dataclass(frozen=True, slots=True)
class JobShown:
    """A job as an actor may see it; of other people's jobs only what kind they are and where they stand."""

    job: Job
    kind: str
    whole: bool
    done: int | None
    total: int | None
    sentence: str
    lines: tuple[tuple[dt.datetime | None, str], ...]
    cancelling: bool
    may_cancel: bool
    may_repeat: bool

    @property
    def percent(self) -> int | None:
        """How far it is, where that is known."""
        return None if not self.total or self.done is None else min(100, 100 * self.done // self.total)


def jobs(by: Actor, *, everybodys: bool = False) -> QuerySet[Job]:
    """The jobs that the actor asked for, or all that it may see, newest first."""
    return Job.objects.filter(visible_to(by) if everybodys else asked_by(by)).select_related("account", "on_behalf_of").order_by("-id")


def shown(by: Actor, job: Job, *, log: bool = False) -> JobShown:
    """A job with what its worker says of it now."""
    whole = reads_all_of(by, job)
    live: dict[str, Any] = (queue.kept(f"live.{job.pk}") or {}) if job.state == JobState.RUNNING else {}
    live = live if live.get("attempt") == job.attempt else {}
    cancelling = job.state == JobState.RUNNING and queue.kept(f"cancel.{job.pk}") is not None
    lines: list[tuple[dt.datetime | None, str]] = []
    if whole and log:
        written = list(job.lines.values_list("at", "text"))
        lines += written
        lines += [(parse_datetime(at), text) for at, text in live.get("lines", []) if (parse_datetime(at), text) not in written]
    return JobShown(
        job=job, kind=label_of(job.kind), whole=whole,
        done=live.get("done", job.done), total=live.get("total", job.total),
        sentence=(live.get("sentence") or job.sentence) if whole else "", lines=tuple(lines), cancelling=cancelling,
        may_cancel=may_cancel(by, job) and not cancelling,
        may_repeat=not job.is_open and by.account is not None and job.account_id == by.account.pk and not job.as_system,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A kind that is done by the clock, as the organisation has set it."""

    kind: JobKind
    cron: str
    words: str
    enabled: bool
    next_at: dt.datetime | None
    last_at: dt.datetime | None
    last_job: Job | None


def scheduled() -> list[Scheduled]:
    """Everything that is done by the clock in the organisation in force (three queries)."""
    own = {each.kind: each for each in Schedule.objects.all()}
    clocks = {each.kind: each for each in Clock.objects.select_related("last_job")}
    found = []
    for kind in scheduled_kinds():
        held, clock = own.get(kind.name), clocks.get(kind.name)
        cron = held.cron if held is not None else kind.every
        found.append(
            Scheduled(
                kind,
                cron,
                Cron.parse(cron).words(),
                held.enabled if held is not None else True,
                clock.next_at if clock else None,
                clock.last_at if clock else None,
                clock.last_job if clock else None,
            )
        )
    return found
