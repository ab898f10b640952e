"""Issues: what has happened and needs a way on; assumptions: what is taken for true until somebody has looked (domain.md §9.2, §9.5)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from steerco.capabilities.raid.models.log import Degree, LogRecord


class IssueKind(models.TextChoices):
    """What sort of issue it is."""

    PROBLEM = "problem", _("problem")
    OFF_SPECIFICATION = "off_specification", _("off-specification")
    CHANGE = "change", _("request for change")
    CONCERN = "concern", _("concern")


class IssueState(models.TextChoices):
    """How far an issue is."""

    OPEN = "open", _("open")
    ANALYSING = "analysing", _("being analysed")
    ESCALATED = "escalated", _("escalated")
    DEFERRED = "deferred", _("deferred")
    RESOLVED = "resolved", _("resolved")
    CLOSED = "closed", _("closed")


class Priority(models.TextChoices):
    """How soon an issue needs an answer, worked out from impact and urgency."""

    P1 = "P1", _("P1, answer within 1 working day")
    P2 = "P2", _("P2, within 3 working days")
    P3 = "P3", _("P3, within 10 working days")
    P4 = "P4", _("P4, within 30 working days")


class Issue(LogRecord):
    """An issue; its clock runs from the day it was raised until somebody answers, and then from each escalation."""

    kind = models.CharField(_("type"), max_length=17, choices=IssueKind.choices, default=IssueKind.PROBLEM)
    description = models.TextField(_("description"), blank=True)
    impact = models.PositiveSmallIntegerField(_("severity"), choices=Degree.choices, default=Degree.MODERATE)
    urgency = models.PositiveSmallIntegerField(_("urgency"), choices=Degree.choices, default=Degree.MODERATE)
    priority = models.CharField(_("priority"), max_length=2, choices=Priority.choices, default=Priority.P3)
    respond_by = models.DateField(_("answer by"), null=True, blank=True)
    due_on = models.DateField(_("due date"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=IssueState.choices, default=IssueState.OPEN)
    escalated_on = models.DateField(_("escalated"), null=True, blank=True)
    resolution = models.TextField(_("decision or resolution"), blank=True)
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    risk = models.ForeignKey("raid.Risk", on_delete=models.SET_NULL, null=True, blank=True, related_name="issues")

    class Meta(LogRecord.Meta):
        verbose_name, verbose_name_plural = _("issue"), _("issues")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["organisation", "ref"], name="issue_ref_once")]
        indexes = [models.Index(fields=["organisation", "state", "id"]), models.Index(fields=["project", "state"])]


class AssumptionState(models.TextChoices):
    """What is known of an assumption."""

    OPEN = "open", _("open")
    VALIDATED = "validated", _("validated")
    FALSE = "false", _("false")


class Confidence(models.TextChoices):
    """How sure one is of an assumption."""

    LOW = "low", _("low")
    MEDIUM = "medium", _("medium")
    HIGH = "high", _("high")


class Assumption(LogRecord):
    """A statement taken for true; one that turns out false names the issue or risk that came of it."""

    confidence = models.CharField(_("confidence"), max_length=6, choices=Confidence.choices, blank=True)
    if_false = models.TextField(_("impact if false"), blank=True)
    validate_by = models.DateField(_("validate by"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=AssumptionState.choices, default=AssumptionState.OPEN)
    finding = models.TextField(_("what was found"), blank=True)
    risk = models.ForeignKey("raid.Risk", on_delete=models.SET_NULL, null=True, blank=True, related_name="assumptions")
    issue = models.ForeignKey(Issue, on_delete=models.SET_NULL, null=True, blank=True, related_name="assumptions")

    class Meta(LogRecord.Meta):
        verbose_name, verbose_name_plural = _("assumption"), _("assumptions")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["organisation", "ref"], name="assumption_ref_once")]
        indexes = [models.Index(fields=["organisation", "state", "id"]), models.Index(fields=["project", "state"])]
