"""What is frozen of the RAID log with a report: risks, issues and actions as they stood, and the measures that health reads of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from steerco.capabilities.exposures.queries.risks import Money, money, open_risks
from steerco.capabilities.projects.queries import Project
from steerco.capabilities.raid.queries import (
    ProjectRisks,
    log_counts,
    open_actions,
    open_issues,
    overdue_actions,
    project_risks,
    risks,
)
from steerco.capabilities.status.queries import StatusReport
from steerco.capabilities.status.services import freezes
from steerco.foundation.access.actor import Actor
from steerco_engine.rules import Measure

P80, CENT, MOST = 80, Decimal("0.01"), Decimal(100)


@freezes("raid")
def log_as_it_stands(report: StatusReport) -> Mapping[str, Any] | None:
    """The whole log of the project, whoever freezes it; None where nobody keeps one, which is not “no risk”."""
    by, on = Actor.system(report.organisation), report.period.status_on
    known = project_risks(by, [report.project_id], on).get(report.project_id)
    counts = log_counts(by, report.project)
    if known is None and not counts.all:
        return None
    found = money(open_risks(list(risks(by).filter(project_id=report.project_id).order_by("pk"))))
    contingency = report.project.contingency_amount
    return {
        "open_risks": known.open if known is not None else None,
        "extreme_risks": known.extreme if known is not None else None,
        "exposure": _exposure(found),
        "contingency": None if contingency is None else str(contingency),
        "open_issues": open_issues(by, report.project).count(),
        "open_actions": open_actions(by, report.project).count(),
        "overdue_actions": overdue_actions(by, on).filter(project_id=report.project_id).count(),
        "measures": {**_measures(known), **_covered(found, report.project)},
    }


def _exposure(found: Sequence[Money]) -> list[dict[str, Any]]:
    """What the open risks may cost together, currency by currency, and how many of them have a price."""
    return [
        {
            "currency": each.currency, "expected": str(each.joint.expected), "p80": str(each.p(P80)), "priced": len(each.priced),
            "unpriced": len(each.unpriced),
        }
        for each in found
    ]  # fmt: skip


def _covered(found: Sequence[Money], project: Project) -> dict[str, str]:
    """The 80% exposure as a share of the contingency left, where its risks have a price in the project's own currency.

    Risks without a price make the true exposure larger: while some are open, the share is given only where it is above 1 already. A share
    above 100, and any exposure beside no contingency at all, is told as 100.
    """
    left = project.contingency_amount
    if left is None or len(found) != 1 or found[0].currency != project.currency or not found[0].priced:
        return {}
    share = min(max(found[0].p(P80), Decimal(0)) / max(left, CENT), MOST)
    return {} if found[0].unpriced and share <= 1 else {Measure.EXPOSURE.value: str(round(share, 6))}


def _measures(known: ProjectRisks | None) -> dict[str, str]:
    """Extreme risks without owner, where somebody assessed at least one open risk, or every risk is over."""
    if known is None or (known.open and not known.assessed):
        return {}
    return {Measure.UNOWNED_EXTREME_RISKS.value: str(Decimal(known.unowned_extreme))}
