"""Addresses of the floor."""

from __future__ import annotations

from django.urls import path

from benchmarks.bare.views import overview, record, rest, task_list

urlpatterns = [
    path("list/", task_list),
    path("overview/<int:pk>/", overview),
    path("record/<int:pk>/", record),
    path("rest/", rest),
]
