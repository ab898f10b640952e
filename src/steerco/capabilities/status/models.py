"""Reporting periods, status reports and what they say in words. A published report never changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from steerco.capabilities.projects.queries import PriceBasis
from steerco.foundation.access.duties import Approval
from steerco.foundation.ledger.writer import Locked
from steerco.foundation.organisations.models import OrganisationRecord


class Scale(models.TextChoices):
    """How many points the delivery confidence of a period has (domain.md §10.4)."""

    FIVE = "five", _("five points")
    THREE = "three", _("three points")


class Confidence(models.TextChoices):
    """Delivery confidence; Amber/Green and Amber/Red exist on the five-point scale only."""

    GREEN = "green", _("Green")
    AMBER_GREEN = "amber_green", _("Amber/Green")
    AMBER = "amber", _("Amber")
    AMBER_RED = "amber_red", _("Amber/Red")
    RED = "red", _("Red")


FIVE_ONLY = frozenset({Confidence.AMBER_GREEN, Confidence.AMBER_RED})


class ReportState(models.TextChoices):
    """Where a report is on its way (domain.md §10.2)."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    REVIEWED = "reviewed", _("reviewed")
    RETURNED = "returned", _("returned")
    PUBLISHED = "published", _("published")
    SUPERSEDED = "superseded", _("superseded")


ON_ITS_WAY = (ReportState.DRAFT, ReportState.SUBMITTED, ReportState.REVIEWED, ReportState.RETURNED)


class Origin(models.TextChoices):
    """How a report came to be: it came with a return that was imported, or somebody wrote it here."""

    IMPORTED = "imported", _("from a return")
    WRITTEN = "written", _("written here")


class Topic(models.TextChoices):
    """What a narrative is about."""

    HEADLINE = "headline", _("headline")
    CONFIDENCE = "confidence", _("confidence and actions")
    SCHEDULE = "schedule", _("schedule")
    YEAR = "year", _("the year")
    COST = "cost", _("whole-life cost")
    BENEFITS = "benefits", _("benefits")
    ACHIEVED = "achieved", _("achieved")
    NEXT = "next", _("next")
    CONCERNS = "concerns", _("concerns")
    HELP = "help", _("help needed")
    DECISIONS = "decisions", _("decisions asked")

    @property
    def limit(self) -> int:
        """How many characters a report written by hand may say on it; a return is kept as it is."""
        return 140 if self is Topic.HEADLINE else 600


class ReportingPeriod(OrganisationRecord):
    """A return or month that projects report for: its name, the date of its facts and its rating scale."""

    name = models.CharField(_("name"), max_length=40)
    status_on = models.DateField(_("as at"))
    scale = models.CharField(_("scale"), max_length=5, choices=Scale.choices, default=Scale.THREE)
    scale_changed_in = models.CharField(_("scale changed in"), max_length=40, blank=True)
    budget_year = models.CharField(_("budget year"), max_length=9, blank=True)

    class Meta(OrganisationRecord.Meta):
        verbose_name, verbose_name_plural = _("reporting period"), _("reporting periods")
        ordering = ["status_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "status_on"], name="period_date_once"),
            models.UniqueConstraint(fields=["organisation", "name"], name="period_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class StatusReport(OrganisationRecord):
    """What was said of a project for a period. `gaps` holds, for each missing fact, its kind and its reason word for word.

    `reported_colours` holds what its writer says of each dimension and of the whole ("overall"): `{"cost": {"colour": "green", "reason":
    "…"}}`. `picks` names the records of registers that the board is to see. `snapshot` is what was known when it was submitted and
    published: the facts, the calendar and the limits in force, and what other rooms add (`status.services.freezing`).
    """

    FACTS = (
        "confidence", "start_on", "end_on", "whole_life_cost_amount", "year_budget_amount", "year_forecast_amount", "benefits_amount",
    )  # fmt: skip

    duties = (
        Approval(
            "state", waiting=frozenset({"draft", "submitted", "reviewed", "returned"}), submitted=frozenset({"submitted"}),
            approved=frozenset({"reviewed", "published"}), brought=frozenset({"load_import"}),
        ),
    )  # fmt: skip

    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="reports")
    period = models.ForeignKey(ReportingPeriod, on_delete=models.PROTECT, related_name="reports")
    edition = models.PositiveSmallIntegerField(_("edition"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=ReportState.choices, default=ReportState.DRAFT)
    origin = models.CharField(_("origin"), max_length=8, choices=Origin.choices, default=Origin.WRITTEN)
    unit = models.ForeignKey("people.OrgUnit", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confidence = models.CharField(_("confidence"), max_length=11, choices=Confidence.choices, blank=True)
    confidence_by = models.CharField(_("rated by"), max_length=40, blank=True)
    start_on = models.DateField(_("start date"), null=True, blank=True)
    end_on = models.DateField(_("end date"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    price_basis = models.CharField(_("price basis"), max_length=8, choices=PriceBasis.choices, default=PriceBasis.UNSTATED)
    whole_life_cost_amount = models.DecimalField(_("whole-life cost"), max_digits=18, decimal_places=2, null=True, blank=True)
    year_budget_amount = models.DecimalField(_("year budget"), max_digits=18, decimal_places=2, null=True, blank=True)
    year_forecast_amount = models.DecimalField(_("year forecast"), max_digits=18, decimal_places=2, null=True, blank=True)
    benefits_amount = models.DecimalField(_("benefits"), max_digits=18, decimal_places=2, null=True, blank=True)
    gaps = models.JSONField(_("missing facts"), default=dict, blank=True)
    reported_name = models.CharField(_("name as reported"), max_length=300)
    reported_key = models.CharField(_("key as reported"), max_length=80, blank=True)
    reported_unit = models.CharField(_("unit as reported"), max_length=160, blank=True)
    reported_category = models.CharField(_("category as reported"), max_length=120, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reported_colours = models.JSONField(_("reported colours"), default=dict, blank=True)
    picks = models.JSONField(_("picked for the board"), default=list, blank=True)
    snapshot = models.JSONField(_("frozen facts"), default=dict, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    submissions = models.PositiveSmallIntegerField(_("times submitted"), default=0)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    supersedes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by")

    class Meta(OrganisationRecord.Meta):
        verbose_name, verbose_name_plural = _("status report"), _("status reports")
        ordering = ["-period__status_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "period", "edition"], name="report_edition_once"),
            models.UniqueConstraint(
                fields=["project", "period"], condition=models.Q(state="published"), name="one_published_report_per_period"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="published") | models.Q(published_at__isnull=False), name="published_report_has_its_time"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "period", "state", "project"]),
            models.Index(fields=["organisation", "project", "state", "period"]),  # with all of them, so that no statistics are needed
        ]

    def __str__(self) -> str:
        return f"{self.reported_name}, {self.period}"

    @property
    def late(self) -> bool | None:
        """Whether it was submitted after the day it was due; None where it was due on no day, or is not submitted."""
        if self.due_on is None or self.submitted_at is None:
            return None
        return timezone.localdate(self.submitted_at) > self.due_on

    @property
    def imported(self) -> bool:
        """Whether it came with a return; otherwise it was written here."""
        return self.origin == Origin.IMPORTED

    @staticmethod
    def missing_since(values: dict[str, Any], made_by: str) -> dict[str, Any]:
        """The origin of a report that was taken back before reports had one: that of the act that made it."""
        return {} if "origin" in values else {"origin": Origin.IMPORTED if made_by == "load_import" else Origin.WRITTEN}

    def refuse_change(self, fields: frozenset[str], verb: str) -> None:
        """A published report keeps every value; only its project may be corrected (merge, split), or its edition be superseded."""
        if self.published_at is not None and fields - {"project_id", "state"}:
            raise Locked(f"Refused: the report “{self}” is published. Change it in the next report, or publish a new edition.")

    def refuse_removal(self) -> None:
        """A published report stays; the import that brought it can be undone as a whole."""
        if self.published_at is not None:
            raise Locked(f"Refused: the report “{self}” is published and stays on record. Publish a new edition, or undo its import.")


class Narrative(OrganisationRecord):
    """What a report says on one topic, verbatim."""

    report = models.ForeignKey(StatusReport, on_delete=models.CASCADE, related_name="narratives")
    topic = models.CharField(_("topic"), max_length=10, choices=Topic.choices)
    text = models.TextField(_("text"))

    class Meta(OrganisationRecord.Meta):
        constraints = [models.UniqueConstraint(fields=["organisation", "report", "topic"], name="narrative_once_per_topic")]

    def __str__(self) -> str:
        return f"{self.topic} of report {self.report_id}"

    def refuse_change(self, fields: frozenset[str], verb: str) -> None:
        """Words of a published report never change."""
        if self.report.published_at is not None:
            raise Locked("Refused: the report is published. Change it in the next report, or publish a new edition.")

    def refuse_creation(self, made_here: Callable[[OrganisationRecord], bool]) -> None:
        """Words come with their report or while it is a draft."""
        if self.report.published_at is not None and not made_here(self.report):
            raise Locked("Refused: the report is published. Change it in the next report, or publish a new edition.")

    def refuse_removal(self) -> None:
        """Words of a published report stay."""
        self.refuse_change(frozenset(), "")
