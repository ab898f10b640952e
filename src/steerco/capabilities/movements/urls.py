"""Addresses of the movements of a portfolio."""

from __future__ import annotations

from django.urls import path

from steerco.capabilities.movements import views

urlpatterns = [
    path("portfolio/movements/", views.movements, name="portfolio_movements"),
    path("portfolio/<str:ref>/compare/", views.portfolio_compare, name="portfolio_compare"),
    path("portfolio/<str:ref>/compare/movements.<str:form>", views.movements_file, name="portfolio_movements_file"),
]
