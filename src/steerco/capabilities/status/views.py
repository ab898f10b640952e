"""Reading one published report: its facts or their reasons, its words, and what changed since the one before."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from steerco.capabilities.status.models import StatusReport
from steerco.capabilities.status.queries import editions, gap_of, neighbours, period_named, said, topic_label
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.ledger.drawn import drawn_once
from steerco.foundation.ui.amounts import unit_of
from steerco.foundation.ui.figures import day, exact
from steerco_engine.words import is_copy

MARKS = {"green": "g", "amber_green": "ag", "amber": "a", "amber_red": "ar", "red": "r", "": "n"}
AMOUNTS = ("whole_life_cost_amount", "year_budget_amount", "year_forecast_amount", "benefits_amount")


@dataclass(frozen=True, slots=True)
class FactShown:
    """A fact of the report: its label, its value or the reason why there is none, and what the report before said."""

    label: str
    value: str
    exact: str
    short: str
    full: str
    before: str

    @property
    def changed(self) -> bool:
        """Whether the report before said something else."""
        return bool(self.before) and self.before != (self.value or self.short)


@dataclass(frozen=True, slots=True)
class TextShown:
    """What the report says on one topic, verbatim, and whether the report before said the same."""

    label: str
    text: str
    repeated: bool


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
        "rating": _rating(report),
        "rating_before": _rating(before) if before is not None else "",
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


def facts_shown(report: StatusReport, before: StatusReport | None) -> list[FactShown]:
    """Every fact of a report, in order; the rating is shown apart."""
    return [_fact(report, before, name) for name in StatusReport.FACTS if name != "confidence"]


def texts_shown(report: StatusReport, before: StatusReport | None) -> list[TextShown]:
    """The words of a report, topic by topic."""
    earlier = said(before) if before is not None else {}
    return [TextShown(topic_label(topic), text, is_copy(earlier.get(topic, ""), text)) for topic, text in said(report).items()]


def _owed(report: StatusReport, name: str) -> bool:
    """Whether a fact that the return asks for is missing."""
    return getattr(report, name) in (None, "") and gap_of(report.gaps, name).kind != "not_in_return"


def _rating(report: StatusReport) -> str:
    return str(report.get_confidence_display()) if report.confidence else gap_of(report.gaps, "confidence").short


def _fact(report: StatusReport, before: StatusReport | None, name: str) -> FactShown:
    label = str(StatusReport._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    value, whole = _shown(report, name)
    gap = gap_of(report.gaps, name)
    earlier = "" if before is None else _shown(before, name)[0] or gap_of(before.gaps, name).short
    missing = not value
    return FactShown(label[:1].upper() + label[1:], value, whole, gap.short if missing else "", gap.text if missing else "", earlier)


def _shown(report: StatusReport, name: str) -> tuple[str, str]:
    value = getattr(report, name)
    if value is None:
        return "", ""
    if name not in AMOUNTS:
        return day(value), gettext("as reported")
    unit = unit_of(getattr(report, amount) for amount in AMOUNTS)
    return unit.money(value, report.currency), exact(value, report.currency)
