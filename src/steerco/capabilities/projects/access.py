"""Who may do what to portfolios, programmes and projects, and which projects an actor can see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.capabilities.people.queries import with_ancestors, with_descendants
from steerco.capabilities.projects.models import KeptApart, PortfolioMembership, Project, ProjectName
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Permissions, Reach, ScopeKey
from steerco.foundation.ledger.access import open_to_readers, remains_seen_by, seen_through
from steerco.foundation.ledger.names import called
from steerco.foundation.ledger.parts import leads_to, part_of, tells_of

open_to_readers("projects.portfolio", "projects.programme")
part_of("projects.projectname", "project_id", "projects.project")
part_of("projects.portfoliomembership", "project_id", "projects.project")
part_of("projects.keptapart", "one_id", "projects.project")
part_of("projects.keptapart", "other_id", "projects.project")
part_of("projects.portfoliomembership", "portfolio_id", "projects.portfolio")
leads_to("projects.portfoliomembership", "project_id", "projects.project")
part_of("projects.programme", "portfolio_id", "projects.portfolio")
part_of("projects.project", "programme_id", "projects.programme")

tells_of("projects.project")


@called("projects.portfoliomembership", "project_id", "portfolio_id")
def membership_called(values: Mapping[str, str]) -> str:
    """Which project is in which portfolio."""
    return _("%(project)s in %(portfolio)s") % {"project": values["project_id"], "portfolio": values["portfolio_id"]}


@called("projects.keptapart", "one_id", "other_id")
def kept_apart_called(values: Mapping[str, str]) -> str:
    """Which two projects are not the same."""
    return _("%(one)s is not %(other)s") % {"one": values["one_id"], "other": values["other_id"]}


PROJECTS = Permissions("project", """
    action      team_member project_manager project_officer sponsor department_head pmo_analyst pmo_director auditor guest
    view        x           x               x               x       x               x           x            x       x
    create      -           -               -               -       -               x           x            -       -
    edit        -           x               x               -       -               x           x            -       -
    move        -           x               -               x       -               x           x            -       -
    delete      -           -               -               -       -               -           x            -       -
    merge       -           -               -               -       -               x           x            -       -
    import      -           -               -               -       -               x           x            -       -
    export      x           x               x               x       x               x           x            x       -
""")  # fmt: skip

PORTFOLIOS = Permissions("portfolio", """
    action      team_member project_manager project_officer sponsor department_head pmo_analyst pmo_director auditor guest
    view        x           x               x               x       x               x           x            x       x
    create      -           -               -               -       -               x           x            -       -
    edit        -           -               -               -       -               x           x            -       -
    delete      -           -               -               -       -               -           x            -       -
    export      x           x               x               x       x               x           x            x       -
""")  # fmt: skip


def scopes_of(project: Project) -> frozenset[ScopeKey]:
    """Every scope that a project lies in: itself, its programme, its portfolios, its unit and all units above (two queries)."""
    scopes: set[ScopeKey] = {("project", project.pk)}
    if project.programme_id is not None:
        scopes.add(("programme", project.programme_id))
    portfolio_ids = PortfolioMembership.objects.filter(project=project).values_list("portfolio_id", flat=True)
    scopes.update(("portfolio", portfolio_id) for portfolio_id in portfolio_ids)
    scopes.update(("unit", unit_id) for unit_id in with_ancestors(project.unit_id, timezone.localdate()))
    return frozenset(scopes)


def visible_to(by: Actor, action: str = "view") -> Q:
    """The projects that the actor may see (or do `action` to): a filter on `Project`."""
    return inside(PROJECTS.reach(by, action))


def inside(reach: Reach) -> Q:
    """The projects that lie in a reach, that of projects or of records that belong to them: a filter on `Project`."""
    allowed = Q(pk__in=[]) if reach.everywhere is None else Q(confidentiality__lte=reach.everywhere)
    for kind, clearances in reach.at.items():
        for clearance in set(clearances.values()):
            ids = [scope_id for scope_id, held in clearances.items() if held == clearance]
            allowed |= _inside(kind, ids) & Q(confidentiality__lte=clearance)
    for kind, denied_ids in reach.denied.items():
        allowed &= ~_inside(kind, list(denied_ids))
    return allowed


def visible_portfolios(by: Actor) -> Q:
    """The portfolios that the actor may open: those of its scope, and those that hold a project which it may see."""
    reach: Reach = PORTFOLIOS.reach(by, "view")
    if reach.everywhere is not None:
        return Q()
    seen = Project.objects.filter(visible_to(by)).values("pk")
    return Q(pk__in=list(reach.at.get("portfolio", {}))) | Q(memberships__project__in=seen)


def _inside(kind: str, ids: list[int]) -> Q:
    if kind == "project":
        return Q(pk__in=ids)
    if kind == "programme":
        return Q(programme_id__in=ids)
    if kind == "portfolio":
        return Q(pk__in=PortfolioMembership.objects.filter(portfolio_id__in=ids).values("project_id"))
    if kind == "unit":
        return Q(unit_id__in=with_descendants(ids, timezone.localdate()))
    return Q(pk__in=[])


@seen_through("projects.project")
def seen_projects(by: Actor) -> QuerySet[Project, dict[str, Any]]:
    """The projects whose changes the actor may read in the ledger."""
    return Project.objects.filter(visible_to(by)).values("pk")


@remains_seen_by("projects.projectname", "project_id")
@remains_seen_by("projects.portfoliomembership", "project_id")
def around_projects(by: Actor) -> QuerySet[Project, dict[str, Any]]:
    """The projects of which the actor may read what was removed from them."""
    return seen_projects(by)


@seen_through("projects.projectname")
def seen_names(by: Actor) -> QuerySet[ProjectName, dict[str, Any]]:
    """The names whose changes the actor may read in the ledger: those of projects that it may see."""
    return ProjectName.objects.filter(project__in=seen_projects(by)).values("pk")


@seen_through("projects.portfoliomembership")
def seen_memberships(by: Actor) -> QuerySet[PortfolioMembership, dict[str, Any]]:
    """The memberships whose changes the actor may read in the ledger: those of projects that it may see."""
    return PortfolioMembership.objects.filter(project__in=seen_projects(by)).values("pk")


@seen_through("projects.keptapart")
def seen_apart(by: Actor) -> QuerySet[KeptApart, dict[str, Any]]:
    """What was said of two projects, whose changes the actor may read in the ledger: where it may see both."""
    return KeptApart.objects.filter(one__in=seen_projects(by), other__in=seen_projects(by)).values("pk")
