"""Who may do what to the RAID log; a record is seen by whoever sees its project and may see RAID records there (domain.md §2.4)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from steerco.capabilities.projects import access as projects_access, queries as projects_queries
from steerco.capabilities.raid.models import Action, Assumption, Decision, Dependency, Issue, LogRecord, Risk
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Permissions
from steerco.foundation.ledger.access import remains_seen_by, seen_through
from steerco.foundation.ledger.parts import part_of

KINDS: tuple[type[LogRecord], ...] = (Risk, Issue, Assumption, Dependency, Decision, Action)

RAID = Permissions("RAID record", """
    action    requester team_member project_manager project_officer sponsor department_head pmo_analyst pmo_director auditor guest
    view      -         x           x               x               x       x               x           x            x       -
    create    -         x           x               x               x       -               x           x            -       -
    raise     x         x           x               x               x       -               x           x            -       -
    edit      -         -           x               x               x       -               x           x            -       -
    decide    -         -           -               -               x       -               -           x            -       -
    delete    -         -           x               -               -       -               -           x            -       -
    export    -         x           x               x               x       x               x           x            x       -
""")  # fmt: skip


def visible_to(by: Actor, action: str = "view") -> Q:
    """The records that the actor may see (or do `action` to): a filter on any of the six kinds."""
    reach = RAID.reach(by, action)
    if reach.whole:
        return Q(project__confidentiality__lte=reach.everywhere)
    return Q(project__in=projects_queries.Project.objects.filter(projects_access.inside(reach)).values("pk"))


def dependencies_visible_to(by: Actor, action: str = "view") -> Q:
    """The dependencies that the actor may see: of a project within reach, as taker or giver.

    The other project is named beside, so it lies within reach, too, or is open to the whole organisation.
    """
    reach = RAID.reach(by, action)
    within = projects_queries.Project.objects.filter(projects_access.inside(reach)).values("pk")
    taker, giver = Q(project__in=within), Q(giver__in=within)
    return (taker & (giver | Q(giver=None) | Q(giver__confidentiality=0))) | (giver & Q(project__confidentiality=0))


def _told(model: type[LogRecord]) -> None:
    """Tells the ledger who reads of a kind of record: who may see it, and of a removed one, who may see those that are there."""
    kind = model._meta.label_lower
    part_of(kind, "project_id", "projects.project")
    seen_through(kind)(_seen(model))
    remains_seen_by(kind, "project_id")(_projects)


def _seen(model: type[Any]) -> Callable[[Actor], QuerySet[Any, dict[str, Any]]]:
    def seen(by: Actor) -> QuerySet[Any, dict[str, Any]]:
        allowed = dependencies_visible_to(by) if model is Dependency else visible_to(by)
        return model.objects.filter(allowed).values("pk")  # type: ignore[no-any-return]  # any of six models

    return seen


def _projects(by: Actor) -> QuerySet[projects_queries.Project, dict[str, Any]]:
    return projects_queries.Project.objects.filter(projects_access.inside(RAID.reach(by, "view"))).values("pk")


for _model in KINDS:
    _told(_model)
