"""Revisions and their changes: written once, chained by hash, never edited (the database refuses it too)."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from steerco.foundation.ledger.entrances import way_in
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import ScopedManager

MARK, FIRST = 16, "first"


class LedgerHead(models.Model):
    """The newest revision of an organisation; locked while the next one is written."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, primary_key=True, related_name="+")
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)
    moved = models.JSONField(default=dict)
    """Kind of record → the beginning of the seal of the newest revision that touched one; `FIRST` → that of the first revision of all."""
    checked_at = models.DateTimeField(null=True)
    checked_to = models.PositiveBigIntegerField(default=0)
    held = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.organisation} at revision {self.number}"


class Revision(models.Model):
    """One act: who, when, through which entrance, why, on whose behalf."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    on_behalf_of = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    entrance = models.CharField(max_length=20)
    verb = models.CharField(max_length=60)
    reason = models.TextField(blank=True)
    undoes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="undone_by")
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects: models.Manager[Revision] = ScopedManager()
    everywhere: models.Manager[Revision] = models.Manager()

    class Meta:
        base_manager_name = "everywhere"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["organisation", "number"], name="revision_number_once")]
        indexes = [models.Index(fields=["organisation", "at"])]

    def __str__(self) -> str:
        return f"revision {self.number}: {self.verb}"

    @property
    def way_in(self) -> str:
        """Through what it was done, in words."""
        return way_in(self.entrance)


class Change(models.Model):
    """What one revision did to one record: the fields before and after (all fields when created or deleted)."""

    CREATED, CHANGED, DELETED = "created", "changed", "deleted"
    ACTIONS = [(CREATED, _("created")), (CHANGED, _("changed")), (DELETED, _("deleted"))]

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="changes")
    record_type = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    record_label = models.CharField(max_length=300)
    action = models.CharField(max_length=7, choices=ACTIONS)
    before = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(null=True, encoder=DjangoJSONEncoder)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["record_type", "record_id", "id"])]

    def __str__(self) -> str:
        return f"{self.record_label} {self.action}"
