"""Jobs with their log, and what is done by the clock. Jobs are how the house works, not what it keeps: the ledger holds what they write."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from steerco.foundation.access.models import Extent
from steerco.foundation.organisations.models import Organisation, OrganisationRecord
from steerco.foundation.organisations.scope import ScopedManager


class JobState(models.TextChoices):
    """Where a job is on its way."""

    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


OPEN = (JobState.QUEUED, JobState.RUNNING)


class Job(models.Model):
    """One piece of work: who asked for it, where it stands, what came of it.

    `arguments` is what the work is called with. `once` is a key under which only one job of its kind may be open. `attempt` counts how
    often it was begun, `worker` names the process that has it. While it runs, its progress and heartbeat lie in the queue's own store,
    so that a job may hold one long transaction and still be watched; they are written here when it ends.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=60)
    title = models.CharField(_("about"), max_length=200, blank=True)
    arguments = models.JSONField(default=dict, blank=True)
    once = models.CharField(max_length=120, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=JobState.choices, default=JobState.QUEUED)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    on_behalf_of = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    as_system = models.BooleanField(default=False)
    extent = models.CharField(max_length=5, choices=Extent.choices, default=Extent.WHOLE)
    done = models.PositiveBigIntegerField(null=True, blank=True)
    total = models.PositiveBigIntegerField(null=True, blank=True)
    sentence = models.CharField(max_length=300, blank=True)
    result = models.CharField(_("result"), max_length=300, blank=True)
    link = models.CharField(max_length=500, blank=True)
    problem = models.TextField(_("problem"), blank=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=120, blank=True)
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now)
    not_before = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects: models.Manager[Job] = ScopedManager()
    everywhere: models.Manager[Job] = models.Manager()

    class Meta:
        base_manager_name = "everywhere"
        verbose_name, verbose_name_plural = _("job"), _("jobs")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["organisation", "-id"]),
            models.Index(fields=["organisation", "account", "-id"]),
            models.Index(fields=["state", "id"], condition=models.Q(state__in=["queued", "running"]), name="open_jobs"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "once"],
                condition=models.Q(state__in=["queued", "running"]) & ~models.Q(once=""),
                name="one_open_job_of_a_key",
            )
        ]

    def __str__(self) -> str:
        return self.title or self.kind

    @property
    def is_open(self) -> bool:
        """Whether it waits or runs."""
        return self.state in OPEN

    def get_absolute_url(self) -> str:
        """The page of the job."""
        from django.urls import reverse

        return reverse("job", args=[self.pk])


class JobLine(models.Model):
    """One line of the log of a job."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="lines")
    at = models.DateTimeField(default=timezone.now)
    attempt = models.PositiveSmallIntegerField(default=1)
    text = models.CharField(max_length=500)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text


class Schedule(OrganisationRecord):
    """That an organisation does a kind of job at other times than shipped, or not at all."""

    kind = models.CharField(_("kind"), max_length=60)
    cron = models.CharField(_("when"), max_length=60)
    enabled = models.BooleanField(_("on"), default=True)

    class Meta(OrganisationRecord.Meta):
        verbose_name, verbose_name_plural = _("schedule"), _("schedules")
        constraints = [models.UniqueConstraint(fields=["organisation", "kind"], name="schedule_once_per_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.cron}"


class Clock(models.Model):
    """When an organisation's scheduled job runs next, and when it ran last."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    next_at = models.DateTimeField(null=True, blank=True)
    last_at = models.DateTimeField(null=True, blank=True)
    last_job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects: models.Manager[Any] = ScopedManager()
    everywhere: models.Manager[Any] = models.Manager()

    class Meta:
        base_manager_name = "everywhere"
        constraints = [models.UniqueConstraint(fields=["organisation", "kind"], name="clock_once_per_kind")]
        indexes = [models.Index(fields=["next_at"])]

    def __str__(self) -> str:
        return f"{self.kind} at {self.next_at}"


class Keeping(OrganisationRecord):
    """For how long an organisation keeps a kind of thing, where not as shipped; of the kind `*`: that nothing goes at all, and why."""

    kind = models.CharField(_("what"), max_length=40)
    days = models.PositiveSmallIntegerField(_("days"), default=90)
    held = models.BooleanField(_("nothing goes"), default=False)
    reason = models.CharField(_("why"), max_length=300, blank=True)

    class Meta(OrganisationRecord.Meta):
        verbose_name, verbose_name_plural = _("time of keeping"), _("times of keeping")
        constraints = [models.UniqueConstraint(fields=["organisation", "kind"], name="keeping_once_per_kind")]

    def __str__(self) -> str:
        return self.kind


class Thinning(models.Model):
    """That old things of a kind went: when, how many, from before which instant."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    at = models.DateTimeField(default=timezone.now)
    before = models.DateTimeField()
    gone = models.PositiveIntegerField()

    objects: models.Manager[Thinning] = ScopedManager()
    everywhere: models.Manager[Thinning] = models.Manager()

    class Meta:
        base_manager_name = "everywhere"
        ordering = ["-id"]
        indexes = [models.Index(fields=["organisation", "kind", "-id"])]

    def __str__(self) -> str:
        return f"{self.kind}: {self.gone}"
