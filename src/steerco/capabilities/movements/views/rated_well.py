"""Rated well while the facts had moved: per period the programmes rated Green or Amber/Green whose date or cost was beyond tolerance."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from steerco.capabilities.health.queries.sentences import measured_sentence
from steerco.capabilities.movements.queries.rated_well import TOLERANCE, MovedPeriod, RatedWell, rated_well_but_moved
from steerco.capabilities.movements.views.health import source_of
from steerco.capabilities.status.access import REPORTS
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.access.views import acting
from steerco.foundation.exports.answers import FORMS, as_file
from steerco.foundation.exports.writers import Sheet
from steerco.foundation.ui.marks import word

CODES = {"green": "g", "amber_green": "ag"}


def said(each: RatedWell) -> list[str]:
    """What had moved, each in a sentence."""
    return [measured_sentence(measure, found) for measure, found in each.moved]


@require_GET
@acting
def rated_well(request: HttpRequest) -> HttpResponse:
    """`?form=csv` gives the whole list as a file."""
    source = source_of(request)
    periods = rated_well_but_moved(source)
    form = request.GET.get("form", "")
    if form:
        return _file(source.by, periods, form)
    shown = [
        (period, [(each, CODES[each.kept.confidence], said(each)) for each in period.moved])
        for period in periods if period.rated
    ]  # fmt: skip
    context = {
        "periods": shown, "rated": sum(period.rated for period in periods), "checked": sum(period.checked for period in periods),
        "moved": sum(len(period.moved) for period in periods), "tolerance": f"{TOLERANCE * 100:.0f}%", "nav_current": "watermelons",
    }  # fmt: skip
    return render(request, "movements/rated_well.html", context)


def _file(by: Actor, periods: Sequence[MovedPeriod], form: str) -> HttpResponse:
    if form not in FORMS:
        raise Http404(_("There is no such file."))
    if REPORTS.reach(by, "export").nothing:
        raise Refused("status report", "export", REPORTS.allowed["export"])
    heads = _("Period|Status date|Reference|Project|Rated|What had moved").split("|")
    rows = [
        (period.name, period.status_on, each.project.ref, each.project.name, word(CODES[each.kept.confidence]), " ".join(said(each)))
        for period in periods for each in period.moved
    ]  # fmt: skip
    return as_file(Sheet(_("Rated well while the facts had moved"), heads, rows, []), "rated-well-but-moved", form)
