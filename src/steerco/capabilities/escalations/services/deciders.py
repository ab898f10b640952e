"""Who must decide at each level; the room of boards says whose chair it is, where there is a board."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from steerco.capabilities.escalations.models import EscalationLevel
from steerco.capabilities.people.queries import Person
from steerco.capabilities.projects.queries import Portfolio, Project
from steerco.foundation.access.actor import in_force
from steerco.foundation.access.models import RoleAssignment

Chair = Callable[[Project, int], Any]
_chairs: list[Chair] = []


def names_chairs(chair: Chair) -> Chair:
    """Registers who knows the chair of the board that decides for a project at a level; the last one registered is asked."""
    _chairs[:] = [chair]
    return chair


def decider_of(project: Project, level: int) -> Any:
    """The person who must decide at a level: the project's owner, the chair of its board, the executive; None where nobody is named."""
    if level == EscalationLevel.SPONSOR:
        return _sponsor(project) or project.owner
    chair = _chairs[0](project, level) if _chairs else None
    if chair is not None:
        return chair
    if level == EscalationLevel.BOARD:
        held = Portfolio.objects.filter(memberships__project=project, owner__isnull=False).select_related("owner").order_by("pk").first()
        return held.owner if held is not None else None
    director = RoleAssignment.objects.filter(in_force(), role="pmo_director", scope_id__isnull=True, account__is_active=True)
    return Person.objects.filter(account__in=director.values("account_id")).order_by("pk").first()


def _sponsor(project: Project) -> Any:
    held = RoleAssignment.objects.filter(in_force(), role="sponsor", scope_kind="project", scope_id=project.pk, account__is_active=True)
    return Person.objects.filter(account__in=held.values("account_id")).order_by("pk").first()
