"""Projects, programmes and portfolios as pages and other rooms read them."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from steerco.capabilities.projects.access import PORTFOLIOS, visible_portfolios, visible_to
from steerco.capabilities.projects.models import (
    KeptApart as KeptApart,
    LifeState as LifeState,
    Portfolio as Portfolio,
    PriceBasis as PriceBasis,
    Programme as Programme,
    Project as Project,
    ProjectName as ProjectName,
    Tier as Tier,
)
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.followed import Written


def projects(by: Actor, action: str = "view") -> QuerySet[Project]:
    """The projects that the actor may see (or do `action` to)."""
    return Project.objects.filter(visible_to(by, action))


def portfolios(by: Actor) -> QuerySet[Portfolio]:
    """The portfolios that the actor may open."""
    return Portfolio.objects.filter(visible_portfolios(by)).distinct()


def programmes(by: Actor) -> QuerySet[Programme]:
    """The programmes that hold a project which the actor may see, those of its scope, or all for whoever sees the organisation."""
    reach = PORTFOLIOS.reach(by, "view")
    if reach.everywhere is not None:
        return Programme.objects.all()
    held = Q(pk__in=list(reach.at.get("programme", {})))
    return Programme.objects.filter(held | Q(projects__in=projects(by).values("pk"))).distinct()


def projects_touched(written: Written, beside: str = "") -> set[int] | None:
    """The projects that some writes concern, with the names of their units and programmes (one query at most).

    None where a write may concern any of them; `beside` names a kind of record that somebody else looks after.
    """
    found: set[int] = set()
    through: dict[str, set[int]] = {"projects.portfoliomembership": set(), "projects.programme": set(), "people.orgunit": set()}
    for touch in written.touches:
        if touch.kind == beside:
            continue
        if touch.kind == "projects.project":
            found.add(touch.record_id)
        elif touch.kind not in through:
            return None
        elif touch.before:
            through[touch.kind].add(touch.record_id)
        found.update(touch.either("project_id"))
    if any(through.values()):
        members, programmes, units = through.values()
        reached = Q(memberships__in=members) | Q(programme__in=programmes) | Q(unit__in=units)
        found.update(Project.objects.filter(reached).order_by().values_list("pk", flat=True))
    return found


def links_to_confirm(by: Actor) -> QuerySet[ProjectName]:
    """Names that only likeness has linked to a project which the actor may merge and split: for a person to confirm or part."""
    chosen = ProjectName.objects.filter(link=ProjectName.Link.PROPOSED, project__in=projects(by, "merge").values("pk"))
    return chosen.select_related("project", "project__unit").order_by("project__name", "source", "id")


def kept_apart(by: Actor) -> QuerySet[KeptApart]:
    """Pairs of projects that somebody said are not the same, newest first, where the actor may merge both."""
    mine = projects(by, "merge").values("pk")
    return KeptApart.objects.filter(one__in=mine, other__in=mine).select_related("one__unit", "other__unit", "said_by")
