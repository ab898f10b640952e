"""Addresses of the movements of a portfolio."""

from __future__ import annotations

from django.urls import path

from steerco.capabilities.movements.views import compare, health, rated_well, why

urlpatterns = [
    path("portfolio/health/compare/", health.health_compare, name="health_moves"),
    path("portfolio/health/moved/", rated_well.rated_well, name="rated_well"),
    path("portfolio/movements/", compare.movements, name="portfolio_movements"),
    path("portfolio/<str:ref>/compare/", compare.portfolio_compare, name="portfolio_compare"),
    path("portfolio/<str:ref>/compare/why/<str:what>/", why.movement_why, name="portfolio_movement_why"),
    path("portfolio/<str:ref>/compare/movements.<str:form>", compare.movements_file, name="portfolio_movements_file"),
]
