"""Addresses of own fields: three pages of their own, the rest as of every register."""

from __future__ import annotations

from django.urls import path

from steerco.foundation.fields import views
from steerco.foundation.registers.views import addresses

NAMED = {"name": "fields"}
urlpatterns = [
    path("new/", views.new_field, NAMED, name="field_new"),
    path("<str:slug>/edit/", views.edit_field, NAMED, name="field_edit"),
    path("<str:slug>/retire/", views.retire, NAMED, name="field_retire"),
    *(each for each in addresses("fields", record=False) if each.name not in ("field_new", "field_edit")),
    path("<str:slug>/", views.field, NAMED, name="field"),
]
