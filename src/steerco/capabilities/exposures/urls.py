"""Addresses of exposures."""

from __future__ import annotations

from django.urls import path

from steerco.capabilities.exposures.views import pages

urlpatterns = [
    path("exposure/", pages.exposure_page, name="exposure"),
    path("exposure/curve.csv", pages.curve_file, name="exposure_curve"),
    path("dependency-map/", pages.network_page, name="dependency_map"),
]
