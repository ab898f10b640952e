"""Addresses of the dashboards: the portfolios, each on one page, its numbers as tables and files."""

from __future__ import annotations

from django.urls import path

from steerco.capabilities.dashboards.views import overview, tables

urlpatterns = [
    path("portfolio/", overview.portfolios, name="portfolio"),
    path("portfolio/<str:ref>/", overview.portfolio_overview, name="portfolio_overview"),
    path("portfolio/<str:ref>/table/<str:what>", tables.portfolio_table, name="portfolio_table"),
]
