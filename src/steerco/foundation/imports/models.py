"""The batch: files that were given for import, what was found in them, what was decided, and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from steerco.foundation.organisations.models import OrganisationRecord


class BatchState(models.TextChoices):
    """Where a batch is on its way."""

    CHECKED = "checked", _("checked, nothing written")
    LOADED = "loaded", _("loaded")
    UNDONE = "undone", _("taken back")
    DISCARDED = "discarded", _("cancelled")


class ImportBatch(OrganisationRecord):
    """Files given together. `files` holds for each its name, size, SHA-256 and where it is stored; `report` what the page shows.

    `named` are the keys of the records that the report names, `level` the highest confidentiality among them: who reads it needs that.
    """

    profile = models.CharField(_("profile"), max_length=60)
    state = models.CharField(_("state"), max_length=9, choices=BatchState.choices, default=BatchState.CHECKED)
    files = models.JSONField(_("files"), default=list)
    options = models.JSONField(_("decisions"), default=dict, blank=True)
    report = models.JSONField(_("report"), default=dict, blank=True)
    named = models.JSONField(default=list, blank=True, editable=False)
    level = models.PositiveSmallIntegerField(default=0, editable=False)
    columns_key = models.CharField(max_length=32, blank=True, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revision_number = models.PositiveBigIntegerField(_("revision"), null=True, blank=True)
    loaded_at = models.DateTimeField(_("loaded"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta(OrganisationRecord.Meta):
        verbose_name, verbose_name_plural = _("import"), _("imports")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["organisation", "-id"]),
            models.Index(fields=["organisation", "profile", "columns_key", "state"]),
        ]

    def __str__(self) -> str:
        return ", ".join(entry["name"] for entry in self.files[:3]) + (" …" if len(self.files) > 3 else "")
