"""Reporting calendars, the holidays they leave out, and who is excused from reporting."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from steerco.capabilities.projects.queries import Tier
from steerco.foundation.organisations.models import OrganisationRecord
from steerco_engine.cycle import Cadence, StatusDay


class CadenceChoice(models.TextChoices):
    """How often a calendar asks for reports."""

    WEEKLY = Cadence.WEEKLY.value, _("weekly")
    FORTNIGHTLY = Cadence.FORTNIGHTLY.value, _("every two weeks")
    MONTHLY = Cadence.MONTHLY.value, _("monthly")
    FOUR_FOUR_FIVE = Cadence.FOUR_FOUR_FIVE.value, _("4-4-5 weeks")
    QUARTERLY = Cadence.QUARTERLY.value, _("quarterly")


class StatusDayChoice(models.TextChoices):
    """Of which day of a period its facts are."""

    LAST_WORKING_DAY = StatusDay.LAST_WORKING_DAY.value, _("the last working day")
    LAST_DAY = StatusDay.LAST_DAY.value, _("the last day, working or not")


class ReportingCalendar(OrganisationRecord):
    """When projects report: how often, and by which working day after the status date what is due (domain.md §16.3).

    Without a place it is the office's own; a portfolio, a tier, both, or one project narrow it. The narrowest calendar in force holds.
    """

    name = models.CharField(_("name"), max_length=80)
    cadence = models.CharField(_("how often"), max_length=11, choices=CadenceChoice.choices, default=CadenceChoice.MONTHLY)
    anchor_on = models.DateField(_("a day on which a period ends"))
    status_day = models.CharField(
        _("facts are of"), max_length=16, choices=StatusDayChoice.choices, default=StatusDayChoice.LAST_WORKING_DAY
    )
    portfolio = models.ForeignKey("projects.Portfolio", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    tier = models.PositiveSmallIntegerField(_("tier"), choices=Tier.choices, null=True, blank=True)
    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    due_days = models.PositiveSmallIntegerField(_("reports due after"), default=5)
    review_days = models.PositiveSmallIntegerField(_("review done after"), default=6)
    packs_days = models.PositiveSmallIntegerField(_("packs out after"), default=8)
    board_days = models.PositiveSmallIntegerField(_("board meets after"), default=13)
    freeze_days = models.PositiveSmallIntegerField(_("frozen after"), null=True, blank=True)
    recipients = models.CharField(_("recipients"), max_length=300, blank=True)
    starts_on = models.DateField(_("in force from"))
    ends_on = models.DateField(_("in force until"), null=True, blank=True)

    class Meta(OrganisationRecord.Meta):
        verbose_name, verbose_name_plural = _("reporting calendar"), _("reporting calendars")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="reporting_calendar_name_once"),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="reporting_calendar_ends_after",
            ),
            models.CheckConstraint(
                condition=models.Q(project__isnull=True) | models.Q(portfolio__isnull=True, tier__isnull=True),
                name="reporting_calendar_has_one_place",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Holiday(OrganisationRecord):
    """A day on which the office does not work: it counts in no due date."""

    on = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=80)

    class Meta(OrganisationRecord.Meta):
        verbose_name, verbose_name_plural = _("holiday"), _("holidays")
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["organisation", "on"], name="holiday_once")]

    def __str__(self) -> str:
        return f"{self.name}, {self.on.isoformat()}"


class Excuse(OrganisationRecord):
    """That a project need not report for the periods whose status date lies between two days, and why."""

    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, related_name="excuses")
    first_on = models.DateField(_("from"))
    last_on = models.DateField(_("until"))
    reason = models.CharField(_("why"), max_length=300)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    class Meta(OrganisationRecord.Meta):
        verbose_name, verbose_name_plural = _("excuse"), _("excuses")
        ordering = ["-first_on", "id"]
        constraints = [models.CheckConstraint(condition=models.Q(last_on__gte=models.F("first_on")), name="excuse_dates_in_order")]

    def __str__(self) -> str:
        return f"{self.project}, {self.first_on.isoformat()} to {self.last_on.isoformat()}"
