"""Addresses of units, people and roles."""

from __future__ import annotations

from django.urls import include, path

from steerco.capabilities.people.views import catalogue_page, handover_page, leavers_page, place_page, tree_page
from steerco.foundation.registers.views import addresses

urlpatterns = [
    path("units/tree/", tree_page, name="units_tree"),
    path("units/<int:pk>/place/", place_page, name="unit_place"),
    path("units/", include(addresses("units"))),
    path("people/leavers/", leavers_page, name="leavers"),
    path("people/<int:pk>/handover/", handover_page, name="handover"),
    path("people/", include(addresses("people"))),
    path("roles/catalogue/", catalogue_page, name="role_catalogue"),
    path("roles/", include(addresses("roles"))),
]
