"""Addresses of provisioning: tokens, programs, roles of groups, and SCIM for a directory."""

from __future__ import annotations

from django.urls import include, path

from steerco.capabilities.provisioning.api import addresses
from steerco.capabilities.provisioning.views import programs, tokens

urlpatterns = [
    path("tokens/", tokens.tokens_page, name="tokens"),
    path("tokens/<int:pk>/revoke/", tokens.revoke, name="token_revoke"),
    path("programs/", programs.programs_page, name="programs"),
    path("programs/<int:pk>/", programs.program_page, name="program"),
    path("group-roles/", programs.groups_page, name="group_roles"),
    path("group-roles/<int:pk>/end/", programs.unmap, name="group_role_end"),
    path("scim/v2/", include(addresses)),
]
