"""The explanation of a number: in a pop-over where the page's script asks for it, as a page of its own for whoever follows the link."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from steerco.capabilities.dashboards.registers import PORTFOLIO
from steerco.capabilities.dashboards.registers.listing import list_of
from steerco.capabilities.dashboards.views.asking import asked_for
from steerco.capabilities.explanations.queries.lists import of_list
from steerco.capabilities.explanations.queries.projects import of_project
from steerco.capabilities.explanations.queries.told import Asked
from steerco.capabilities.explanations.queries.totals import of_total
from steerco.capabilities.scorecards.queries.portfolio import picture_of
from steerco.capabilities.scorecards.queries.portfolio_members import Member
from steerco.foundation.access.views import acting
from steerco.foundation.ledger.drawn import drawn_once
from steerco.foundation.organisations.scope import within


@require_GET
@acting
@drawn_once
def portfolio_why(request: HttpRequest, ref: str, what: str) -> HttpResponse:
    """`…/why/cost/?of=DFT_0001`: how the number came about; 404 where there is no such number, or none that the actor may see."""
    source, address = asked_for(request, ref)
    picture = picture_of(source, as_of=address.as_of, against=address.against, scope=address.scope)

    def rows() -> list[Member]:
        return [row["member"] for row in list_of(PORTFOLIO, source, picture, address).ordered]

    asked = Asked(picture, address, request.GET.get("of", "")[:200], rows)
    with within(source.by.organisation):
        told = of_total(what, asked) or of_list(what, asked) or of_project(what, asked, source)
    if told is None:
        raise Http404(gettext("There is no such number."))
    context = {"told": told, "picture": picture, "facts": asked.facts(), "back": address.page(), "nav_current": "portfolio"}
    return render(request, "dashboards/why.html" + ("#told" if request.GET.get("part") == "told" else ""), context)
