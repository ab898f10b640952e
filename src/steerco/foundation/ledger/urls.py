"""Addresses of the ledger."""

from __future__ import annotations

from django.urls import path

from steerco.foundation.ledger.views import activity_page, redo_page, revision_page, take_back_page, undo_page, verify_page

urlpatterns = [
    path("ledger/", activity_page, name="ledger"),
    path("ledger/verify/", verify_page, name="verify_ledger"),
    path("ledger/undo/", undo_page, name="undo"),
    path("ledger/redo/", redo_page, name="redo"),
    path("ledger/<int:number>/", revision_page, name="revision"),
    path("ledger/<int:number>/undo/", take_back_page, name="take_back"),
]
