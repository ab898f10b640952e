"""Secret addresses of calendars, and views of registers that go out by e-mail."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from steerco.foundation.organisations.models import OrganisationRecord


class CalendarAddress(OrganisationRecord):
    """A secret address at which a calendar program reads somebody's dates; only the digest of the secret is kept."""

    not_in_ledger: ClassVar[frozenset[str]] = frozenset({"digest", "last_used_at"})

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("whose"))
    name = models.CharField(_("name"), max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    kinds: models.JSONField[Any, Any] = models.JSONField(_("dates"), default=list)
    own_only = models.BooleanField(_("only what I answer for"), default=False)
    last_used_at = models.DateTimeField(_("last read"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("switched off"), null=True, blank=True, editable=False)

    class Meta(OrganisationRecord.Meta):
        verbose_name, verbose_name_plural = _("calendar address"), _("calendar addresses")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name


class MailForm(models.TextChoices):
    """As what a view comes."""

    XLSX = "xlsx", _("Excel workbook")
    CSV = "csv", _("CSV file")
    HTML = "html", _("table in the mail")


class MailedView(OrganisationRecord):
    """A view of a register that goes out by the clock, to each recipient as they may see it. `view_key` is a saved view to follow."""

    not_in_ledger: ClassVar[frozenset[str]] = frozenset({"next_at", "last_at", "sent"})

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("owner"))
    register = models.CharField(_("register"), max_length=40)
    name = models.CharField(_("name"), max_length=120)
    query = models.TextField(_("what is asked"), blank=True)
    view_key = models.BigIntegerField(_("saved view"), null=True, blank=True)
    form = models.CharField(_("form"), max_length=4, choices=MailForm.choices, default=MailForm.XLSX)
    cron = models.CharField(_("when"), max_length=60)
    recipients: models.JSONField[Any, Any] = models.JSONField(_("to"), default=list)
    active = models.BooleanField(_("on"), default=True)
    next_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_at = models.DateTimeField(null=True, blank=True, editable=False)
    sent: models.JSONField[Any, Any] = models.JSONField(default=dict, blank=True, editable=False)

    class Meta(OrganisationRecord.Meta):
        verbose_name, verbose_name_plural = _("view by e-mail"), _("views by e-mail")
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["next_at"], condition=models.Q(active=True), name="due_mailed_views")]

    def __str__(self) -> str:
        return self.name
