"""The pages of exposure: heat map, heaviest risks and money on one; the network of dependencies on another."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from steerco.capabilities.exposures.queries.appetites import appetite_by_category, beyond_appetite
from steerco.capabilities.exposures.queries.networks import SLIP_DAYS, network
from steerco.capabilities.exposures.queries.risks import HeatMap, Money, heat_map, list_of, money, open_risks, without_owner
from steerco.capabilities.exposures.queries.scope import Scope
from steerco.capabilities.exposures.views.pictures import MARKED, s_curve
from steerco.capabilities.projects.queries import portfolios
from steerco.capabilities.raid.access import RAID
from steerco.capabilities.raid.queries import Category, Risk, RiskLevel, by_weight, current, stale_days
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.registers.register import registers
from steerco.foundation.ui.amounts import unit_of
from steerco.foundation.ui.figures import percent
from steerco.foundation.ui.numbers import number_in

TOP, MOST_BEYOND = 10, 20
NAMED = ("risks", "issues", "assumptions", "dependencies", "decisions", "actions")


@require_GET
@acting
def exposure_page(request: HttpRequest) -> HttpResponse:
    """The risks of a project, a portfolio or the office."""
    by = actor_of(request)
    RAID.require(by, "view") if RAID.reach(by, "view").nothing else None
    scope = Scope.of(by, request.GET)
    everything = scope.risks
    found, today = open_risks(everything), timezone.localdate()
    held = heat_map(scope, found)
    stale = [risk.ref for risk in found if stale_days(risk, today) is not None]
    project = scope.project.ref if scope.project else ""
    context: dict[str, Any] = {
        "scope": scope, "nav_current": "exposure", "count": len(found), "ever": len(everything), "map": held, "lines": _lines(held),
        "bands": range(1, 6), "top": [_weighed(risk, place) for place, risk in enumerate(by_weight(found)[:TOP], 1)],
        "money": [_told(each, scope) for each in money(found)], **_beyond(found), "stale": stale, "stale_list": _list(stale),
        "unowned": without_owner(found), "unowned_list": _list(without_owner(found)), "all_list": _list([risk.ref for risk in found]),
        "unplaced_list": _list(held.unplaced), "portfolios": portfolios(by).order_by("name")[:200],
        "inherent": scope.address(view=""), "after": scope.address(view="residual"), "may_add": not RAID.reach(by, "create").nothing,
        "new": reverse("risk_new") + (f"?project={project}" if project else ""), "curve": reverse("exposure_curve") + scope.address(),
        "registers": [(name, registers[name].label) for name in NAMED],
    }  # fmt: skip
    return render(request, "exposures/exposure.html", context)


@require_GET
@acting
def curve_file(request: HttpRequest) -> HttpResponse:
    """Every sum of the distribution with its probability, as a file."""
    by = actor_of(request)
    RAID.require(by, "export") if RAID.reach(by, "export").nothing else None
    answer = HttpResponse(content_type="text/csv; charset=utf-8", headers={"Content-Disposition": 'attachment; filename="exposure.csv"'})
    lines = csv.writer(answer)
    lines.writerow(["currency", "total", "probability", "cumulative", "runs", "seed"])
    for each in money(open_risks(Scope.of(by, request.GET).risks)):
        for total in each.joint.totals:
            lines.writerow([each.currency, total.total, total.probability, total.cumulative, each.joint.runs, each.joint.seed])
    return answer


@require_GET
@acting
def network_page(request: HttpRequest) -> HttpResponse:
    """The dependencies between projects and what a slip of so many working days reaches."""
    by = actor_of(request)
    RAID.require(by, "view") if RAID.reach(by, "view").nothing else None
    slip = min(number_in(request.GET.get("slip", "")) or SLIP_DAYS, 1000)
    found = network(Scope.of(by, request.GET).dependencies, timezone.localdate(), slip)
    context = {
        "network": found, "slip": slip, "nav_current": "dependency_map", "may_add": not RAID.reach(by, "create").nothing,
        "marks": {"red": "r", "amber": "a", "green": "g", "unknown": "n"},
        "lines": [(line, _HEALTH[line.health], _WORDS[line.health]()) for line in found.lines],
    }  # fmt: skip
    return render(request, "exposures/network.html", context)


_HEALTH = {"red": "r", "amber": "a", "green": "g", "unknown": "n"}
_WORDS = {"red": lambda: _("Red"), "amber": lambda: _("Amber"), "green": lambda: _("Green"), "unknown": lambda: _("not known")}


def _beyond(found: Sequence[Risk]) -> dict[str, Any]:
    """What is beyond the appetite, and whether anything was said of it."""
    kept, names = appetite_by_category(), dict(Category.choices)
    lines = [
        {
            "project": each.project, "category": names[Category(each.category)], "refs": each.refs, "list": _list(each.refs),
            "is": f"{each.value:.1f}%" if each.by_cost else f"{each.value:f}", "by_cost": each.by_cost,
            "limit": f"{each.limit.normalize():f}%" if each.by_cost else f"{each.limit:f}",
        }
        for each in beyond_appetite(found, kept)
    ]  # fmt: skip
    return {"appetite": bool(kept), "beyond": lines[:MOST_BEYOND], "beyond_more": len(lines[MOST_BEYOND:])}


def _list(refs: Sequence[str]) -> str:
    asked = list_of(refs)
    return f"{reverse('risks')}?{urlencode(asked)}" if asked else ""


def _lines(held: HeatMap) -> list[tuple[int, list[dict[str, Any]]]]:
    names = dict(RiskLevel.choices)
    return [
        (row[0].probability, [
            {"cell": cell, "count": len(cell.refs), "href": _list(cell.refs), "level": names[RiskLevel(cell.level)]} for cell in row
        ])
        for row in held.rows
    ]  # fmt: skip


def _weighed(risk: Risk, place: int) -> dict[str, Any]:
    now = current(risk)
    unit = unit_of([now.expected])
    return {
        "place": place, "risk": risk, "now": now, "level": dict(RiskLevel.choices).get(RiskLevel(now.level)) if now.level else "",
        "category": dict(Category.choices).get(Category(risk.category)) if risk.category else "",
        "expected": unit.money(now.expected, risk.currency) if now.expected is not None else "",
        "cost": unit_of([now.cost]).money(now.cost, risk.currency) if now.cost is not None else "",
    }  # fmt: skip


def _told(each: Money, scope: Scope) -> dict[str, Any]:
    marks = [(share, each.p(share)) for share in MARKED]
    unit = unit_of([amount for _share, amount in marks] + [each.joint.expected])
    covered = percent(each.joint.covered(scope.reserve)) if scope.reserve is not None else ""
    return {
        "held": each, "currency": each.currency, "expected": unit.money(each.joint.expected, each.currency),
        "marks": [(share, unit.money(amount, each.currency)) for share, amount in marks], "priced": len(each.priced),
        "priced_list": _list(each.priced), "unpriced": len(each.unpriced), "unpriced_list": _list(each.unpriced),
        "picture": s_curve(each.curve, marks, unit, each.currency, scope.reserve), "covered": covered, "themes": each.themes,
        "sum_of_p80": unit.money(each.sum_of_p80, each.currency), "mean_covers": percent(each.joint.covered(each.joint.expected)),
        "rows": [(unit.money(total, each.currency), percent(share)) for total, share in each.curve],
    }  # fmt: skip
