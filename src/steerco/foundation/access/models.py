"""Role assignments, delegations and tokens: who holds which role, where, from when to when, for whom, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from steerco.foundation.organisations.models import OrganisationRecord


class Clearance(models.IntegerChoices):
    """How confidential a record is, and how far an assignment may look."""

    INTERNAL = 0, _("internal")
    RESTRICTED = 1, _("restricted")
    SECRET = 2, _("secret")


class Extent(models.TextChoices):
    """How much of its rights an actor may use: a delegate or a program is often given less than the whole."""

    LOOK = "look", _("look only")
    WORK = "work", _("work, but approve nothing")
    WHOLE = "whole", _("everything, approvals too")


def role_said(role: str) -> str:
    """A role by its name in the catalogue of the rooms, not by its code."""
    from steerco.foundation.access.permissions import label_of

    return label_of(role)


class RoleAssignment(OrganisationRecord):
    """A role held by an account at a scope; the scope includes everything below it. `source` names the group that brought it."""

    SAID: ClassVar[Mapping[str, Callable[[str], str]]] = {"role": role_said}
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="role_assignments")
    role = models.CharField(_("role"), max_length=40)
    scope_kind = models.CharField(_("scope"), max_length=40, default="organisation")
    scope_id = models.BigIntegerField(null=True, blank=True)
    clearance = models.PositiveSmallIntegerField(choices=Clearance.choices, default=Clearance.INTERNAL)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    expires_at = models.DateTimeField(_("ends at"), null=True, blank=True)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    source = models.CharField(_("brought by"), max_length=200, blank=True)

    class Meta(OrganisationRecord.Meta):
        verbose_name, verbose_name_plural = _("role"), _("roles")
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
        return f"{self.account}: {role_said(self.role)} ({self.scope_kind})"


class Delegation(OrganisationRecord):
    """That somebody acts for another from one day to another, with some of the other's roles and no others."""

    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="delegations_given", verbose_name=_("for whom")
    )
    receiver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="delegations_received", verbose_name=_("who acts")
    )
    assignments: models.JSONField[Any, Any] = models.JSONField(_("roles lent"), default=list)
    extent = models.CharField(_("may do"), max_length=5, choices=Extent.choices, default=Extent.WORK)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    reason = models.CharField(_("why"), max_length=300, blank=True)
    ended_at = models.DateTimeField(_("ended early"), null=True, blank=True)

    class Meta(OrganisationRecord.Meta):
        verbose_name, verbose_name_plural = _("delegation"), _("delegations")
        ordering = ["-starts_on", "-id"]
        indexes = [models.Index(fields=["organisation", "receiver"])]
        constraints = [
            models.CheckConstraint(condition=~models.Q(giver=models.F("receiver")), name="delegation_to_another"),
            models.CheckConstraint(condition=models.Q(ends_on__gte=models.F("starts_on")), name="delegation_dates_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.receiver} for {self.giver}"


class ApiToken(OrganisationRecord):
    """A secret by which a program acts as an account in one organisation; only its digest is kept, and the ledger keeps not even that."""

    not_in_ledger: ClassVar[frozenset[str]] = frozenset({"digest", "last_used_at"})

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=80)
    start = models.CharField(_("begins with"), max_length=12)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    extent = models.CharField(_("may do"), max_length=5, choices=Extent.choices, default=Extent.LOOK)
    ends_on = models.DateField(_("until"))
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True, editable=False)

    class Meta(OrganisationRecord.Meta):
        verbose_name, verbose_name_plural = _("token"), _("tokens")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.start}…)"
