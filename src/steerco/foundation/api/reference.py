"""The pages that show the document of the interface, drawn by this server alone, under the policy of every page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET

from steerco.foundation.access.views import acting
from steerco.foundation.api.assembly import FIRST


@require_GET
@acting
def first(request: HttpRequest) -> HttpResponse:
    """The root of the interface leads to its document."""
    return redirect(f"{FIRST}openapi.json")


def addresses() -> list[URLPattern]:
    """The pages."""
    return [path("v1/", first, name="api_first")]
