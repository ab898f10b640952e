"""The log goes along where two projects become one."""

from __future__ import annotations

from steerco.capabilities.projects.queries import Project
from steerco.capabilities.projects.services import carried_along, require_join
from steerco.capabilities.raid.access import KINDS
from steerco.capabilities.raid.models import Dependency
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.writer import RevisionWriter


@carried_along
def carry_log(by: Actor, writer: RevisionWriter, keep: Project, absorb: Project) -> None:
    """Hangs the log of one project on another; what the two gave each other is no dependency any more, so its giver is left out."""
    require_join(by, absorb)
    for given in Dependency.objects.filter(giver=absorb).order_by("id"):
        writer.update(given, giver=None if given.project_id == keep.pk else keep, giver_party=absorb.name)
    for model in KINDS:
        for record in model.objects.filter(project=absorb).order_by("id"):
            own = {"giver": None, "giver_party": keep.name} if isinstance(record, Dependency) and record.giver_id == keep.pk else {}
            writer.update(record, project=keep, **own)
