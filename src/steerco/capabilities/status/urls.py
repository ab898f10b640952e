"""Addresses of status reports."""

from __future__ import annotations

from django.urls import include, path

from steerco.capabilities.status import views
from steerco.foundation.registers.views import addresses

urlpatterns = [
    path("reports/", include(addresses("reports", record=False))),
    path("projects/<str:ref>/reports/<str:period>/", views.report_page, name="report"),
]
