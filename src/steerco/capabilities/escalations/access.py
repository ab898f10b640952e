"""Who may do what to tolerances, exceptions and escalations; they are seen by whoever sees their project and may see them there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from steerco.capabilities.escalations.models import EscalatedException, Escalation, EscalationStep, Tolerance, ToleranceException
from steerco.capabilities.projects import access as projects_access, queries as projects_queries
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Permissions
from steerco.foundation.ledger.access import remains_seen_by, seen_through
from steerco.foundation.ledger.names import called
from steerco.foundation.ledger.parts import part_of

TOLERANCES = Permissions("tolerance", """
    action    team_member project_manager project_officer sponsor department_head pmo_analyst pmo_director auditor guest
    view      x           x               x               x       x               x           x            x       -
    create    -           -               -               x       -               x           x            -       -
    edit      -           -               -               x       -               x           x            -       -
    delete    -           -               -               -       -               -           x            -       -
    export    x           x               x               x       x               x           x            x       -
""")  # fmt: skip

EXCEPTIONS = Permissions("exception", """
    action    team_member project_manager project_officer sponsor department_head pmo_analyst pmo_director auditor guest
    view      x           x               x               x       x               x           x            x       -
    raise     -           x               x               x       -               x           x            -       -
    report    -           x               x               -       -               -           x            -       -
    escalate  -           x               x               x       -               x           x            -       -
    decide    -           -               -               x       -               -           x            -       -
    close     -           x               -               x       -               x           x            -       -
    export    x           x               x               x       x               x           x            x       -
""")  # fmt: skip

for _kind, _above in (
    ("tolerance", "projects.project"), ("toleranceexception", "projects.project"), ("escalation", "projects.project"),
):  # fmt: skip
    part_of(f"escalations.{_kind}", "project_id", _above)
part_of("escalations.escalatedexception", "escalation_id", "escalations.escalation")
part_of("escalations.escalationstep", "escalation_id", "escalations.escalation")


def visible_to(by: Actor, action: str = "view", table: Permissions = EXCEPTIONS) -> Q:
    """The exceptions or escalations that the actor may see (or do `action` to): a filter on either."""
    reach = table.reach(by, action)
    if reach.whole:
        return Q(project__confidentiality__lte=reach.everywhere)
    return Q(project__in=projects_queries.Project.objects.filter(projects_access.inside(reach)).values("pk"))


def visible_tolerances(by: Actor, action: str = "view") -> Q:
    """The tolerances that the actor may see: of projects, and of portfolios that it may open."""
    portfolios = projects_queries.portfolios(by).values("pk")
    reach = TOLERANCES.reach(by, action)
    return visible_to(by, action, TOLERANCES) | (Q(pk__in=[]) if reach.nothing else Q(portfolio__in=portfolios))


@seen_through("escalations.tolerance")
def seen_tolerances(by: Actor) -> QuerySet[Tolerance, dict[str, Any]]:
    """The tolerances whose changes the actor may read in the ledger."""
    return Tolerance.objects.filter(visible_tolerances(by)).values("pk")


@remains_seen_by("escalations.tolerance", "project_id")
def projects_with_tolerances(by: Actor) -> QuerySet[projects_queries.Project, dict[str, Any]]:
    """The projects of which the actor may read a removed tolerance."""
    return projects_queries.Project.objects.filter(projects_access.inside(TOLERANCES.reach(by, "view"))).values("pk")


def _projects(by: Actor) -> QuerySet[projects_queries.Project, dict[str, Any]]:
    return projects_queries.Project.objects.filter(projects_access.inside(EXCEPTIONS.reach(by, "view"))).values("pk")


def _told(model: type[Any], path: str) -> Callable[[Actor], QuerySet[Any, dict[str, Any]]]:
    def seen(by: Actor) -> QuerySet[Any, dict[str, Any]]:
        return model.objects.filter(**{f"{path}__in": _projects(by)}).values("pk")  # type: ignore[no-any-return]  # any of four models

    return seen


for _model, _path in (
    (ToleranceException, "project"), (Escalation, "project"), (EscalatedException, "escalation__project"),
    (EscalationStep, "escalation__project"),
):  # fmt: skip
    seen_through(_model._meta.label_lower)(_told(_model, _path))
for _name in ("toleranceexception", "escalation"):
    remains_seen_by(f"escalations.{_name}", "project_id")(_projects)


@called("escalations.escalatedexception", "exception_id", "escalation_id")
def bundled_called(values: Mapping[str, str]) -> str:
    """Which exception is a cause of which escalation."""
    return _("%(exception)s in %(escalation)s") % {"exception": values["exception_id"], "escalation": values["escalation_id"]}
