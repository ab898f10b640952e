"""Saved views and pinned filters: a list as somebody wants to see it again."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from steerco.foundation.organisations.models import OrganisationRecord


class SavedView(OrganisationRecord):
    """The state of a register under a name; its owner's alone, or everybody's.

    `opens_for` are the numbers of the accounts for whom the register opens with it, `EVERYBODY` for all who chose no other.
    """

    EVERYBODY = 0

    register = models.CharField(max_length=40)
    name = models.CharField(_("name"), max_length=60)
    query = models.TextField(blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    shared = models.BooleanField(_("for everybody"), default=False)
    opens_for = models.JSONField(default=list, blank=True)

    class Meta(OrganisationRecord.Meta):
        verbose_name, verbose_name_plural = _("saved view"), _("saved views")
        ordering = ["-shared", "id"]
        indexes = [models.Index(fields=["organisation", "register"])]

    def __str__(self) -> str:
        return self.name


class PinnedFilters(OrganisationRecord):
    """The filters that somebody keeps pinned: a register opens with them, whichever view it opens with."""

    register = models.CharField(max_length=40)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    filters = models.JSONField(_("filters"), default=list, blank=True)

    class Meta(OrganisationRecord.Meta):
        verbose_name, verbose_name_plural = _("pinned filters"), _("pinned filters")
        constraints = [models.UniqueConstraint(fields=["organisation", "register", "owner"], name="pinned_once_a_person")]

    def __str__(self) -> str:
        return f"{self.register}: {', '.join(self.filters)}"
