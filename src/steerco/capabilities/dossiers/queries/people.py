"""The people of one project: who owns it and what it lies in, and who holds which role on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from steerco.capabilities.people.access import PEOPLE, ROLE_ASSIGNMENTS, ROLES
from steerco.capabilities.projects.access import scopes_of
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import RoleAssignment

if TYPE_CHECKING:
    from steerco.capabilities.people.queries import Person
    from steerco.capabilities.projects.queries import Project


@dataclass(frozen=True, slots=True)
class Answerable:
    """Somebody who answers for a project, or a place that nobody fills: what for, and who."""

    duty: str
    of: str
    person: Person | None


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """A role on a project: who, which, where it was granted, and until when."""

    assignment: RoleAssignment
    role: str
    where: str


@dataclass(frozen=True, slots=True)
class ProjectPeople:
    """The people of a project; `roles` is None for a reader who may not see role assignments."""

    answerable: list[Answerable]
    roles: list[RoleHeld] | None


def people_of(by: Actor, project: Project) -> ProjectPeople:
    """The people of a project that the actor may see (a fixed number of queries)."""
    scopes = scopes_of(project)
    level = project.confidentiality
    may_see_roles = ROLE_ASSIGNMENTS.allows(by, "view", scopes=scopes, level=level)
    return ProjectPeople(_answerable(project) if not PEOPLE.reach(by).nothing else [], _roles(scopes) if may_see_roles else None)


def _answerable(project: Project) -> list[Answerable]:
    told = [Answerable(gettext("Owner"), project.name, project.owner)]
    if project.unit is not None:
        told.append(Answerable(gettext("Head of the unit"), project.unit.name, project.unit.head))
    if project.programme is not None:
        told.append(Answerable(gettext("Owner of the programme"), project.programme.name, project.programme.owner))
    portfolios = project.portfolios.select_related("owner")
    told += [Answerable(gettext("Owner of the portfolio"), portfolio.name, portfolio.owner) for portfolio in portfolios]
    return told


def _roles(scopes: frozenset[tuple[str, int]]) -> list[RoleHeld]:
    today = timezone.localdate()
    here = Q(scope_kind="organisation")
    for kind, scope_id in scopes:
        here |= Q(scope_kind=kind, scope_id=scope_id)
    in_force = Q(starts_on__isnull=True) | Q(starts_on__lte=today)
    found = RoleAssignment.objects.filter(here, in_force, Q(ends_on__isnull=True) | Q(ends_on__gte=today)).select_related("account")
    near = sorted(found, key=lambda held: (held.scope_kind != "project", held.scope_kind == "organisation", held.role, held.account.email))
    return [RoleHeld(held, str(ROLES.get(held.role, held.role)), _where(held.scope_kind)) for held in near]


def _where(kind: str) -> str:
    words = {
        "project": gettext("this project"),
        "programme": gettext("its programme"),
        "portfolio": gettext("a portfolio that it is in"),
        "unit": gettext("its unit or one above"),
    }
    return words.get(kind, gettext("the whole organisation"))
