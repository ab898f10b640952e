"""Addresses of reporting."""

from __future__ import annotations

from django.urls import path

from steerco.capabilities.reporting.views import writing

urlpatterns = [
    path("projects/<str:ref>/reports/new/", writing.new_report_page, name="report_write"),
    path("projects/<str:ref>/reports/<str:period>/draft/", writing.draft_page, name="report_draft"),
]
