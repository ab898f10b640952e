"""Addresses of health."""

from __future__ import annotations

from django.urls import include, path

from steerco.capabilities.health.views import differences, editor, project
from steerco.foundation.registers.views import addresses

urlpatterns = [
    path("portfolio/health/watermelons/", differences.watermelons, name="watermelons"),
    path("portfolio/health/rules/set/", editor.rules_set, name="health_rules_set"),
    path("portfolio/health/rules/", include(addresses("health_rules"))),
    path("portfolio/health/colours/", include(addresses("health_overrides"))),
    path("portfolio/health/", include(addresses("health_matrix", record=False))),
    path("projects/<str:ref>/health/", project.project_health, name="project_health"),
]
