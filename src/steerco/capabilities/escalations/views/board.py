"""The exceptions board: everything that somebody must decide, overdue first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from steerco.capabilities.escalations import queries
from steerco.capabilities.escalations.access import EXCEPTIONS, TOLERANCES
from steerco.foundation.access.permissions import Refused
from steerco.foundation.access.views import acting, actor_of


@require_safe
@acting
def board_page(request: HttpRequest) -> HttpResponse:
    """What waits, for whom, and by when."""
    by = actor_of(request)
    if EXCEPTIONS.reach(by, "view").nothing:
        raise Refused(EXCEPTIONS.subject, "view", EXCEPTIONS.allowed["view"])
    lines = queries.board_lines(by, timezone.localdate())
    context = {
        "lines": lines, "overdue": sum(line.overdue for line in lines), "clocked": sum(line.by_when is not None for line in lines),
        "has_tolerances": queries.tolerances(by).exists(), "may_set": not TOLERANCES.reach(by, "create").nothing,
        "may_escalate": not EXCEPTIONS.reach(by, "escalate").nothing, "nav_current": "exceptions_board",
    }  # fmt: skip
    return render(request, "escalations/board.html", context)
