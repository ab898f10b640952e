"""Reading one published report: its facts or their reasons, its words, what the one before said."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from steerco.capabilities.status.models import StatusReport
from steerco.capabilities.status.queries import editions, gap_of, neighbours, period_named, rating_told
from steerco.capabilities.status.queries.shown import MARKS, facts_shown, texts_shown
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
    before, after = neighbours(by, report)
    facts = facts_shown(report, before)
    context = {
        "report": report,
        "project": report.project,
        "mark": MARKS[report.confidence],
        "rating": rating_told(report),
        "rating_before": rating_told(before) if before is not None else "",
        "facts": facts,
        "missing": len([name for name in StatusReport.FACTS if _owed(report, name)]),
        "reasons": [fact for fact in facts if fact.full],
        "texts": texts_shown(report, before),
        "editions": kept,
        "newest": kept[0],
        "before": before,
        "after": after,
        "nav_current": "projects",
    }
    return render(request, "status/report.html", context)


def _owed(report: StatusReport, name: str) -> bool:
    """Whether a fact that the return asks for is missing."""
    return getattr(report, name) in (None, "") and gap_of(report.gaps, name).kind != "not_in_return"
