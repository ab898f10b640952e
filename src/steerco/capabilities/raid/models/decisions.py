"""Decisions and actions: what was decided, by whom and why; what somebody is to do by a day (domain.md §9.2)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from steerco.capabilities.raid.models.log import Degree, LogRecord


class DecisionState(models.TextChoices):
    """Whether a decision is in force."""

    PROPOSED = "proposed", _("proposed")
    RECORDED = "recorded", _("recorded")
    REVERSED = "reversed", _("reversed")


class Decision(LogRecord):
    """A decision; title is the question. One that reverses another names it; what was done since is listed, never undone by itself."""

    options = models.TextField(_("options"), blank=True)
    outcome = models.TextField(_("outcome"), blank=True)
    decider = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decided_on = models.DateField(_("decided"), null=True, blank=True)
    rationale = models.TextField(_("rationale"), blank=True)
    effects = models.TextField(_("effects"), blank=True)
    review_on = models.DateField(_("look again"), null=True, blank=True)
    reverses = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by")
    issue = models.ForeignKey("raid.Issue", on_delete=models.SET_NULL, null=True, blank=True, related_name="decisions")
    state = models.CharField(_("state"), max_length=8, choices=DecisionState.choices, default=DecisionState.PROPOSED)

    class Meta(LogRecord.Meta):
        verbose_name, verbose_name_plural = _("decision"), _("decisions")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["organisation", "ref"], name="decision_ref_once")]
        indexes = [models.Index(fields=["organisation", "state", "id"]), models.Index(fields=["project", "state"])]


class ActionState(models.TextChoices):
    """How far an action is."""

    OPEN = "open", _("open")
    IN_PROGRESS = "in_progress", _("in progress")
    DONE = "done", _("done")
    CANCELLED = "cancelled", _("cancelled")


class Action(LogRecord):
    """What somebody is to do by a day, and what it came of: a risk, an issue, a decision, or words such as the name of a meeting."""

    due_on = models.DateField(_("due date"), null=True, blank=True)
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Degree.choices, default=Degree.MODERATE)
    source = models.CharField(_("source"), max_length=200, blank=True)
    risk = models.ForeignKey("raid.Risk", on_delete=models.SET_NULL, null=True, blank=True, related_name="actions")
    issue = models.ForeignKey("raid.Issue", on_delete=models.SET_NULL, null=True, blank=True, related_name="actions")
    decision = models.ForeignKey(Decision, on_delete=models.SET_NULL, null=True, blank=True, related_name="actions")
    state = models.CharField(_("state"), max_length=11, choices=ActionState.choices, default=ActionState.OPEN)
    done_on = models.DateField(_("done"), null=True, blank=True)
    evidence = models.TextField(_("evidence"), blank=True)

    class Meta(LogRecord.Meta):
        verbose_name, verbose_name_plural = _("action"), _("actions")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["organisation", "ref"], name="action_ref_once")]
        indexes = [models.Index(fields=["organisation", "state", "due_on", "id"]), models.Index(fields=["project", "state"])]
