"""Forecasts beyond tolerance are found in published reports, each once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.capabilities.escalations.access import EXCEPTIONS
from steerco.capabilities.escalations.models import Aspect, ExceptionState, Outcome, Tolerance, ToleranceException, ToleranceLevel
from steerco.capabilities.escalations.services.exceptions import PREFIX
from steerco.capabilities.escalations.services.references import next_reference
from steerco.capabilities.exposures.queries.appetites import Beyond, projects_beyond
from steerco.capabilities.projects.queries import Project
from steerco.capabilities.raid.queries import Category
from steerco.capabilities.status.queries import StatusReport
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.ledger.writer import revise
from steerco.foundation.ui import figures
from steerco_engine.tolerances import Deviation, cost_deviation, time_deviation

OPEN = (ExceptionState.FORECAST_BREACH, ExceptionState.RAISED, ExceptionState.REPORTED)


class Found(NamedTuple):
    """A forecast beyond a tolerance."""

    tolerance: Tolerance
    report: StatusReport
    deviation: Deviation
    finding: str


def find_exceptions(*, by: Actor, project_ids: Collection[int] | None = None) -> int:
    """Looks at the newest published report of each project that has a tolerance; says how many new exceptions were found."""
    if not by.is_system:
        raise Refused("exception", "raise", ())
    EXCEPTIONS.require(by, "raise")
    return _raise_found(by, project_ids) + (find_beyond_appetite(by) if project_ids is None else 0)


def find_beyond_appetite(by: Actor) -> int:
    """Risks beyond the appetite of the office, one exception a project; the same once more only when it has got another."""
    EXCEPTIONS.require(by, "raise")
    beyond = projects_beyond(by)
    held = ToleranceException.objects.filter(project__in=list(beyond), aspect=Aspect.RISK, tolerance=None).order_by("pk")
    newest = {each.project_id: each for each in held}
    fresh = []
    for pk, each in beyond.items():
        said, known = _appetite_sentence(each), newest.get(pk)
        if known is None or (known.state not in OPEN and known.finding != said):
            fresh.append((each[0].project, said))
    if not fresh:
        return 0
    with revise(by, "find_exception") as revision:
        for project, said in fresh:
            new = ToleranceException(
                organisation=by.organisation, ref=next_reference(by, ToleranceException, PREFIX), project=project, aspect=Aspect.RISK,
                state=ExceptionState.FORECAST_BREACH, finding=said, found_on=timezone.localdate(),
            )  # fmt: skip
            revision.create(new)
    return len(fresh)


def _appetite_sentence(found: Collection[Beyond]) -> str:
    names = dict(Category.choices)
    told = [
        _("%(category)s %(refs)s: %(value)s, accepted %(limit)s") % {
            "category": names[Category(each.category)], "refs": ", ".join(each.refs[:3]),
            "value": f"{each.value:.1f}%" if each.by_cost else f"{each.value:f}",
            "limit": f"{each.limit.normalize():f}%" if each.by_cost else f"{each.limit:f}",
        }
        for each in sorted(found, key=lambda each: (each.category, each.by_cost))
    ]  # fmt: skip
    return (_("Risk beyond the appetite: %(what)s") % {"what": "; ".join(told)})[:300]


def _raise_found(by: Actor, project_ids: Collection[int] | None) -> int:
    found = [each for each in breaches(project_ids) if not _known(each)]
    if not found:
        return 0
    with revise(by, "find_exception") as revision:
        fresh = [each for each in found if not _known(each)]
        for each in fresh:
            new = ToleranceException(
                organisation=by.organisation, ref=next_reference(by, ToleranceException, PREFIX), project=each.report.project,
                tolerance=each.tolerance, report=each.report, aspect=each.tolerance.aspect, state=ExceptionState.FORECAST_BREACH,
                deviation=round(each.deviation.deviation or Decimal(0), 4), finding=each.finding[:300], found_on=timezone.localdate(),
            )  # fmt: skip
            revision.create(new)
    return len(fresh)


def breaches(project_ids: Collection[int] | None = None) -> list[Found]:
    """Every forecast of a newest published report that is beyond its tolerance today (four queries)."""
    held = _tolerances(timezone.localdate(), project_ids)
    if not held:
        return []
    reports: dict[int, list[StatusReport]] = {}
    published = StatusReport.objects.filter(project__in=list(held), state="published").select_related("period", "project")
    for report in published.order_by("period__status_on"):
        reports.setdefault(report.project_id, []).append(report)
    looked = ((tolerance, reports[key]) for key, those in held.items() if key in reports for tolerance in those.values())
    return [found for tolerance, told in looked if (found := _beyond(tolerance, told)) is not None]


def _tolerances(on: dt.date, project_ids: Collection[int] | None) -> dict[int, dict[str, Tolerance]]:
    """The tolerance of each aspect that holds for a project on a day: its own before that of its portfolio, the newest first."""
    measured = Tolerance.objects.filter(aspect__in=[Aspect.COST, Aspect.TIME], valid_from__lte=on).exclude(valid_to__lt=on)
    whole: list[Tolerance] = []
    own: list[Tolerance] = []
    for tolerance in measured.exclude(level=ToleranceLevel.STAGE).order_by("valid_from", "pk"):
        (own if tolerance.project_id is not None else whole).append(tolerance)
    held: dict[int, dict[str, Tolerance]] = {}
    inside: dict[int, list[int]] = {}
    staying = Q(memberships__left_on=None) | Q(memberships__left_on__gte=on)
    members = Project.objects.filter(staying, memberships__portfolio__in=[each.portfolio_id for each in whole]).order_by("pk")
    for portfolio_id, project_id in members.values_list("memberships__portfolio_id", "pk") if whole else ():
        inside.setdefault(portfolio_id, []).append(project_id)
    for tolerance in whole:
        _hold(held, inside.get(tolerance.portfolio_id or 0, []), tolerance, project_ids)
    for tolerance in own:
        _hold(held, [tolerance.project_id or 0], tolerance, project_ids)
    return held


def _hold(held: dict[int, dict[str, Tolerance]], keys: Iterable[int], tolerance: Tolerance, wanted: Collection[int] | None) -> None:
    for key in keys:
        if wanted is None or key in wanted:
            held.setdefault(key, {})[tolerance.aspect] = tolerance


def _beyond(tolerance: Tolerance, told: list[StatusReport]) -> Found | None:
    first, now = told[0], told[-1]
    return _cost(tolerance, first, now) if tolerance.aspect == Aspect.COST else _time(tolerance, first, now)


def _cost(tolerance: Tolerance, first: StatusReport, now: StatusReport) -> Found | None:
    planned, currency = tolerance.planned_amount, tolerance.currency
    if planned is None:
        planned, currency = first.whole_life_cost_amount, first.currency
        if first.price_basis != now.price_basis:
            return None
    if currency != now.currency:
        return None
    deviation = cost_deviation(planned, now.whole_life_cost_amount, tolerance.above, tolerance.below)
    forecast = now.whole_life_cost_amount
    if not deviation.is_exception or deviation.deviation is None or planned is None or forecast is None:
        return None
    said = _("Cost forecast %(forecast)s against %(planned)s planned: %(deviation)s%%, beyond %(limit)s%%") % {
        "forecast": figures.exact(forecast, now.currency), "planned": figures.exact(planned, currency),
        "deviation": _signed(round(deviation.deviation, 1)), "limit": _limit(tolerance, deviation)}  # fmt: skip
    return Found(tolerance, now, deviation, said)


def _time(tolerance: Tolerance, first: StatusReport, now: StatusReport) -> Found | None:
    planned = tolerance.planned_on or first.end_on
    deviation = time_deviation(planned, now.end_on, tolerance.above, tolerance.below)
    if not deviation.is_exception or planned is None or now.end_on is None:
        return None
    said = _("End forecast %(forecast)s against %(planned)s planned: %(deviation)s days, beyond %(limit)s") % {
        "forecast": figures.day(now.end_on), "planned": figures.day(planned), "deviation": _signed(deviation.deviation),
        "limit": _limit(tolerance, deviation)}  # fmt: skip
    return Found(tolerance, now, deviation, said)


def _signed(value: Any) -> str:
    return f"{value:+}".replace("-", "−")


def _limit(tolerance: Tolerance, deviation: Deviation) -> str:
    above = deviation.side is not None and deviation.side.value == "above"
    limit = tolerance.above if above else tolerance.below
    return f"{'+' if above else '−'}{(limit or Decimal(0)).normalize():f}"


def _known(found: Found) -> bool:
    """Whether it waits for a decision already, or is no further out than what was accepted for this tolerance, or said of this report."""
    held = ToleranceException.objects.filter(project=found.report.project_id, tolerance=found.tolerance)
    if held.filter(state__in=OPEN).exists() or held.filter(report=found.report).exists():
        return True
    lived_with = held.filter(outcome__in=(Outcome.ACCEPT, Outcome.EXTEND, Outcome.PLAN)).order_by("-pk")
    accepted = lived_with.values_list("deviation", flat=True).first()
    now = found.deviation.deviation
    return accepted is not None and now is not None and accepted * now > 0 and abs(now) <= abs(accepted)


def projects_of(keys: Collection[int]) -> list[int]:
    """The projects of some published reports."""
    return list(StatusReport.objects.filter(pk__in=keys, state="published").values_list("project_id", flat=True).distinct())
