"""The search page, and its part for the palette."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.search import palette
from steerco.foundation.search.queries import find, recent
from steerco.foundation.search.searchable import declared

ON_PAGE, IN_PALETTE = 50, 12


@acting
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What was typed, found: records by kind, pages, actions on the open record, a date to travel to."""
    by, typed = actor_of(request), request.GET.get("q", "")
    in_palette = request.GET.get("part") == "palette"
    here = palette.behind(request.GET.get("here", ""), request.headers.get("Referer", ""), request.get_host())
    kinds = {each.kind: each.label for each in declared()}
    kind = request.GET.get("kind", "")
    found = find(by, typed, limit=IN_PALETTE if in_palette else ON_PAGE, kind=kind if kind in kinds else "")
    context: dict[str, Any] = {
        "found": found,
        "recent": recent(by) if not typed.strip() or not (found.hits or in_palette) else [],
        "kinds": kinds,
        "kind": kind if kind in kinds else "",
        "actions": palette.actions(by, typed, here),
    }
    if in_palette:
        return render(request, "search/palette.html", context)
    context |= {"pages": palette.pages(by, typed), "travel": palette.travel(typed, here), "nav_current": "search"}
    return render(request, "search/search.html", context)
