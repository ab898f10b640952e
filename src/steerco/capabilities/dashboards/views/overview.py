"""The pages of portfolios: which there are, and each on one page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET

from steerco.capabilities.dashboards.views.context import Address, page_context
from steerco.capabilities.projects.queries import links_to_confirm
from steerco.capabilities.scorecards.queries.portfolio import PortfolioNotFound, overview_of, portfolio_source, portfolios_seen
from steerco.capabilities.scorecards.queries.portfolio_filters import Filters
from steerco.capabilities.scorecards.queries.portfolio_source import PortfolioSource
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.ledger.drawn import drawn_once


@require_GET
@acting
def portfolios(request: HttpRequest) -> HttpResponse:
    """The portfolios that one may see; the page itself when there is only one."""
    seen = portfolios_seen(actor_of(request))
    if len(seen) == 1:
        return redirect("portfolio_overview", seen[0].ref)
    return render(request, "dashboards/portfolios.html", {"portfolios": seen, "nav_current": "portfolio"})


@require_GET
@acting
@drawn_once
def portfolio_overview(request: HttpRequest, ref: str) -> HttpResponse:
    """The portfolio at a date on one page."""
    source, address = asked(request, ref)
    return render(request, "dashboards/overview.html", {**_context(source, address), "nav_current": "portfolio"})


def asked(request: HttpRequest, ref: str) -> tuple[PortfolioSource, Address]:
    """The portfolio and what the address asks of it; 404 where the actor can't see it."""
    by: Actor = actor_of(request)
    try:
        source = portfolio_source(by, ref)
    except PortfolioNotFound as error:
        raise Http404(str(error)) from error
    filters = Filters.parse(dict(request.GET.lists()))
    return source, Address(source.known.ref, _date(request, "as_of"), _date(request, "against"), filters)


def _context(source: PortfolioSource, address: Address) -> dict[str, Any]:
    overview = overview_of(source, as_of=address.as_of, against=address.against, filters=address.filters)
    context = {
        **page_context(overview, address),
        "to_confirm": source.kept.of(source.stamp, "links", lambda: links_to_confirm(source.by).count()),
    }
    picture = overview.picture
    latest = Address(address.ref, None, None, address.filters)
    return {
        **context, "head": picture.head, "export": address.table("projects", ".xlsx"), "compare": address.compare(),
        "dates": [period.status_on for period in reversed(picture.periods)], "date": picture.now.status_on if picture.now else None,
        "against": picture.against.status_on if picture.against else None,
        "past_on": picture.now.status_on if picture.now and picture.is_past else None, "past_back": latest(keep=True, anchor=""),
    }  # fmt: skip


def _date(request: HttpRequest, name: str) -> dt.date | None:
    try:
        return parse_date(request.GET.get(name, ""))
    except ValueError:
        return None
