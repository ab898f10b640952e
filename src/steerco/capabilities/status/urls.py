"""Addresses of status reports."""

from __future__ import annotations

from django.urls import path

from steerco.capabilities.status import views

urlpatterns = [path("projects/<str:ref>/reports/<str:period>/", views.report_page, name="report")]
