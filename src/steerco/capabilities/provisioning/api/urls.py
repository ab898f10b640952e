"""Addresses of SCIM, below `/scim/v2/`."""

from __future__ import annotations

from django.urls import path

from steerco.capabilities.provisioning.api import groups, service, users

urlpatterns = [
    path("Users", users.many, name="scim_users"),
    path("Users/<str:key>", users.one, name="scim_user"),
    path("Groups", groups.many, name="scim_groups"),
    path("Groups/<str:key>", groups.one, name="scim_group"),
    path("ServiceProviderConfig", service.config, name="scim_config"),
    path("ResourceTypes", service.types, name="scim_types"),
    path("ResourceTypes/<str:name>", service.one_type, name="scim_type"),
    path("Schemas", service.schemas, name="scim_schemas"),
    path("Schemas/<str:name>", service.one_schema, name="scim_schema"),
]
