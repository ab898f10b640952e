"""Addresses for auditors."""

from __future__ import annotations

from django.urls import path

from steerco.foundation.audits.views import audit_file, audit_page

urlpatterns = [path("ledger/audit/", audit_page, name="audit"), path("ledger/audit.zip", audit_file, name="audit_file")]
