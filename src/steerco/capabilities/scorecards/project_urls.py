"""Addresses of one project: its page, tabs, table and comparison."""

from __future__ import annotations

from django.urls import path

from steerco.capabilities.scorecards.views import project

urlpatterns = [
    path("projects/<str:ref>/", project.project_page, name="project"),
    path("projects/<str:ref>/record.csv", project.record_csv, name="project_record_csv"),
    path("projects/<str:ref>/reports/", project.reports_page, name="project_reports"),
    path("projects/<str:ref>/compare/", project.compare_page, name="project_compare"),
    path("projects/<str:ref>/people/", project.people_page, name="project_people"),
    path("projects/<str:ref>/history/", project.history_page, name="project_history"),
]
