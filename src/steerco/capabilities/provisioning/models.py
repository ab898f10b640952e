"""Groups of a directory, who belongs to them, which roles they bring, and under which key a directory knows an account."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from steerco.foundation.access.models import Clearance, role_said
from steerco.foundation.organisations.models import OrganisationRecord


class GroupRole(OrganisationRecord):
    """That whoever belongs to a group of the directory holds a role."""

    group = models.CharField(_("group"), max_length=160)
    role = models.CharField(_("role"), max_length=40)
    scope_kind = models.CharField(_("scope"), max_length=40, default="organisation")
    scope_id = models.BigIntegerField(null=True, blank=True)
    clearance = models.PositiveSmallIntegerField(_("clearance"), choices=Clearance.choices, default=Clearance.INTERNAL)

    class Meta(OrganisationRecord.Meta):
        verbose_name, verbose_name_plural = _("role of a group"), _("roles of groups")
        ordering = ["group", "role", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "group", "role", "scope_kind", "scope_id"], name="group_role_once"),
            models.CheckConstraint(
                condition=models.Q(scope_kind="organisation", scope_id__isnull=True)
                | (~models.Q(scope_kind="organisation") & models.Q(scope_id__isnull=False)),
                name="group_role_scope_complete",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}: {role_said(self.role)}"


class ProvisionedUser(OrganisationRecord):
    """An account as a directory keeps it."""

    membership = models.OneToOneField("organisations.Membership", on_delete=models.CASCADE, related_name="+")
    external_id = models.CharField(_("key in the directory"), max_length=200, blank=True)

    class Meta(OrganisationRecord.Meta):
        verbose_name, verbose_name_plural = _("account of a directory"), _("accounts of a directory")

    def __str__(self) -> str:
        return f"{self.membership}"


class ProvisionedGroup(OrganisationRecord):
    """A group as a directory sent it."""

    name = models.CharField(_("name"), max_length=160)
    external_id = models.CharField(_("key in the directory"), max_length=200, blank=True)

    class Meta(OrganisationRecord.Meta):
        verbose_name, verbose_name_plural = _("group"), _("groups")
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="provisioned_group_once")]

    def __str__(self) -> str:
        return self.name


class GroupMember(OrganisationRecord):
    """That an account belongs to a group."""

    group = models.ForeignKey(ProvisionedGroup, on_delete=models.CASCADE, related_name="members")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(OrganisationRecord.Meta):
        verbose_name, verbose_name_plural = _("member of a group"), _("members of groups")
        constraints = [models.UniqueConstraint(fields=["group", "account"], name="group_member_once")]

    def __str__(self) -> str:
        return f"{self.account} in {self.group}"
