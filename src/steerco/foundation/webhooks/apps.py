"""The application of webhooks."""

from __future__ import annotations

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """Webhooks."""

    name = "steerco.foundation.webhooks"
    label = "webhooks"
