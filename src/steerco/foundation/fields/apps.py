"""The application of own fields."""

from __future__ import annotations

from django.apps import AppConfig


class FieldsConfig(AppConfig):
    """Fields of an organisation's own."""

    name = "steerco.foundation.fields"
    label = "fields"
