"""Webhooks with what was sent through them."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from steerco.foundation.organisations.models import Organisation, OrganisationRecord
from steerco.foundation.organisations.scope import ScopedManager


class Detail(models.TextChoices):
    """How much of a change is told."""

    NAMES = "names", _("which record, and which fields changed")
    VALUES = "values", _("the values before and after, too")


class Webhook(OrganisationRecord):
    """An address that is told of what was written.

    `events` are `kind:action` (`projects.project:changed`). `secret` is kept in a box, to sign with. `told_to` is the number of the last
    revision that was looked at. `problem` says why it was switched off by itself.
    """

    not_in_ledger: ClassVar[frozenset[str]] = frozenset({"secret", "told_to", "problem"})

    name = models.CharField(_("name"), max_length=80)
    address = models.CharField(_("address"), max_length=500)
    events: models.JSONField[Any, Any] = models.JSONField(_("told of"), default=list)
    detail = models.CharField(_("how much"), max_length=6, choices=Detail.choices, default=Detail.NAMES)
    confidential = models.BooleanField(_("confidential records, too"), default=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by"))
    active = models.BooleanField(_("on"), default=True)
    secret = models.TextField(editable=False)
    told_to = models.PositiveBigIntegerField(default=0, editable=False)
    problem = models.CharField(max_length=300, blank=True, editable=False)

    class Meta(OrganisationRecord.Meta):
        verbose_name, verbose_name_plural = _("webhook"), _("webhooks")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class DeliveryState(models.TextChoices):
    """Where a delivery is on its way."""

    WAITING = "waiting", _("waiting")
    DELIVERED = "delivered", _("delivered")
    GIVEN_UP = "given_up", _("given up")


class Delivery(models.Model):
    """One message on its way: what is sent, what was answered, how long it took, how often it was tried. The log of a webhook."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    event = models.CharField(max_length=100)
    revision = models.PositiveBigIntegerField(null=True, blank=True)
    body = models.TextField()
    state = models.CharField(max_length=9, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    answer = models.TextField(blank=True)
    problem = models.CharField(max_length=300, blank=True)
    milliseconds = models.PositiveIntegerField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    tried_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(null=True, blank=True)

    objects: models.Manager[Delivery] = ScopedManager()
    everywhere: models.Manager[Delivery] = models.Manager()

    class Meta:
        base_manager_name = "everywhere"
        verbose_name, verbose_name_plural = _("delivery"), _("deliveries")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["webhook", "-id"]),
            models.Index(fields=["next_at"], condition=models.Q(state="waiting"), name="waiting_deliveries"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["webhook", "revision"], condition=models.Q(revision__isnull=False), name="revision_delivered_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.key}"
