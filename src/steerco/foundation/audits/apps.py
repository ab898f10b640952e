"""The application of audits."""

from __future__ import annotations

from django.apps import AppConfig


class AuditsConfig(AppConfig):
    """Audits."""

    name = "steerco.foundation.audits"
    label = "audits"
