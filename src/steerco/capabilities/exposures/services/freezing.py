"""What is frozen of the RAID log with a report: risks, issues and actions as they stood, and the measures that health reads of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from steerco.capabilities.exposures.queries.risks import money, open_risks
from steerco.capabilities.raid.queries import (
    ProjectRisks,
    Risk,
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

P80 = 80


@freezes("raid")
def log_as_it_stands(report: StatusReport) -> Mapping[str, Any] | None:
    """The whole log of the project, whoever freezes it; None where nobody keeps one, which is not “no risk”.

    The exposure is money alone: it becomes a measure only beside a contingency, and nobody gives one yet.
    """
    by, on = Actor.system(report.organisation), report.period.status_on
    known = project_risks(by, [report.project_id], on).get(report.project_id)
    counts = log_counts(by, report.project)
    if known is None and not counts.all:
        return None
    found = list(risks(by).filter(project_id=report.project_id).order_by("pk"))
    return {
        "open_risks": known.open if known is not None else None,
        "extreme_risks": known.extreme if known is not None else None,
        "exposure": _exposure(open_risks(found)),
        "open_issues": open_issues(by, report.project).count(),
        "open_actions": open_actions(by, report.project).count(),
        "overdue_actions": overdue_actions(by, on).filter(project_id=report.project_id).count(),
        "measures": _measures(known),
    }


def _exposure(found: Sequence[Risk]) -> list[dict[str, Any]]:
    """What the open risks may cost together, currency by currency, and how many of them have a price."""
    return [
        {
            "currency": each.currency, "expected": str(each.joint.expected), "p80": str(each.p(P80)), "priced": len(each.priced),
            "unpriced": len(each.unpriced),
        }
        for each in money(found)
    ]  # fmt: skip


def _measures(known: ProjectRisks | None) -> dict[str, str]:
    """Extreme risks without owner, where somebody assessed at least one open risk, or every risk is over."""
    if known is None or (known.open and not known.assessed):
        return {}
    return {Measure.UNOWNED_EXTREME_RISKS.value: str(Decimal(known.unowned_extreme))}
