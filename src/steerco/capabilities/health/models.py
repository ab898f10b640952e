"""Versions of the health rules, and colours that a person stands for in place of the computed one."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _now, gettext_lazy as _

from steerco.foundation.ledger.writer import Locked
from steerco.foundation.organisations.models import OrganisationRecord


class RuleTier(models.IntegerChoices):
    """For which projects a version of the rules is made."""

    ALL = 0, _("all tiers")
    ONE = 1, _("tier 1")
    TWO = 2, _("tier 2")
    THREE = 3, _("tier 3")
    FOUR = 4, _("tier 4")


class Colour(models.TextChoices):
    """A status colour."""

    GREEN = "green", _("Green")
    AMBER = "amber", _("Amber")
    RED = "red", _("Red")


class HealthRuleSet(OrganisationRecord):
    """One version of the limits for a tier, from a day on. `limits` holds, by measure, its two limits as text, or null where it is off."""

    ref = models.CharField(_("version"), max_length=20)
    tier = models.PositiveSmallIntegerField(_("for"), choices=RuleTier.choices, default=RuleTier.ALL)
    number = models.PositiveSmallIntegerField(_("number"))
    in_force_from = models.DateField(_("in force from"))
    limits = models.JSONField(_("limits"), default=dict)
    steady = models.BooleanField(_("better only after two reports in a row"), default=True)
    reason = models.CharField(_("why"), max_length=300)
    predecessor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="successors", verbose_name=_("takes the place of")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("set by")
    )

    class Meta(OrganisationRecord.Meta):
        verbose_name, verbose_name_plural = _("version of the health rules"), _("versions of the health rules")
        ordering = ["-in_force_from", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "ref"], name="health_rules_ref_once"),
            models.UniqueConstraint(fields=["organisation", "tier", "number"], name="health_rules_number_once"),
            models.UniqueConstraint(fields=["organisation", "tier", "in_force_from"], name="health_rules_day_once"),
        ]

    def __str__(self) -> str:
        return _now("health rules %(ref)s") % {"ref": self.ref}

    @property
    def begun(self) -> bool:
        """Whether it is in force, or was."""
        return self.in_force_from <= timezone.localdate()

    def refuse_change(self, fields: frozenset[str], verb: str) -> None:
        """A version is never changed: reports were read with it, or will be."""
        raise Locked(_now("Refused: a version of the rules never changes. Set a new version from a later day."))

    def refuse_removal(self) -> None:
        """A version that has begun stays."""
        if self.begun:
            raise Locked(_now("Refused: these rules are in force since %(day)s. Set a new version instead.") % {"day": self.in_force_from})


class HealthOverride(OrganisationRecord):
    """A colour that a person stands for in place of the computed one: for the report of a day, and the one after it at most."""

    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="+", verbose_name=_("project"))
    since_on = models.DateField(_("from the report of"))
    periods = models.PositiveSmallIntegerField(_("for how many reports"), choices=((1, _("this report")), (2, _("this and the next"))))
    colour = models.CharField(_("colour"), max_length=5, choices=Colour.choices)
    computed = models.CharField(_("computed then"), max_length=5, choices=Colour.choices)
    grounds = models.CharField(_("why"), max_length=300)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    ended_on = models.DateField(_("taken back on"), null=True, blank=True)

    class Meta(OrganisationRecord.Meta):
        verbose_name, verbose_name_plural = _("other colour"), _("other colours")
        ordering = ["-since_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "since_on"], condition=models.Q(ended_on__isnull=True), name="one_health_override_per_report"
            ),
            models.CheckConstraint(condition=models.Q(periods__in=(1, 2)), name="health_override_ends"),
        ]

    def __str__(self) -> str:
        return _now("%(colour)s for %(project)s") % {"colour": self.get_colour_display(), "project": self.project}

    def refuse_change(self, fields: frozenset[str], verb: str) -> None:
        """What was decided stays as it was decided; it can only be taken back."""
        if fields - {"ended_on", "project_id"}:
            raise Locked(_now("Refused: what was decided is not changed. Take it back, and decide anew."))

    def refuse_removal(self) -> None:
        """What was decided stays on record."""
        raise Locked(_now("Refused: what was decided stays on record. Take it back instead."))
