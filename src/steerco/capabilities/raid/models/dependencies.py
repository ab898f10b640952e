"""Dependencies: what one project needs from another or from outside, by when, and whether both agree (domain.md §9.2, §9.6)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from steerco.capabilities.raid.models.log import LogRecord


class DependencyKind(models.TextChoices):
    """Where the giver stands."""

    INTERNAL = "internal", _("internal")
    CROSS_PROJECT = "cross_project", _("cross-project")
    EXTERNAL = "external", _("external")


class DependencyState(models.TextChoices):
    """How far a dependency is."""

    PROPOSED = "proposed", _("proposed")
    AGREED = "agreed", _("agreed")
    AT_RISK = "at_risk", _("at risk")
    DELIVERED = "delivered", _("delivered")
    ACCEPTED = "accepted", _("accepted")
    MISSED = "missed", _("missed")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Dependency(LogRecord):
    """What the project (the taker) gets from a giver: another project, or a party outside. Title is the deliverable."""

    giver = models.ForeignKey(
        "projects.Project", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("giver")
    )
    giver_party = models.CharField(_("giver outside"), max_length=200, blank=True)
    kind = models.CharField(_("type"), max_length=13, choices=DependencyKind.choices, default=DependencyKind.CROSS_PROJECT)
    acceptance = models.TextField(_("accepted when"), blank=True)
    need_by = models.DateField(_("needed by"), null=True, blank=True)
    promised_on = models.DateField(_("promised for"), null=True, blank=True)
    float_days = models.SmallIntegerField(_("float in working days"), null=True, blank=True)
    giver_agreed_on = models.DateField(_("giver agreed"), null=True, blank=True)
    taker_agreed_on = models.DateField(_("taker agreed"), null=True, blank=True)
    delivered_on = models.DateField(_("delivered"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=DependencyState.choices, default=DependencyState.PROPOSED)

    class Meta(LogRecord.Meta):
        verbose_name, verbose_name_plural = _("dependency"), _("dependencies")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "ref"], name="dependency_ref_once"),
            models.CheckConstraint(condition=~models.Q(giver=models.F("project")), name="dependency_of_two"),
        ]
        indexes = [models.Index(fields=["organisation", "state", "id"]), models.Index(fields=["project", "state"])]
