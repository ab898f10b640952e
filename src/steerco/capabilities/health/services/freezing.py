"""What the room of health adds to the snapshot of a report: the rules in force on its status date, limit by limit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from steerco.capabilities.health.queries.rules import limits_kept, rules_by_tier, rules_for, versions
from steerco.capabilities.status.queries import StatusReport
from steerco.capabilities.status.services.freezing import freezes
from steerco_engine.readings import rules_on


@freezes("health_rules")
def rules_in_force(report: StatusReport) -> Mapping[str, Any]:
    """The version by which the report is read, and its limits (one query)."""
    known = versions()
    chosen = rules_on(rules_for(report.project.tier, rules_by_tier(known)), report.period.status_on)
    ref = next((each.ref for each in known if each.pk == chosen.number), "")
    return {"version": ref, "number": chosen.number, "steady": chosen.steady, "limits": limits_kept(chosen.limits)}
