"""Addresses of the look: the gallery of all pieces, and what robots may read."""

from __future__ import annotations

from django.urls import path

from steerco.foundation.ui.views import gallery, robots

urlpatterns = [
    path("gallery/", gallery, name="gallery"),
    path("robots.txt", robots, name="robots"),
]
