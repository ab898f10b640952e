"""Tasks of projects."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from steerco.foundation.fields.models import FieldedRecord


class TaskState(models.TextChoices):
    """How far a task is (domain.md §6.2)."""

    NOT_STARTED = "not_started", _("not started")
    IN_PROGRESS = "in_progress", _("in progress")
    COMPLETE = "complete", _("complete")
    CANCELLED = "cancelled", _("cancelled")


class TaskPriority(models.TextChoices):
    """How much a task matters beside the others."""

    LOW = "low", _("low")
    MEDIUM = "medium", _("medium")
    HIGH = "high", _("high")
    URGENT = "urgent", _("urgent")


class Task(FieldedRecord):
    """A piece of work in a project. `section` is the column of a board or the head of a list; a part of a task names it as its parent."""

    ref = models.CharField(_("reference"), max_length=20)
    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="tasks")
    parent = models.ForeignKey("self", on_delete=models.RESTRICT, null=True, blank=True, related_name="parts")
    name = models.CharField(_("task"), max_length=500)
    section = models.CharField(_("section"), max_length=160, blank=True)
    state = models.CharField(_("state"), max_length=11, choices=TaskState.choices, default=TaskState.NOT_STARTED)
    priority = models.CharField(_("priority"), max_length=6, choices=TaskPriority.choices, blank=True)
    assignee = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="tasks")
    start_on = models.DateField(_("start date"), null=True, blank=True)
    due_on = models.DateField(_("due date"), null=True, blank=True)
    entered_on = models.DateField(_("entered"), null=True, blank=True)
    completed_on = models.DateField(_("completed"), null=True, blank=True)
    tags = models.CharField(_("tags"), max_length=300, blank=True)
    description = models.TextField(_("description"), blank=True)
    archived = models.BooleanField(_("archived"), default=False)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    budget_amount = models.DecimalField(_("budget"), max_digits=18, decimal_places=2, null=True, blank=True)
    estimate_amount = models.DecimalField(_("estimate at completion"), max_digits=18, decimal_places=2, null=True, blank=True)
    spent_amount = models.DecimalField(_("spent"), max_digits=18, decimal_places=2, null=True, blank=True)
    gaps = models.JSONField(_("missing facts"), default=dict, blank=True)
    source_key = models.CharField(_("key at the source"), max_length=200, blank=True)

    class Meta(FieldedRecord.Meta):
        verbose_name, verbose_name_plural = _("task"), _("tasks")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "ref"], name="task_ref_once"),
            models.UniqueConstraint(fields=["project", "source_key"], condition=~models.Q(source_key=""), name="task_source_key_once"),
            models.CheckConstraint(
                condition=models.Q(budget_amount__isnull=True, estimate_amount__isnull=True, spent_amount__isnull=True)
                | ~models.Q(currency=""),
                name="task_money_has_currency",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "due_on", "id"]),
            models.Index(fields=["organisation", "state", "id"]),
            models.Index(fields=["organisation", "name", "id"]),
            models.Index(fields=["project", "section", "id"]),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def days_taken(self) -> int | None:
        """Elapsed calendar days from entry to completion, both counted (domain.md §6.5); None while one of the two is missing.

        A task that was completed before it was entered has no such time.
        """
        if self.entered_on is None or self.completed_on is None or self.completed_on < self.entered_on:
            return None
        return (self.completed_on - self.entered_on).days + 1
