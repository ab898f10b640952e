"""Addresses of the scorecards: the portfolios."""

from __future__ import annotations

from django.urls import path

from steerco.capabilities.scorecards.views import portfolio, portfolio_table

urlpatterns = [
    path("portfolio/", portfolio.portfolios, name="portfolio"),
    path("portfolio/<str:ref>/", portfolio.portfolio_overview, name="portfolio_overview"),
    path("portfolio/<str:ref>/table/<str:what>", portfolio_table.portfolio_table, name="portfolio_table"),
]
