"""Addresses of the scorecards: the portfolios."""

from __future__ import annotations

from django.urls import path

from steerco.capabilities.scorecards.views import portfolio, portfolio_compare, portfolio_table

urlpatterns = [
    path("portfolio/", portfolio.portfolios, name="portfolio"),
    path("portfolio/movements/", portfolio_compare.movements, name="portfolio_movements"),
    path("portfolio/<str:ref>/", portfolio.portfolio_overview, name="portfolio_overview"),
    path("portfolio/<str:ref>/compare/", portfolio_compare.portfolio_compare, name="portfolio_compare"),
    path("portfolio/<str:ref>/table/<str:what>", portfolio_table.portfolio_table, name="portfolio_table"),
]
