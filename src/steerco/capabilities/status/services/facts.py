"""What the newest report of a project says becomes its current facts."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Protocol

from steerco.capabilities.projects.queries import Project
from steerco.capabilities.projects.services import update_from_report
from steerco.capabilities.status.models import ReportState, StatusReport
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.writer import RevisionWriter

NOT_IN_RETURN = "not_in_return"
_SAME = ("start_on", "end_on", "whole_life_cost_amount", "year_budget_amount")


class Facts(Protocol):
    """What has the facts of a report: a report, or a row that becomes one. The facts themselves are attributes named like its fields."""

    gaps: Any
    currency: Any
    period: Any
    unit: Any
    reported_name: Any
    reported_key: Any
    reported_category: Any


def facts_from(report: Facts) -> dict[str, Any]:
    """The fields of a project as a report gives them; what its return didn't ask for is left out, a gap is None."""
    facts: dict[str, Any] = {"name": report.reported_name}
    for name in _SAME:
        if report.gaps.get(name, {}).get("kind") != NOT_IN_RETURN:
            facts[name] = getattr(report, name)
    if report.currency:
        facts["currency"] = report.currency
    if "year_budget_amount" in facts and report.period.budget_year:
        facts["budget_year"] = report.period.budget_year
    said = {"key": report.reported_key, "unit": report.unit, "category": report.reported_category}
    return facts | {name: value for name, value in said.items() if value}


def newest_reports(project_ids: Collection[int]) -> dict[int, StatusReport]:
    """The published report with the latest status date of each project (one query)."""
    rows = StatusReport.objects.filter(project_id__in=list(project_ids), state=ReportState.PUBLISHED).select_related("period", "unit")
    return {report.project_id: report for report in rows.order_by("period__status_on", "id")}


def refresh_project(by: Actor, writer: RevisionWriter, project: Project) -> None:
    """Sets the current facts of a project again from its newest report; leaves them where it has none.

    The key stays: merge and split say whose it is, and two halves of a project may have reported the same.
    """
    newest = newest_reports([project.pk]).get(project.pk)
    if newest is not None:
        update_from_report(by, writer, project, {name: value for name, value in facts_from(newest).items() if name != "key"})
