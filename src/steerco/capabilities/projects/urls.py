"""Addresses of projects, programmes and portfolios."""

from __future__ import annotations

from django.urls import include, path

from steerco.foundation.registers.views import addresses

urlpatterns = [
    path("projects/", include(addresses("projects", record=False))),
    path("programmes/", include(addresses("programmes"))),
    path("portfolios/", include(addresses("portfolios"))),
]
