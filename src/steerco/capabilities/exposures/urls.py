"""Addresses of exposures."""

from __future__ import annotations

from django.urls import include, path

from steerco.capabilities.exposures.views import pages
from steerco.foundation.registers.views import addresses

urlpatterns = [
    path("exposure/", pages.exposure_page, name="exposure"),
    path("exposure/curve.csv", pages.curve_file, name="exposure_curve"),
    path("appetites/", include(addresses("appetites"))),
    path("dependency-map/", pages.network_page, name="dependency_map"),
]
