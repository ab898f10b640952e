"""Addresses of imports: each step is a page of its own, so that one can leave and come back."""

from __future__ import annotations

from django.urls import path

from steerco.foundation.imports.views import loading, steps

urlpatterns = [
    path("imports/", steps.imports_page, name="imports"),
    path("imports/new/", steps.new_import, name="import_new"),
    path("imports/<int:pk>/", steps.import_page, name="import"),
    path("imports/<int:pk>/columns/", steps.columns_page, name="import_columns"),
    path("imports/<int:pk>/matches/", steps.matches_page, name="import_matches"),
    path("imports/<int:pk>/check/", steps.check_page, name="import_check"),
    path("imports/<int:pk>/report.<str:form>", loading.report_file, name="import_report"),
    path("imports/<int:pk>/load/", loading.load, name="import_load"),
    path("imports/<int:pk>/loaded/", loading.loaded_page, name="import_loaded"),
    path("imports/<int:pk>/undo/", loading.undo_page, name="import_undo"),
    path("imports/<int:pk>/discard/", loading.discard, name="import_discard"),
]
