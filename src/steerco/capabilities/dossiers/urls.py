"""Addresses of a dossier: the page of one project, its tabs, its file and the comparison of two returns."""

from __future__ import annotations

from django.urls import path

from steerco.capabilities.dossiers.views import pages

urlpatterns = [
    path("projects/<str:ref>/", pages.project_page, name="project"),
    path("projects/<str:ref>/record.csv", pages.record_csv, name="project_record_csv"),
    path("projects/<str:ref>/one-pager.pdf", pages.brief_pdf, name="project_brief"),
    path("projects/<str:ref>/reports/", pages.reports_page, name="project_reports"),
    path("projects/<str:ref>/compare/", pages.compare_page, name="project_compare"),
    path("projects/<str:ref>/people/", pages.people_page, name="project_people"),
    path("projects/<str:ref>/files/", pages.files_page, name="project_files"),
    path("projects/<str:ref>/history/", pages.history_page, name="project_history"),
]
