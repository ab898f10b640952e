"""The application of differences between two instants."""

from __future__ import annotations

from django.apps import AppConfig


class DifferencesConfig(AppConfig):
    """Differences."""

    name = "steerco.foundation.differences"
    label = "differences"
