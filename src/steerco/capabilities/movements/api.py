"""The numbers of a portfolio's page for programs: each sum beside its share, each gap with its reasons."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router

from steerco.capabilities.scorecards.queries.portfolio import PortfolioNotFound, portfolio_picture
from steerco.capabilities.scorecards.queries.portfolio_figures import Changed, Period, Picture, Split
from steerco.foundation.api.acts import Act, add_acts, slug
from steerco.foundation.api.answers import answer
from steerco.foundation.api.document import parameter
from steerco.foundation.api.identity import asker
from steerco.foundation.api.problems import Problem, Wrong
from steerco_engine.sums import Disclosed

SUM: dict[str, Any] = {
    "type": "object", "description": "A sum beside its share: of how many, and what could not be added in.",
    "required": ["amount", "currency", "price_basis", "given", "of", "others"],
    "properties": {
        "amount": {"type": ["number", "null"]}, "currency": {"type": "string"}, "price_basis": {"type": "string"},
        "given": {"type": "integer"}, "of": {"type": "integer"}, "withheld": {"type": "integer"}, "in_sum": {"type": "integer"},
        "others": {"type": "array", "items": {"type": "object"}},
    },
}  # fmt: skip
_COUNTS = {"type": "object", "additionalProperties": {"type": "integer"}}
SUMMARY: dict[str, Any] = {
    "type": "object", "required": ["portfolio", "as_of", "against", "projects", "ratings", "cost", "changed", "departments"],
    "properties": {
        "portfolio": {"type": "object"}, "limited": {"type": "boolean", "description": "Whether your roles leave projects out."},
        "as_of": {"type": ["object", "null"], "description": "The period of the numbers."},
        "against": {"type": ["object", "null"], "description": "The period that they are compared with."},
        "projects": {"type": "integer"}, "missing_reports": {"type": "integer"},
        "ratings": {**_COUNTS, "description": "Projects by rating; `none` counts withheld and missing ones."},
        "cost": SUM, "cost_gaps": {"type": "array", "items": {"type": "object"}, "description": "Why costs are missing, with counts."},
        "facts_check": {"type": "object", "description": "How many ratings the facts could check, and how many they contradict."},
        "changed": {"type": ["object", "null"], "description": "What changed between the two periods."},
        "departments": {"type": "array", "items": {"type": "object"}}, "cost_by_rating": {"type": "array", "items": {"type": "object"}},
        "history": {"type": "array", "items": {"type": "object"}, "description": "Projects by rating in each period."},
    },
}  # fmt: skip


def add_routes(router: Router) -> None:
    """The summary of a portfolio."""
    day = {"type": "string", "format": "date"}
    dates = [parameter("as_of", "The numbers at this date: of the newest period up to it.", day),
             parameter("against", "Compared with the newest period up to this date.", day)]  # fmt: skip
    says = "The numbers of its page: ratings, disclosed cost with its share, what changed between two periods, with the reason of each gap."
    add_acts(router, "portfolios", [
        Act("portfolios_summary", "/portfolios/{slug}/summary", _summary, "Sum up a portfolio", says, SUMMARY, method="GET",
            parameters=[slug("Which portfolio: the reference."), *dates], refuses=["not-found"]),
    ])  # fmt: skip


def _summary(request: HttpRequest, slug: str) -> HttpResponse:
    try:
        picture = portfolio_picture(asker(request), slug, as_of=_day(request, "as_of"), against=_day(request, "against"))
    except PortfolioNotFound as error:
        raise Http404(str(error)) from error
    return answer(told(picture))


def told(picture: Picture) -> dict[str, Any]:
    """A picture as JSON says it."""
    head, facts = picture.head, picture.facts
    return {
        "portfolio": {"ref": head.ref, "name": head.name, "purpose": head.purpose, "source_note": head.source_note},
        "limited": picture.limited, "as_of": _period(picture.now), "against": _period(picture.against), "projects": picture.total,
        "missing_reports": picture.missing, "ratings": _ratings(picture.counts), "cost": _sum(picture.cost),
        "cost_gaps": [{"kind": gap.kind, "reason": gap.text, "count": count} for gap, count in picture.cost_gaps],
        "facts_check": {
            "green_checked": facts.green_checked, "green_broken": facts.green_broken, "disagree": facts.disagree, "better": facts.better,
            "checked": facts.checked,
        },
        "changed": _changed(picture.changed),
        "departments": [
            {"codes": list(unit.codes), "name": unit.name, "ratings": _ratings(unit.counts), "cost": _sum(unit.cost)}
            for unit in picture.units
        ],
        "cost_by_rating": [{"rating": each.rating or "none", "cost": _sum(each.cost)} for each in picture.cost_by_rating],
        "history": [
            {"period": _period(column.period), "projects": column.total, "ratings": _ratings(column.counts)}
            for column in picture.river.columns
        ],
    }  # fmt: skip


def _period(period: Period | None) -> dict[str, Any] | None:
    return None if period is None else {"name": period.name, "status_on": period.status_on, "scale": period.scale}


def _ratings(counts: Any) -> dict[str, int]:
    return {rating or "none": count for rating, count in counts.items()}


def _sum(held: Disclosed) -> dict[str, Any]:
    return {
        "amount": held.amount, "currency": held.currency, "price_basis": held.price_basis, "given": held.given, "of": held.of,
        "withheld": held.withheld, "in_sum": held.in_sum,
        "others": [{"currency": c, "price_basis": basis, "amount": amount, "count": n} for c, basis, amount, n in held.others],
    }  # fmt: skip


def _changed(changed: Changed | None) -> dict[str, Any] | None:
    if changed is None:
        return None
    return {
        "rating": _split(changed.rating), "points": changed.points, "end_date": _split(changed.end_date), "cost": _split(changed.cost),
        "cost_before": _sum(changed.cost_before), "cost_now": _sum(changed.cost_now), "cost_share": changed.cost_share,
        "joined": changed.joined, "left": changed.left, "both": changed.both,
    }  # fmt: skip


def _split(split: Split) -> dict[str, int]:
    return {"better": split.better, "same": split.same, "worse": split.worse, "comparable": split.comparable}


def _day(request: HttpRequest, name: str) -> dt.date | None:
    text = request.GET.get(name, "")
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        message = _("“%(text)s” is not a date. Write it as 2026-03-31.") % {"text": text}
        raise Problem("invalid", message, [Wrong(name, (message,))]) from None
