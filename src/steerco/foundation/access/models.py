"""Role assignments: who holds which role, where, from when to when, and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from steerco.foundation.organisations.models import OrganisationRecord


class Clearance(models.IntegerChoices):
    """How confidential a record is, and how far an assignment may look."""

    INTERNAL = 0, _("internal")
    RESTRICTED = 1, _("restricted")
    SECRET = 2, _("secret")


class RoleAssignment(OrganisationRecord):
    """A role held by an account at a scope; the scope includes everything below it."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="role_assignments")
    role = models.CharField(_("role"), max_length=40)
    scope_kind = models.CharField(_("scope"), max_length=40, default="organisation")
    scope_id = models.BigIntegerField(null=True, blank=True)
    clearance = models.PositiveSmallIntegerField(choices=Clearance.choices, default=Clearance.INTERNAL)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta(OrganisationRecord.Meta):
        indexes = [models.Index(fields=["organisation", "account"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(scope_kind="organisation", scope_id__isnull=True)
                | (~models.Q(scope_kind="organisation") & models.Q(scope_id__isnull=False)),
                name="role_scope_complete",
            ),
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True) | models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="role_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.role} ({self.scope_kind})"
