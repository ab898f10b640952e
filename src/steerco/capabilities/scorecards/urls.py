"""Addresses of the scorecards: the portfolios, and one project."""

from __future__ import annotations

from django.urls import path

from steerco.capabilities.scorecards.views import portfolio, portfolio_compare, portfolio_table, project

urlpatterns = [
    path("portfolio/", portfolio.portfolios, name="portfolio"),
    path("portfolio/movements/", portfolio_compare.movements, name="portfolio_movements"),
    path("portfolio/<str:ref>/", portfolio.portfolio_overview, name="portfolio_overview"),
    path("portfolio/<str:ref>/compare/", portfolio_compare.portfolio_compare, name="portfolio_compare"),
    path("portfolio/<str:ref>/table/<str:what>", portfolio_table.portfolio_table, name="portfolio_table"),
    path("projects/<str:ref>/", project.project_page, name="project"),
    path("projects/<str:ref>/record.csv", project.record_csv, name="project_record_csv"),
    path("projects/<str:ref>/reports/", project.reports_page, name="project_reports"),
    path("projects/<str:ref>/compare/", project.compare_page, name="project_compare"),
    path("projects/<str:ref>/people/", project.people_page, name="project_people"),
    path("projects/<str:ref>/history/", project.history_page, name="project_history"),
]
