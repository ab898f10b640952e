"""Addresses of the dashboards: the portfolios, each on one page, its numbers as tables and files, and what explains each."""

from __future__ import annotations

from django.urls import path

from steerco.capabilities.dashboards.views import brief, overview, tables, why

urlpatterns = [
    path("portfolio/", overview.portfolios, name="portfolio"),
    path("portfolio/<str:ref>/", overview.portfolio_overview, name="portfolio_overview"),
    path("portfolio/<str:ref>/export.<str:form>", overview.portfolio_export, name="portfolio_export"),
    path("portfolio/<str:ref>/one-pager.pdf", brief.portfolio_brief, name="portfolio_brief"),
    path("portfolio/<str:ref>/views/", overview.portfolio_views, name="portfolio_views"),
    path("portfolio/<str:ref>/why/<str:what>/", why.portfolio_why, name="portfolio_why"),
    path("portfolio/<str:ref>/table/<str:what>", tables.portfolio_table, name="portfolio_table"),
]
