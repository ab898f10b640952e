"""A comment at a record. Taking one away leaves its place; the ledger keeps what it said."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from steerco.foundation.organisations.models import OrganisationRecord

LONGEST = 4000


class Comment(OrganisationRecord):
    """What somebody said at a record; `mentions` holds the accounts that are called by name in it."""

    record_type = models.CharField(_("kind of record"), max_length=60)
    record_id = models.BigIntegerField(_("record"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("author"))
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("on behalf of")
    )
    text = models.TextField(_("text"), blank=True)
    mentions: models.JSONField[Any, Any] = models.JSONField(_("mentioned"), default=list, blank=True)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True)
    removed_at = models.DateTimeField(_("taken away"), null=True, blank=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("taken away by")
    )

    class Meta(OrganisationRecord.Meta):
        verbose_name, verbose_name_plural = _("comment"), _("comments")
        ordering = ["id"]
        indexes = [models.Index(fields=["organisation", "record_type", "record_id", "id"])]

    def __str__(self) -> str:
        start = " ".join(self.text.split())
        return start[:77] + "…" if len(start) > 78 else start or "–"
