"""What SCIM can do here: the configuration, the kinds of resource, their schemas."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from scim2_models import (
    AuthenticationScheme,
    Bulk,
    ChangePassword,
    Context,
    ETag,
    Filter,
    Group,
    Patch,
    ResourceType,
    Schema,
    ServiceProviderConfig,
    Sort,
    User,
)

from steerco.capabilities.provisioning.api.speaking import MOST_RESULTS, listed, refuse_method, spoken, written
from steerco.foundation.access.actor import Actor

KINDS, BEARER = (User, Group), AuthenticationScheme.Type.oauthbearertoken


@spoken
def config(request: HttpRequest, by: Actor) -> HttpResponse:
    """What is supported: patch and filters; no bulk, no sorting, no passwords."""
    if request.method != "GET":
        return refuse_method("GET")
    said = ServiceProviderConfig(
        patch=Patch(supported=True), filter=Filter(supported=True, max_results=MOST_RESULTS), sort=Sort(supported=False),
        bulk=Bulk(supported=False, max_operations=0, max_payload_size=0), change_password=ChangePassword(supported=False),
        etag=ETag(supported=False),
        authentication_schemes=[AuthenticationScheme(type=BEARER, name="Token", description="The token of a program")],
    )  # fmt: skip
    return written(said.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE))


@spoken
def types(request: HttpRequest, by: Actor) -> HttpResponse:
    """Users and groups."""
    return listed(request, ResourceType, _types()) if request.method == "GET" else refuse_method("GET")


@spoken
def one_type(request: HttpRequest, by: Actor, name: str) -> HttpResponse:
    """One kind of resource."""
    return _one(request, {each.id: each for each in _types()}, name)


@spoken
def schemas(request: HttpRequest, by: Actor) -> HttpResponse:
    """The schemas of both."""
    return listed(request, Schema, _schemas()) if request.method == "GET" else refuse_method("GET")


@spoken
def one_schema(request: HttpRequest, by: Actor, name: str) -> HttpResponse:
    """One schema."""
    return _one(request, {each.id: each for each in _schemas()}, name)


def _types() -> list[Any]:
    return [ResourceType.from_resource(kind) for kind in KINDS]


def _schemas() -> list[Any]:
    return [kind.to_schema() for kind in KINDS]


def _one(request: HttpRequest, known: dict[Any, Any], name: str) -> HttpResponse:
    if request.method != "GET":
        return refuse_method("GET")
    if name not in known:
        raise Http404
    return written(known[name].model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE))
