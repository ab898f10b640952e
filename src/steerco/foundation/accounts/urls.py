"""Addresses of one's own settings."""

from __future__ import annotations

from django.urls import path

from steerco.foundation.accounts.views import keep_theme, preferences

urlpatterns = [
    path("preferences/", preferences, name="preferences"),
    path("preferences/theme/", keep_theme, name="preferences_theme"),
]
