"""Reading one published report: its facts or their reasons, its words, what the one before said."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from steerco.capabilities.status.queries import editions, period_named
from steerco.capabilities.status.queries.shown import shown_context
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.ledger.drawn import drawn_once


@require_GET
@acting
@drawn_once
def report_page(request: HttpRequest, ref: str, period: str) -> HttpResponse:
    """The published report of a project for a period; `?edition=` shows a superseded one."""
    by = actor_of(request)
    found = period_named(period)
    kept = editions(by, ref, found) if found is not None else []
    if not kept:
        raise Http404
    asked = request.GET.get("edition", "")
    report = next((edition for edition in kept if str(edition.edition) == asked), kept[0])
    context = shown_context(by, report) | {"editions": kept, "newest": kept[0], "nav_current": "projects"}
    return render(request, "status/report.html", context)
