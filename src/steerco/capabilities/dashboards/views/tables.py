"""The numbers behind each picture of the portfolio: as a table on a page, as CSV and as XLSX."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from steerco.capabilities.dashboards.views.asking import asked_for
from steerco.capabilities.projects.access import PROJECTS
from steerco.capabilities.scorecards.queries.portfolio import picture_of
from steerco.capabilities.scorecards.queries.portfolio_tables import OFF_SCALE, SHEETS
from steerco.foundation.access.permissions import Refused
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.exports.answers import FORMS, as_file
from steerco.foundation.ui.figures import on_screen

SHOWN = 500
SHARES = {"dates": (6,)}


@require_GET
@acting
def portfolio_table(request: HttpRequest, ref: str, what: str) -> HttpResponse:
    """A picture's numbers: `…/table/ratings` as a page, `ratings.csv` and `ratings.xlsx` as files."""
    source, address = asked_for(request, ref)
    name, _dot, form = what.partition(".")
    if name not in SHEETS or form not in ("", *FORMS):
        raise Http404(gettext("There is no such table."))
    if PROJECTS.reach(actor_of(request), "export").nothing:
        raise Refused("portfolio", "export", PROJECTS.allowed["export"])
    picture = picture_of(source, as_of=address.as_of, against=address.against, scope=address.scope)
    sheet = SHEETS[name](picture)
    if form:
        return as_file(sheet, f"{source.known.ref}-{name}", form)
    rows = list(sheet.rows)
    context = {
        "sheet": sheet, "rows": [_shown(name, row) for row in rows[:SHOWN]],
        "more": max(len(rows) - SHOWN, 0), "picture": picture, "back": address.page(),
        "csv": address.table(name, ".csv"), "xlsx": address.table(name, ".xlsx"), "nav_current": "portfolio",
    }  # fmt: skip
    return render(request, "dashboards/table.html", context)


def _shown(name: str, row: Iterable[Any]) -> list[tuple[str, str]]:
    """A row as a page writes it: each value with its class; files keep the exact one."""
    off = gettext("not on this scale"), "num muted"
    return [off if value is OFF_SCALE else on_screen(value, place in SHARES.get(name, ())) for place, value in enumerate(row)]
