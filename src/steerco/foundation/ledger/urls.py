"""Addresses of the ledger."""

from __future__ import annotations

from django.urls import path

from steerco.foundation.ledger.views import activity_page, revision_page, verify_page

urlpatterns = [
    path("ledger/", activity_page, name="ledger"),
    path("ledger/verify/", verify_page, name="verify_ledger"),
    path("ledger/<int:number>/", revision_page, name="revision"),
]
