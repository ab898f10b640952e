"""The register of status reports: every report of every project, with the reason of each missing fact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Max, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _, gettext_lazy

from steerco.capabilities.people import queries as people
from steerco.capabilities.projects.access import scopes_of
from steerco.capabilities.status import queries, services
from steerco.capabilities.status.access import REPORTS, visible_to
from steerco.capabilities.status.models import Confidence, Narrative, Origin, ReportingPeriod, ReportState, StatusReport
from steerco.foundation.access.actor import Actor
from steerco.foundation.registers.columns import Column, Gap, Kind, Row
from steerco.foundation.registers.register import Register, declare
from steerco.foundation.registers.subjects import owners_of, page_of
from steerco.foundation.ui.svg import chip

MARKS = {
    Confidence.GREEN: "g", Confidence.AMBER_GREEN: "ag", Confidence.AMBER: "a", Confidence.AMBER_RED: "ar", Confidence.RED: "r",
}  # fmt: skip
WORST_FIRST = [(rating.value, rating.label) for rating in reversed(Confidence)]


def _rows(by: Actor) -> QuerySet[StatusReport]:
    return StatusReport.objects.filter(visible_to(by)).exclude(state=ReportState.SUPERSEDED)


def _as_of(by: Actor, on: dt.date) -> QuerySet[StatusReport]:
    newest = ReportingPeriod.objects.filter(status_on__lte=on).aggregate(newest=Max("status_on"))["newest"]
    return _rows(by).filter(period__status_on=newest)


@page_of("status.statusreport")
def _page(report: StatusReport) -> str:
    """Where a report is read, or written while it is not published."""
    return reverse("report_draft" if report.published_at is None else "report", args=[report.project.ref, report.period.name])


@owners_of("status.statusreport")
def _answering(report: StatusReport) -> list[int]:
    """Whoever wrote the report, and whoever owns its project."""
    owner = report.project.owner
    return [key for key in (report.author_id, owner.account_id if owner is not None else None) if key is not None]


def _gap(field: str) -> Callable[[Row], Gap]:
    def gap(row: Row) -> Gap:
        found = queries.gap_of(row["gaps"] or {}, field)
        return Gap(found.short, found.text)

    return gap


def _rating(row: Row) -> str:
    held = row["confidence"]
    if not held:
        gap = queries.gap_of(row["gaps"] or {}, "confidence")
        return chip("n", gap.short)
    return chip(MARKS[Confidence(held)], str(Confidence(held).label))


def _periods(by: Actor) -> Iterable[tuple[str, str]]:
    return [(period.name, period.name) for period in queries.periods()]


def _units(by: Actor) -> Iterable[tuple[str, str]]:
    return [(code, name or code) for code, name in people.units(by).values_list("code", "name")]


def _name(row: Row) -> str:
    written = row["published_at"] is None
    address = reverse("report_draft" if written else "report", args=[row["project__ref"], row["period__name"]])
    return format_html('<a class="pn" href="{}" title="{}">{}</a>', address, row["reported_name"], row["reported_name"])


def _discard(*, by: Actor, record: StatusReport, reason: str) -> None:
    services.discard_report(by=by, report=record, reason=reason)


def _goes(report: StatusReport) -> str:
    if report.published_at is not None:
        return _("This report is published and stays on record. A mistake is corrected by a new edition.")
    return _("The report for %(period)s goes with its words. Nobody has published it, so no figure changes; the history keeps it.") % {
        "period": report.period}  # fmt: skip


def _fact(name: str, label: Any, kind: Kind, field: str) -> Column:
    return Column(name, label, kind, field, needs=("gaps",), gap=_gap(field))


declare(
    Register(
        name="reports", word="report", model=StatusReport, label=gettext_lazy("status reports"), one=gettext_lazy("status report"),
        rows=_rows, permissions=REPORTS, sort="-status_date", as_of=_as_of, dated="period", actions="projects/list_actions.html",
        delete=_discard, consequence=_goes, belongings=(Narrative,), verbs={"create": "draft", "delete": "draft"},
        scopes=lambda report: scopes_of(report.project),
        level=lambda report: report.project.confidentiality,
        columns=(
            Column("ref", gettext_lazy("Ref"), source="project__ref", wide=True),
            Column(
                "project", gettext_lazy("Project"), source="reported_name", draw=_name, main=True,
                needs=("project__ref", "period__name", "published_at"),
            ),
            Column("period", gettext_lazy("Period"), Kind.LINK, "period__name", options=_periods, group=True),
            Column("status_date", gettext_lazy("As at"), Kind.DATE, "period__status_on"),
            Column(
                "confidence", gettext_lazy("Confidence"), Kind.CHOICE, choices=WORST_FIRST, group=True, needs=("gaps",), draw=_rating,
                gap=_gap("confidence"),
            ),
            Column("unit", gettext_lazy("Department"), Kind.LINK, "unit__code", options=_units, group=True),
            _fact("start", gettext_lazy("Start date"), Kind.DATE, "start_on"),
            _fact("end", gettext_lazy("End date"), Kind.DATE, "end_on"),
            _fact("whole_life_cost", gettext_lazy("Whole-life cost"), Kind.MONEY, "whole_life_cost_amount"),
            _fact("year_budget", gettext_lazy("Year budget"), Kind.MONEY, "year_budget_amount"),
            _fact("year_forecast", gettext_lazy("Year forecast"), Kind.MONEY, "year_forecast_amount"),
            _fact("benefits", gettext_lazy("Benefits"), Kind.MONEY, "benefits_amount"),
            Column("category", gettext_lazy("Category"), source="reported_category", group=True),
            Column("key", gettext_lazy("Key as reported"), source="reported_key"),
            Column("state", gettext_lazy("State"), Kind.CHOICE, choices=ReportState.choices, group=True),
            Column("origin", gettext_lazy("Origin"), Kind.CHOICE, choices=Origin.choices, group=True),
            Column("edition", gettext_lazy("Edition"), Kind.NUMBER),
        ),
        default=("ref", "project", "period", "confidence", "unit", "end", "whole_life_cost", "year_budget", "year_forecast"),
        search=("reported_name", "project__ref", "reported_key"),
        about=gettext_lazy("A status report says how a project stands on a day: rating, dates and cost, each with its reason if missing."),
    )
)  # fmt: skip
