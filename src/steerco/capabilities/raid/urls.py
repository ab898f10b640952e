"""Addresses of the RAID log: six registers, and the acts on their records."""

from __future__ import annotations

from django.urls import include, path

from steerco.capabilities.raid.services.records import NAMES
from steerco.capabilities.raid.views import act_page
from steerco.foundation.registers.views import addresses

urlpatterns = [
    path("raid/<str:register>/<str:slug>/<str:act>/", act_page, name="raid_act"),
    *(path(f"{name}/", include(addresses(name))) for name in NAMES.values()),
]
