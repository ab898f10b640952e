"""The address of search."""

from __future__ import annotations

from django.urls import path

from steerco.foundation.search.views import search

urlpatterns = [path("search/", search, name="search")]
