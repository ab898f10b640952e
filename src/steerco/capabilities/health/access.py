"""Who may set the rules and stand for another colour; the computed health is seen by whoever sees the reports it is computed from."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from steerco.capabilities.health.models import HealthOverride, HealthRuleSet
from steerco.capabilities.projects import access as projects_access, queries as projects_queries
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Permissions
from steerco.foundation.ledger.access import open_to_readers, remains_seen_by, seen_through
from steerco.foundation.ledger.parts import part_of

open_to_readers("health.healthruleset")
part_of("health.healthoverride", "project_id", "projects.project")

RULES = Permissions("health rules", """
    action    team_member project_manager project_officer sponsor department_head pmo_analyst pmo_director auditor guest
    view      -           x               x               x       x               x           x            x       -
    set       -           -               -               -       -               -           x            -       -
    withdraw  -           -               -               -       -               -           x            -       -
    export    -           x               x               x       x               x           x            x       -
""")  # fmt: skip
OVERRIDES = Permissions("other colour", """
    action    team_member project_manager project_officer sponsor department_head pmo_analyst pmo_director auditor guest
    view      -           x               x               x       x               x           x            x       -
    create    -           x               -               -       -               x           x            -       -
    end       -           x               -               -       -               x           x            -       -
    export    -           x               x               x       x               x           x            x       -
""")  # fmt: skip


def visible_to(by: Actor, action: str = "view") -> Q:
    """The other colours that the actor may see (or do `action` to): a filter on `HealthOverride`."""
    reach = OVERRIDES.reach(by, action)
    if reach.whole:
        return Q(project__confidentiality__lte=reach.everywhere)
    return Q(project__in=projects_queries.Project.objects.filter(projects_access.inside(reach)).values("pk"))


def visible_rules(by: Actor) -> QuerySet[HealthRuleSet]:
    """The versions of the rules that the actor may see: all or none."""
    found = HealthRuleSet.objects.all()
    return found.filter(pk=0) if RULES.reach(by, "view").nothing else found


@seen_through("health.healthoverride")
def seen_overrides(by: Actor) -> QuerySet[HealthOverride, dict[str, Any]]:
    """The other colours whose changes the actor may read in the ledger."""
    return HealthOverride.objects.filter(visible_to(by)).values("pk")


@remains_seen_by("health.healthoverride", "project_id")
def projects_with_overrides(by: Actor) -> QuerySet[projects_queries.Project, dict[str, Any]]:
    """The projects of which the actor may read a removed one: where it may see those that are there."""
    return projects_queries.Project.objects.filter(projects_access.inside(OVERRIDES.reach(by, "view"))).values("pk")
