"""Addresses of provisioning: tokens, programs and roles of groups; SCIM has its own below `/scim/v2/`."""

from __future__ import annotations

from django.urls import path

from steerco.capabilities.provisioning.views import programs, tokens

urlpatterns = [
    path("tokens/", tokens.tokens_page, name="tokens"),
    path("tokens/<int:pk>/revoke/", tokens.revoke, name="token_revoke"),
    path("programs/", programs.programs_page, name="programs"),
    path("programs/<int:pk>/", programs.program_page, name="program"),
    path("group-roles/", programs.groups_page, name="group_roles"),
    path("group-roles/<int:pk>/end/", programs.unmap, name="group_role_end"),
]
