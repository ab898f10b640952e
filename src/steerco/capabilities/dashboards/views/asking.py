"""What a request asks of a portfolio: which one, at which dates, narrowed to what, and in which state its list."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.http import Http404, HttpRequest, QueryDict
from django.utils.dateparse import parse_date

from steerco.capabilities.dashboards.registers import PORTFOLIO
from steerco.capabilities.dashboards.registers.address import LIST, Address
from steerco.capabilities.scorecards.queries.portfolio import PortfolioNotFound, portfolio_source
from steerco.capabilities.scorecards.queries.portfolio_scope import Scope
from steerco.capabilities.scorecards.queries.portfolio_source import PortfolioSource
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.views import actor_of
from steerco.foundation.registers.answers import asked_of
from steerco.foundation.registers.asked import STATE, Asked
from steerco.foundation.registers.filters import Filter
from steerco.foundation.registers.models import SavedView
from steerco.foundation.registers.services import opening_view, views_of

STATE_OF_LIST = tuple(name for name in STATE if name != "as_of")
"""The date is the page's, not the list's: a view that is kept says nothing of it."""


def asked_for(
    request: HttpRequest, ref: str, views: list[SavedView] | None = None, pins: tuple[Filter, ...] | None = None
) -> tuple[PortfolioSource, Address]:
    """The portfolio and what the address asks of it; 404 where the actor can't see it. A page with `pins` begins as the actor chose."""
    try:
        source = portfolio_source(actor_of(request), ref)
    except PortfolioNotFound as error:
        raise Http404(str(error)) from error
    scope = Scope.parse(dict(request.GET.lists()))
    address = Address(source.known.ref, _date(request, "as_of"), _date(request, "against"), scope)
    asked = asked_of(request.GET, {view.pk: view.query for view in views or ()}, STATE_OF_LIST)
    if pins is not None:
        asked = _opened(source.by, asked, views or [], pins)
    return source, replace(address, asked=replace(asked, as_of=None, carried=address.carried, anchor=LIST))


def _opened(by: Actor, asked: Asked, views: list[SavedView], pins: tuple[Filter, ...]) -> Asked:
    """What the list opens with where nothing is asked of it: the view and the pins that the actor chose."""
    opening = opening_view(by, views)
    bare = not (asked.every or asked.view or asked.state or asked.pinned)
    if bare and opening is not None:
        asked = asked_of(QueryDict(f"view={opening.pk}"), {opening.pk: opening.query}, STATE_OF_LIST)
    return replace(asked, every=asked.every or opening is not None or bool(pins), pinned=pins if bare else asked.pinned)


def kept_views(by: Actor) -> list[SavedView]:
    """The views of the list that the actor may open."""
    return list(views_of(by, PORTFOLIO))


def _date(request: HttpRequest, name: str) -> dt.date | None:
    try:
        return parse_date(request.GET.get(name, ""))
    except ValueError:
        return None
