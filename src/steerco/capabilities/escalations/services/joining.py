"""What a merge of projects does to tolerances, exceptions and escalations: they go along."""

from __future__ import annotations

from steerco.capabilities.escalations.models import Escalation, Tolerance, ToleranceException
from steerco.capabilities.projects.queries import Project
from steerco.capabilities.projects.services import carried_along, require_join
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.writer import RevisionWriter


@carried_along
def carry_escalations(by: Actor, writer: RevisionWriter, keep: Project, absorb: Project) -> None:
    """Hangs what stands at one project on another."""
    require_join(by, absorb)
    for model in (Tolerance, ToleranceException, Escalation):
        for record in model.objects.filter(project=absorb).order_by("id"):
            writer.update(record, project=keep)
