"""Addresses of tasks."""

from __future__ import annotations

from django.urls import include, path

from steerco.foundation.registers.views import addresses

urlpatterns = [path("tasks/", include(addresses("tasks")))]
