"""Tolerances, exceptions, and escalations with a step for each level that they reached (domain.md §10.7)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from steerco.foundation.access.duties import Approval
from steerco.foundation.organisations.models import OrganisationRecord


class ToleranceLevel(models.TextChoices):
    """Whose tolerance it is: a portfolio's holds for each of its projects that has none of its own."""

    PORTFOLIO = "portfolio", _("portfolio")
    PROJECT = "project", _("project")
    STAGE = "stage", _("stage")


class Aspect(models.TextChoices):
    """The seven aspects of performance of PRINCE2 7."""

    BENEFITS = "benefits", _("benefits")
    COST = "cost", _("cost")
    TIME = "time", _("time")
    QUALITY = "quality", _("quality")
    SCOPE = "scope", _("scope")
    SUSTAINABILITY = "sustainability", _("sustainability")
    RISK = "risk", _("risk")


class ExceptionState(models.TextChoices):
    """Where an exception is on its way."""

    FORECAST_BREACH = "forecast_breach", _("breach forecast")
    RAISED = "raised", _("raised")
    REPORTED = "reported", _("reported")
    DECIDED = "decided", _("decided")
    CLOSED = "closed", _("closed")


class Outcome(models.TextChoices):
    """What a board decides on an exception."""

    ACCEPT = "accept", _("accept it")
    EXTEND = "extend", _("extend the tolerance")
    PLAN = "plan", _("ask for an exception plan")
    CLOSE = "close", _("close the project early")
    OTHER = "other", _("something else")


class EscalationState(models.TextChoices):
    """Whether an escalation waits for a decision; “noted” is none."""

    OPEN = "open", _("waits for a decision")
    DECIDED = "decided", _("decided")
    LOWERED = "lowered", _("given back")


class EscalationLevel(models.IntegerChoices):
    """Who must decide."""

    SPONSOR = 1, _("sponsor")
    BOARD = 2, _("chair of the portfolio board")
    EXECUTIVE = 3, _("executive")


class Tolerance(OrganisationRecord):
    """How far an aspect may move from its plan before somebody above must decide: percent for cost, days for time, else words."""

    level = models.CharField(_("level"), max_length=9, choices=ToleranceLevel.choices, default=ToleranceLevel.PROJECT)
    portfolio = models.ForeignKey("projects.Portfolio", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    stage = models.CharField(_("stage"), max_length=120, blank=True)
    aspect = models.CharField(_("aspect"), max_length=14, choices=Aspect.choices)
    above = models.DecimalField(_("at most above the plan"), max_digits=9, decimal_places=2, null=True, blank=True)
    below = models.DecimalField(_("at most below the plan"), max_digits=9, decimal_places=2, null=True, blank=True)
    words = models.CharField(_("in words"), max_length=300, blank=True)
    planned_amount = models.DecimalField(_("planned cost"), max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    planned_on = models.DateField(_("planned end"), null=True, blank=True)
    valid_from = models.DateField(_("holds from"))
    valid_to = models.DateField(_("holds until"), null=True, blank=True)

    class Meta(OrganisationRecord.Meta):
        verbose_name, verbose_name_plural = _("tolerance"), _("tolerances")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level="portfolio", portfolio__isnull=False, project__isnull=True)
                | models.Q(level__in=["project", "stage"], portfolio__isnull=True, project__isnull=False),
                name="tolerance_of_one",
            ),
            models.CheckConstraint(
                condition=models.Q(planned_amount__isnull=True) | ~models.Q(currency=""), name="tolerance_money_has_currency"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")), name="tolerance_dates_in_order"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "aspect", "valid_from"])]

    def __str__(self) -> str:
        return f"{self.get_aspect_display()}: {self.stage or self.project or self.portfolio}"


class ToleranceException(OrganisationRecord):
    """A forecast beyond tolerance: found in a report or raised by hand, reported with options, decided by whoever stands above."""

    duties = (
        Approval("state", waiting=frozenset({"reported"}), submitted=frozenset({"reported"}), approved=frozenset({"decided"})),
    )  # fmt: skip

    ref = models.CharField(_("reference"), max_length=20)
    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="+")
    tolerance = models.ForeignKey(Tolerance, on_delete=models.SET_NULL, null=True, blank=True, related_name="exceptions")
    report = models.ForeignKey("status.StatusReport", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    aspect = models.CharField(_("aspect"), max_length=14, choices=Aspect.choices)
    state = models.CharField(_("state"), max_length=15, choices=ExceptionState.choices, default=ExceptionState.RAISED)
    deviation = models.DecimalField(_("deviation"), max_digits=14, decimal_places=4, null=True, blank=True)
    finding = models.CharField(_("what moved"), max_length=300)
    found_on = models.DateField(_("found"))
    cause = models.TextField(_("cause"), blank=True)
    consequences = models.TextField(_("consequences"), blank=True)
    options = models.TextField(_("options"), blank=True, help_text=_("One a line, at least two; doing nothing may be one of them."))
    recommendation = models.TextField(_("recommendation"), blank=True)
    lessons = models.TextField(_("lessons"), blank=True)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    raised_on = models.DateField(_("raised"), null=True, blank=True)
    reported_on = models.DateField(_("reported"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=6, choices=Outcome.choices, blank=True)
    decision = models.ForeignKey("raid.Decision", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_on = models.DateField(_("decided"), null=True, blank=True)
    closed_on = models.DateField(_("closed"), null=True, blank=True)

    class Meta(OrganisationRecord.Meta):
        verbose_name, verbose_name_plural = _("exception"), _("exceptions")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "ref"], name="exception_ref_once"),
            models.UniqueConstraint(
                fields=["project", "tolerance"],
                condition=models.Q(state__in=["forecast_breach", "raised", "reported"], tolerance__isnull=False),
                name="one_open_exception_of_a_tolerance",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="decided") | models.Q(decision__isnull=False), name="decided_exception_has_its_decision"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state", "id"]), models.Index(fields=["project", "state"])]

    def __str__(self) -> str:
        return f"{self.ref} {self.finding}"

    @property
    def choices(self) -> list[str]:
        """The options, one by one."""
        return [line.strip() for line in self.options.splitlines() if line.strip()]


class Escalation(OrganisationRecord):
    """A matter that somebody above must decide by a day; at expiry it moves up. It bundles one or several causes."""

    duties = (Approval("state", waiting=frozenset({"open"}), submitted=frozenset({"open"}), approved=frozenset({"decided"})),)

    ref = models.CharField(_("reference"), max_length=20)
    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("matter"), max_length=200)
    asked = models.TextField(_("decision asked"))
    causes = models.TextField(_("further causes"), blank=True, help_text=_("One a line: issues, risks, reports that are late."))
    state = models.CharField(_("state"), max_length=7, choices=EscalationState.choices, default=EscalationState.OPEN)
    level = models.PositiveSmallIntegerField(_("level"), choices=EscalationLevel.choices, default=EscalationLevel.SPONSOR)
    responsible = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    since_on = models.DateField(_("at this level since"))
    due_on = models.DateField(_("decide by"))
    unanswered_on = models.DateField(_("unanswered at the highest level since"), null=True, blank=True)
    escalated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    escalated_on = models.DateField(_("escalated"))
    noted = models.CharField(_("noted"), max_length=300, blank=True)
    outcome = models.TextField(_("what was decided"), blank=True)
    decision = models.ForeignKey("raid.Decision", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_on = models.DateField(_("ended"), null=True, blank=True)

    class Meta(OrganisationRecord.Meta):
        verbose_name, verbose_name_plural = _("escalation"), _("escalations")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "ref"], name="escalation_ref_once"),
            models.CheckConstraint(
                condition=~models.Q(state="decided") | models.Q(decision__isnull=False), name="decided_escalation_has_its_decision"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state", "due_on", "id"]), models.Index(fields=["project", "state"])]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"


class EscalatedException(OrganisationRecord):
    """That an exception is one of the causes of an escalation."""

    escalation = models.ForeignKey(Escalation, on_delete=models.CASCADE, related_name="bundled")
    exception = models.ForeignKey(ToleranceException, on_delete=models.CASCADE, related_name="escalated")

    class Meta(OrganisationRecord.Meta):
        constraints = [models.UniqueConstraint(fields=["escalation", "exception"], name="exception_in_escalation_once")]

    def __str__(self) -> str:
        return f"{self.exception_id} in {self.escalation_id}"


class EscalationStep(OrganisationRecord):
    """One level that an escalation reached: who had to decide from when until when, and how it ended there."""

    class Ended(models.TextChoices):
        """How a step ended."""

        DECIDED = "decided", _("decided")
        EXPIRED = "expired", _("moved up: no decision in time")
        LOWERED = "lowered", _("given back")

    escalation = models.ForeignKey(Escalation, on_delete=models.CASCADE, related_name="steps")
    level = models.PositiveSmallIntegerField(_("level"), choices=EscalationLevel.choices)
    responsible = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    began_on = models.DateField(_("from"))
    due_on = models.DateField(_("decide by"))
    ended_on = models.DateField(_("until"), null=True, blank=True)
    ended = models.CharField(_("ended"), max_length=7, choices=Ended.choices, blank=True)

    class Meta(OrganisationRecord.Meta):
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["escalation", "level"], name="escalation_level_once")]

    def __str__(self) -> str:
        return f"{self.get_level_display()} of {self.escalation_id}"
