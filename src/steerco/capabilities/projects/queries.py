"""Projects, programmes and portfolios as pages and other rooms read them."""

from __future__ import annotations

from django.db.models import QuerySet

from steerco.capabilities.projects.access import visible_portfolios, visible_to
from steerco.capabilities.projects.models import (
    LifeState as LifeState,
    Portfolio as Portfolio,
    PriceBasis as PriceBasis,
    Programme as Programme,
    Project as Project,
    ProjectField,
    ProjectName as ProjectName,
)
from steerco.foundation.access.actor import Actor


def projects(by: Actor, action: str = "view") -> QuerySet[Project]:
    """The projects that the actor may see (or do `action` to)."""
    return Project.objects.filter(visible_to(by, action))


def portfolios(by: Actor) -> QuerySet[Portfolio]:
    """The portfolios that the actor may open."""
    return Portfolio.objects.filter(visible_portfolios(by)).distinct()


def programmes(by: Actor) -> QuerySet[Programme]:
    """The programmes that hold a project which the actor may see, or all for whoever sees the organisation."""
    from_projects = Programme.objects.filter(projects__in=projects(by).values("pk")).distinct()
    everywhere = Programme.objects.all()
    return everywhere if any(grant.scope_id is None and grant.role != "requester" for grant in by.grants) else from_projects


def own_fields() -> list[ProjectField]:
    """The organisation's own fields on projects, in order (one query)."""
    return list(ProjectField.objects.all())


def links_to_confirm(by: Actor) -> QuerySet[ProjectName]:
    """Names that only likeness has linked to a project which the actor may merge and split: for a person to confirm or part."""
    chosen = ProjectName.objects.filter(link=ProjectName.Link.PROPOSED, project__in=projects(by, "merge").values("pk"))
    return chosen.select_related("project", "project__unit").order_by("project__name", "source", "id")
