"""Addresses of reporting."""

from __future__ import annotations

from django.urls import include, path

from steerco.capabilities.reporting.views import runs, writing
from steerco.foundation.registers.views import addresses

urlpatterns = [
    path("reporting/run/", runs.run_page, name="reporting_run"),
    path("reporting/run/remind/", runs.remind_page, name="reporting_remind"),
    path("reporting/calendars/", include(addresses("reporting_calendars"))),
    path("reporting/excuses/", include(addresses("excuses"))),
    path("reporting/holidays/", include(addresses("holidays"))),
    path("projects/<str:ref>/reports/new/", writing.new_report_page, name="report_write"),
    path("projects/<str:ref>/reports/<str:period>/draft/", writing.draft_page, name="report_draft"),
    path("projects/<str:ref>/reports/<str:period>/preview/", writing.preview_page, name="report_preview"),
]
