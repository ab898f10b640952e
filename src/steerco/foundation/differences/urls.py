"""Addresses of what changed."""

from __future__ import annotations

from django.urls import path

from steerco.foundation.differences.views import changed_file, changed_page

urlpatterns = [
    path("changed/", changed_page, name="changed"),
    path("changed/export.<str:form>", changed_file, name="changed_file"),
    path("changed/<slug:register>/<str:slug>/", changed_page, name="changed_record"),
    path("changed/<slug:register>/<str:slug>/export.<str:form>", changed_file, name="changed_record_file"),
]
