"""The pages of portfolios: which there are, each on one page, its list as a file, and the views that are kept of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from steerco.capabilities.dashboards.registers import PORTFOLIO
from steerco.capabilities.dashboards.registers.address import Address
from steerco.capabilities.dashboards.registers.listing import list_of
from steerco.capabilities.dashboards.views.asking import asked_for, kept_views
from steerco.capabilities.dashboards.views.bar import bar_of, scope_words
from steerco.capabilities.dashboards.views.context import drawn
from steerco.capabilities.dashboards.views.health import MOST_COUNTED, health_beside
from steerco.capabilities.dashboards.views.page import PortfolioPage
from steerco.capabilities.projects.queries import links_to_confirm
from steerco.capabilities.scorecards.queries.portfolio import picture_of, portfolios_seen
from steerco.capabilities.scorecards.queries.portfolio_figures import Picture
from steerco.capabilities.scorecards.queries.portfolio_source import PortfolioSource
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.ledger.access import may_read_history
from steerco.foundation.ledger.drawn import drawn_once
from steerco.foundation.organisations.scope import within
from steerco.foundation.registers.answers import as_download, changed_by, keep
from steerco.foundation.registers.filters import Filter
from steerco.foundation.registers.models import SavedView
from steerco.foundation.registers.pins import kept_pins


@require_GET
@acting
def portfolios(request: HttpRequest) -> HttpResponse:
    """The portfolios that one may see; the page itself when there is only one."""
    seen = portfolios_seen(actor_of(request))
    if len(seen) == 1:
        query = request.GET.urlencode()
        return redirect(reverse("portfolio_overview", args=[seen[0].ref]) + (f"?{query}" if query else ""))
    return render(request, "dashboards/portfolios.html", {"portfolios": seen, "nav_current": "portfolio"})


@require_GET
@acting
@drawn_once
def portfolio_overview(request: HttpRequest, ref: str) -> HttpResponse:
    """The portfolio at a date on one page."""
    by = actor_of(request)
    views, pins = kept_views(by), kept_pins(by, PORTFOLIO)
    source, address, picture = _asked(request, ref, views, pins)
    changed = changed_by(request.GET, address.asked)
    if changed is not None:
        return redirect(request.path + changed.address())
    with within(source.by.organisation):
        page = PortfolioPage(list_of(PORTFOLIO, source, picture, address), views, pins)
        health = health_beside(source.by, picture, MOST_COUNTED)
        context = {
            **_dates(picture, address), "picture": picture, "health": health, "to_confirm": _to_confirm(source), "nav_current": "portfolio",
            "drawn": drawn(source, picture, address, may_export=page.may_export, health=health),
            "page": page, "bar": bar_of(page), "by_attention": address.kept(sort=""), "scope": scope_words(address), "head": picture.head,
            "may_history": may_read_history(source.by, frozenset({("portfolio", source.known.pk)})),
        }  # fmt: skip
        return render(request, "dashboards/overview.html", context)


@require_GET
@acting  # type: ignore[arg-type]  # a streamed answer is an answer, too
def portfolio_export(request: HttpRequest, ref: str, form: str) -> HttpResponseBase:
    """The list as a file: its rows of all pages, or those that were picked."""
    by = actor_of(request)
    source, address, picture = _asked(request, ref, kept_views(by))
    PORTFOLIO.require(by, "export")
    listed = list_of(PORTFOLIO, source, picture, replace(address, asked=replace(address.asked, whole=True)))
    return as_download(listed, source.known.ref, form)


@require_POST
@acting
def portfolio_views(request: HttpRequest, ref: str) -> HttpResponse:
    """Keeps the state of the list under a name, brings a view up to what is seen, or drops it."""
    _source, address = asked_for(request, ref)
    PORTFOLIO.require(actor_of(request), "view")
    return keep(request, PORTFOLIO, reverse("portfolio_overview", args=[address.ref]), address.asked)


def _asked(
    request: HttpRequest, ref: str, views: list[SavedView], pins: tuple[Filter, ...] | None = None
) -> tuple[PortfolioSource, Address, Picture]:
    source, address = asked_for(request, ref, views, pins)
    return source, address, picture_of(source, as_of=address.as_of, against=address.against, scope=address.scope)


def _dates(picture: Picture, address: Address) -> dict[str, Any]:
    """The dates that one can go to, and the way back from a past one."""
    now, against = picture.now, picture.against
    return {
        "dates": [period.status_on for period in reversed(picture.periods)], "date": now.status_on if now else None,
        "against": against.status_on if against else None, "past_on": now.status_on if now and picture.is_past else None,
        "past_back": address.latest(), "compare": address.compare(), "brief": address.brief(),
    }  # fmt: skip


def _to_confirm(source: PortfolioSource) -> int:
    return source.kept.of(source.stamp, "links", lambda: links_to_confirm(source.by).count(), closed=True)
