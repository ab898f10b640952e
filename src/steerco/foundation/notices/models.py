"""Notices, how somebody wants them, and how far the ledger has been read for them. None of it is a record of the office."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import ScopedManager


class Notice(models.Model):
    """One thing that somebody is told. `cause` names the change that it comes from: of one cause nobody is told twice."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    cause = models.CharField(max_length=60)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    record_type = models.CharField(max_length=60, blank=True)
    record_id = models.BigIntegerField(null=True, blank=True)
    text = models.CharField(max_length=400)
    excerpt = models.CharField(max_length=300, blank=True)
    link = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    mail_tries = models.PositiveSmallIntegerField(default=0)

    objects: models.Manager[Notice] = ScopedManager()
    everywhere: models.Manager[Notice] = models.Manager()

    class Meta:
        base_manager_name = "everywhere"
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["organisation", "account", "cause"], name="one_notice_of_one_cause")]
        indexes = [
            models.Index(fields=["organisation", "account", "-id"]),
            models.Index(fields=["account", "organisation"], condition=models.Q(read_at__isnull=True), name="unread_notices"),
            models.Index(fields=["organisation", "at"], condition=models.Q(mailed_at__isnull=True), name="unmailed_notices"),
        ]

    def __str__(self) -> str:
        return self.text


class Mail(models.TextChoices):
    """When somebody gets notices by e-mail."""

    AT_ONCE = "at_once", _("at once")
    DAILY = "daily", _("once a day")
    NEVER = "never", _("never, the inbox is enough")


class Wishes(models.Model):
    """How somebody wants the notices of one organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    mail = models.CharField(_("by e-mail"), max_length=7, choices=Mail.choices, default=Mail.AT_ONCE)
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_to = models.TimeField(_("until"), null=True, blank=True)
    muted_kinds: models.JSONField[Any, Any] = models.JSONField(default=list, blank=True)

    objects: models.Manager[Wishes] = ScopedManager()
    everywhere: models.Manager[Wishes] = models.Manager()

    class Meta:
        base_manager_name = "everywhere"
        constraints = [models.UniqueConstraint(fields=["organisation", "account"], name="wishes_once")]

    def __str__(self) -> str:
        return f"{self.account}: {self.mail}"


class Mute(models.Model):
    """That somebody wants to hear nothing more of one record."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    record_type = models.CharField(max_length=60)
    record_id = models.BigIntegerField()

    objects: models.Manager[Mute] = ScopedManager()
    everywhere: models.Manager[Mute] = models.Manager()

    class Meta:
        base_manager_name = "everywhere"
        constraints = [models.UniqueConstraint(fields=["organisation", "account", "record_type", "record_id"], name="mute_once")]

    def __str__(self) -> str:
        return f"{self.account}: nothing of {self.record_type} {self.record_id}"


class NoticeMark(models.Model):
    """How far an organisation's ledger has been read for notices."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, primary_key=True, related_name="+")
    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.organisation} up to revision {self.number}"
