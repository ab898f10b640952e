"""Who may say when projects report, who is excused, and who is reminded; whoever sees a project sees what it is excused from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from steerco.capabilities.projects import access as projects_access, queries as projects_queries
from steerco.capabilities.reporting.models import Excuse, ReportingCalendar
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Permissions
from steerco.foundation.ledger.access import open_to_readers, remains_seen_by, seen_through
from steerco.foundation.ledger.names import called
from steerco.foundation.ledger.parts import part_of

open_to_readers("reporting.holiday")
part_of("reporting.excuse", "project_id", "projects.project")

CALENDARS = Permissions("reporting calendar", """
    action    team_member project_manager project_officer sponsor department_head pmo_analyst pmo_director auditor guest
    view      x           x               x               x       x               x           x            x       -
    create    -           -               -               -       -               x           x            -       -
    edit      -           -               -               -       -               x           x            -       -
    delete    -           -               -               -       -               -           x            -       -
    remind    -           -               -               -       -               x           x            -       -
    export    x           x               x               x       x               x           x            x       -
""")  # fmt: skip

EXCUSES = Permissions("excuse", """
    action    team_member project_manager project_officer sponsor department_head pmo_analyst pmo_director auditor guest
    view      -           x               x               x       x               x           x            x       -
    create    -           -               -               -       -               x           x            -       -
    edit      -           -               -               -       -               x           x            -       -
    delete    -           -               -               -       -               x           x            -       -
    export    -           x               x               x       x               x           x            x       -
""")  # fmt: skip


@called("reporting.excuse", "project_id", "first_on")
def excuse_called(values: Mapping[str, str]) -> str:
    """An excuse is named by its project and its first day."""
    return _("%(project)s, excused from %(day)s") % {"project": values["project_id"], "day": values["first_on"]}


def visible_calendars(by: Actor) -> Q:
    """The calendars that the actor may see: none that names a project or a portfolio which it may not see."""
    if CALENDARS.reach(by, "view").nothing:
        return Q(pk__in=[])
    shown = projects_queries.projects(by).values("pk")
    held = projects_queries.portfolios(by).values("pk")
    return (Q(project__isnull=True) | Q(project__in=shown)) & (Q(portfolio__isnull=True) | Q(portfolio__in=held))


def visible_to(by: Actor, action: str = "view") -> Q:
    """The excuses that the actor may see (or do `action` to): a filter on `Excuse`."""
    reach = EXCUSES.reach(by, action)
    if reach.whole:
        return Q(project__confidentiality__lte=reach.everywhere)
    return Q(project__in=projects_queries.Project.objects.filter(projects_access.inside(reach)).values("pk"))


@seen_through("reporting.reportingcalendar")
def seen_calendars(by: Actor) -> QuerySet[ReportingCalendar, dict[str, Any]]:
    """The calendars whose changes the actor may read in the ledger."""
    return ReportingCalendar.objects.filter(visible_calendars(by)).values("pk")


@seen_through("reporting.excuse")
def seen_excuses(by: Actor) -> QuerySet[Excuse, dict[str, Any]]:
    """The excuses whose changes the actor may read in the ledger."""
    return Excuse.objects.filter(visible_to(by)).values("pk")


@remains_seen_by("reporting.excuse", "project_id")
def excused_projects(by: Actor) -> QuerySet[projects_queries.Project, dict[str, Any]]:
    """The projects of which the actor may read a removed excuse."""
    return projects_queries.Project.objects.filter(projects_access.inside(EXCUSES.reach(by, "view"))).values("pk")
