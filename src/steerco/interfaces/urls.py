"""Root addresses: each room's own, under its first word."""

from __future__ import annotations

from django.urls import include, path

handler500 = "steerco.foundation.ui.views.broken"
urlpatterns = [
    path("", include("steerco.foundation.ui.urls")),
    path("", include("steerco.foundation.accounts.urls")),
    path("", include("steerco.foundation.access.urls")),
    path("fields/", include("steerco.foundation.fields.urls")),
    path("", include("steerco.capabilities.people.urls")),
    path("", include("steerco.capabilities.entitlements.urls")),
    path("", include("steerco.capabilities.provisioning.urls")),
    path("scim/v2/", include("steerco.capabilities.provisioning.api.urls")),
    path("", include("steerco.capabilities.projects.urls")),
    path("api/", include("steerco.interfaces.api")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
    path("accounts/sso/", include("allauth.socialaccount.urls")),
    path("accounts/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("", include("steerco.foundation.ledger.urls")),
    path("", include("steerco.foundation.differences.urls")),
    path("", include("steerco.foundation.audits.urls")),
    path("", include("steerco.foundation.tasks.urls")),
    path("", include("steerco.foundation.comments.urls")),
    path("", include("steerco.foundation.documents.urls")),
    path("", include("steerco.foundation.notices.urls")),
    path("", include("steerco.foundation.subscriptions.urls")),
    path("", include("steerco.foundation.webhooks.urls")),
    path("", include("steerco.foundation.search.urls")),
    path("", include("steerco.foundation.imports.urls")),
    path("", include("steerco.capabilities.reporting.urls")),  # before status, whose addresses would take its words for periods
    path("", include("steerco.capabilities.status.urls")),
    path("", include("steerco.capabilities.work.urls")),
    path("", include("steerco.capabilities.raid.urls")),
    path("", include("steerco.capabilities.exposures.urls")),
    path("", include("steerco.capabilities.health.urls")),
    path("", include("steerco.capabilities.escalations.urls")),
    path("", include("steerco.capabilities.meetings.urls")),
    path("", include("steerco.capabilities.movements.urls")),
    path("", include("steerco.capabilities.dashboards.urls")),
    path("", include("steerco.capabilities.dossiers.urls")),
    path("", include("steerco.capabilities.worklists.urls")),
]
