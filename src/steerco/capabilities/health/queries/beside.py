"""What the facts of a draft say, beside what its writer says: the reading that it would have if it were published as it stands."""

from __future__ import annotations

from collections.abc import Mapping

from steerco.capabilities.health.queries.rules import rules_for
from steerco.capabilities.health.queries.sentences import because, overall_sentence
from steerco.capabilities.health.queries.source import OVERALL, HealthSource, frozen_of
from steerco.capabilities.reporting.queries.beside import Computed, computes_beside
from steerco.capabilities.status.queries import StatusReport
from steerco.foundation.access.actor import Actor
from steerco_engine.health import Health
from steerco_engine.readings import Reading, readings
from steerco_engine.rules import Dimension


def reading_of(by: Actor, report: StatusReport) -> Reading:
    """What the facts of a report say that is not published: after the published ones before it, by the rules in force on its day."""
    source, day = HealthSource(by), report.period.status_on
    before = [each.frozen for each in source.series.get(report.project_id, ()) if each.status_on < day]
    return readings([*before, frozen_of(report)], rules_for(report.project.tier, source.rules))[-1]


@computes_beside
def computed_beside(by: Actor, report: StatusReport) -> Mapping[str, Computed]:
    """Each dimension and the whole with its colour and the reason."""
    told = reading_of(by, report)
    found = {each.value: Computed(_name(told.dimensions[each].shown), because(told, each)) for each in Dimension}
    return {**found, OVERALL: Computed(_name(told.evident), overall_sentence(told))}


def _name(colour: Health | None) -> str:
    return colour.value if colour is not None else ""
