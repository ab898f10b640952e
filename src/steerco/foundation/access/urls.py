"""Addresses of access: entering another organisation."""

from __future__ import annotations

from django.urls import path

from steerco.foundation.access.views import enter_organisation

urlpatterns = [path("organisation/", enter_organisation, name="organisation")]
