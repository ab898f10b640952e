"""Emergency access and access reviews. Delegations and shares are records of access itself, because every request reads them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from steerco.foundation.organisations.models import OrganisationRecord


class EmergencyAccess(OrganisationRecord):
    """That somebody broke the glass: when, why, until when, and who looked at it afterwards."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("who"))
    assignment = models.ForeignKey("access.RoleAssignment", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("why"), max_length=500)
    started_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("looked at by")
    )
    seen_at = models.DateTimeField(_("looked at"), null=True, blank=True)
    finding = models.CharField(_("finding"), max_length=500, blank=True)

    class Meta(OrganisationRecord.Meta):
        verbose_name, verbose_name_plural = _("emergency access"), _("emergency accesses")
        ordering = ["-started_at", "-id"]

    def __str__(self) -> str:
        return f"{self.account}, {self.started_at:%Y-%m-%d %H:%M}"


class AccessReview(OrganisationRecord):
    """A round in which every role in force is kept or removed by somebody who does not hold it."""

    name = models.CharField(_("name"), max_length=60)
    opened_at = models.DateTimeField(_("opened"))
    due_on = models.DateField(_("due"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta(OrganisationRecord.Meta):
        verbose_name, verbose_name_plural = _("access review"), _("access reviews")
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation"], condition=models.Q(closed_at__isnull=True), name="one_open_access_review")
        ]

    def __str__(self) -> str:
        return self.name


class ReviewLine(OrganisationRecord):
    """One role in a review, and what was decided about it."""

    class Decision(models.TextChoices):
        """What is to become of the role."""

        OPEN = "", _("not decided")
        KEEP = "keep", _("keep")
        REMOVE = "remove", _("remove")

    review = models.ForeignKey(AccessReview, on_delete=models.CASCADE, related_name="lines")
    assignment = models.ForeignKey("access.RoleAssignment", on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(_("decision"), max_length=6, choices=Decision.choices, default=Decision.OPEN, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    reason = models.CharField(_("why"), max_length=300, blank=True)

    class Meta(OrganisationRecord.Meta):
        verbose_name, verbose_name_plural = _("line of an access review"), _("lines of access reviews")
        constraints = [models.UniqueConstraint(fields=["review", "assignment"], name="role_once_in_review")]
        indexes = [models.Index(fields=["organisation", "decision"])]

    def __str__(self) -> str:
        return f"{self.assignment}"
