"""Answers that are kept for a day, so that a request that is sent twice is carried out once."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from steerco.foundation.organisations.models import Organisation


class KeptAnswer(models.Model):
    """What was answered to a request with an idempotency key; bookkeeping of the interface, no record of the office."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    request = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(default=bytes)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "account", "key"], name="answer_kept_once")]

    def __str__(self) -> str:
        return f"{self.key}: {self.status}"
