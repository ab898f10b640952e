"""Portfolios, programmes and projects, and the names and keys that a project has gone by."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from steerco.foundation.access.models import Clearance
from steerco.foundation.fields.models import FieldedRecord
from steerco.foundation.organisations.models import OrganisationRecord


class LifeState(models.TextChoices):
    """Where a project is in its life (domain.md §0.4)."""

    PROPOSED = "proposed", _("proposed")
    TRIAGED = "triaged", _("triaged")
    FEASIBILITY = "feasibility", _("feasibility")
    BUSINESS_CASE = "business_case", _("business case")
    APPROVED = "approved", _("approved")
    INITIATING = "initiating", _("initiating")
    EXECUTING = "executing", _("executing")
    CLOSING = "closing", _("closing")
    CLOSED = "closed", _("closed")
    ON_HOLD = "on_hold", _("on hold")
    REJECTED = "rejected", _("rejected")
    CANCELLED = "cancelled", _("cancelled")
    ARCHIVED = "archived", _("archived")


class Tier(models.IntegerChoices):
    """How much control a project needs, the deepest first (domain.md §5.6)."""

    ONE = 1, _("Tier 1")
    TWO = 2, _("Tier 2")
    THREE = 3, _("Tier 3")
    FOUR = 4, _("Tier 4")


class PriceBasis(models.TextChoices):
    """In whose prices an amount is given; amounts of different bases are never added."""

    UNSTATED = "unstated", _("not stated")
    NOMINAL = "nominal", _("nominal")
    REAL = "real", _("real")


class Portfolio(FieldedRecord):
    """Projects and programmes governed together."""

    class Membership(models.TextChoices):
        """What decides which projects belong: a kept list, or presence in each complete return."""

        LISTED = "listed", _("a list that the office keeps")
        RETURNS = "returns", _("whoever is in the return of the period")

    ref = models.CharField(_("reference"), max_length=20)
    name = models.CharField(_("name"), max_length=160)
    purpose = models.TextField(_("purpose"), blank=True)
    owner = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    membership = models.CharField(_("members"), max_length=8, choices=Membership.choices, default=Membership.LISTED)
    source_note = models.TextField(_("source and licence"), blank=True)

    class Meta(FieldedRecord.Meta):
        verbose_name, verbose_name_plural = _("portfolio"), _("portfolios")
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["organisation", "ref"], name="portfolio_ref_once")]

    def __str__(self) -> str:
        return self.name


class Programme(FieldedRecord):
    """Projects managed together for an outcome that none brings alone."""

    ref = models.CharField(_("reference"), max_length=20)
    name = models.CharField(_("name"), max_length=200)
    purpose = models.TextField(_("purpose"), blank=True)
    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, null=True, blank=True, related_name="programmes")
    owner = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta(FieldedRecord.Meta):
        verbose_name, verbose_name_plural = _("programme"), _("programmes")
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["organisation", "ref"], name="programme_ref_once")]

    def __str__(self) -> str:
        return self.name


class Project(FieldedRecord):
    """A project: one row of the portfolio, with its owner, dates, cost and life state."""

    ref = models.CharField(_("reference"), max_length=20)
    key = models.CharField(_("key at the source"), max_length=80, blank=True)
    name = models.CharField(_("name"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    unit = models.ForeignKey("people.OrgUnit", on_delete=models.PROTECT, null=True, blank=True, related_name="projects")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, null=True, blank=True, related_name="projects")
    portfolios = models.ManyToManyField(Portfolio, through="PortfolioMembership", related_name="projects")
    owner = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="owned_projects")
    category = models.CharField(_("category"), max_length=120, blank=True)
    tier = models.PositiveSmallIntegerField(_("tier"), choices=Tier.choices, null=True, blank=True)
    state = models.CharField(_("life state"), max_length=14, choices=LifeState.choices, default=LifeState.PROPOSED)
    state_before_hold = models.CharField(max_length=14, choices=LifeState.choices, blank=True)
    start_on = models.DateField(_("start date"), null=True, blank=True)
    end_on = models.DateField(_("end date"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    price_basis = models.CharField(_("price basis"), max_length=8, choices=PriceBasis.choices, default=PriceBasis.UNSTATED)
    price_base_year = models.PositiveSmallIntegerField(_("price base year"), null=True, blank=True)
    whole_life_cost_amount = models.DecimalField(_("whole-life cost"), max_digits=18, decimal_places=2, null=True, blank=True)
    year_budget_amount = models.DecimalField(_("year budget"), max_digits=18, decimal_places=2, null=True, blank=True)
    budget_year = models.CharField(_("budget year"), max_length=9, blank=True)
    contingency_amount = models.DecimalField(_("contingency left"), max_digits=18, decimal_places=2, null=True, blank=True)
    confidentiality = models.PositiveSmallIntegerField(_("confidentiality"), choices=Clearance.choices, default=Clearance.INTERNAL)

    class Meta(FieldedRecord.Meta):
        verbose_name, verbose_name_plural = _("project"), _("projects")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "ref"], name="project_ref_once"),
            models.UniqueConstraint(fields=["organisation", "key"], condition=~models.Q(key=""), name="project_key_once"),
            models.CheckConstraint(
                condition=models.Q(whole_life_cost_amount__isnull=True, year_budget_amount__isnull=True) | ~models.Q(currency=""),
                name="project_money_has_currency",
            ),
            models.CheckConstraint(
                condition=models.Q(contingency_amount__isnull=True) | models.Q(contingency_amount__gte=0) & ~models.Q(currency=""),
                name="project_contingency_is_money",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "name", "id"]),
            models.Index(fields=["organisation", "key"]),
            models.Index(fields=["organisation", "unit", "id"]),
            models.Index(fields=["organisation", "state", "id"]),
            models.Index(fields=["organisation", "end_on", "id"]),
            models.Index(fields=["organisation", "whole_life_cost_amount", "id"]),
        ]

    def __str__(self) -> str:
        return self.name


class PortfolioMembership(OrganisationRecord):
    """That a project belongs to a portfolio, from one date to another where they are known."""

    portfolio = models.ForeignKey(Portfolio, on_delete=models.PROTECT, related_name="memberships")
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="memberships")
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)

    class Meta(OrganisationRecord.Meta):
        constraints = [models.UniqueConstraint(fields=["portfolio", "project"], name="project_in_portfolio_once")]
        indexes = [models.Index(fields=["project", "portfolio"])]

    def __str__(self) -> str:
        return f"{self.project_id} in {self.portfolio_id}"


class ProjectName(OrganisationRecord):
    """A name and key that a source used for a project, and how sure it is that they are the same."""

    class Link(models.TextChoices):
        """How the name came to belong to the project."""

        KEY = "key", _("same key")
        CONFIRMED = "confirmed", _("confirmed by a person")
        PROPOSED = "proposed", _("same name, to confirm")
        FIRST = "first", _("first seen here")

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="names")
    source = models.CharField(_("source"), max_length=80)
    name = models.CharField(_("name"), max_length=300)
    folded = models.CharField(max_length=300)
    key = models.CharField(_("key"), max_length=80, blank=True)
    unit_code = models.CharField(_("unit"), max_length=40, blank=True)
    link = models.CharField(_("link"), max_length=9, choices=Link.choices)
    evidence = models.CharField(_("evidence"), max_length=300, blank=True)

    class Meta(OrganisationRecord.Meta):
        indexes = [models.Index(fields=["organisation", "folded"]), models.Index(fields=["organisation", "link"])]
        constraints = [models.UniqueConstraint(fields=["project", "source", "name"], name="project_name_once_per_source")]

    def __str__(self) -> str:
        return f"{self.name} ({self.source})"


class KeptApart(OrganisationRecord):
    """That somebody said of two projects, however alike, that they are not the same; `one` is the older record."""

    one = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="+")
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("why"), max_length=300, blank=True)

    class Meta(OrganisationRecord.Meta):
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="kept_apart_once"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="kept_apart_older_first"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} is not {self.other_id}"
