"""Who may do what to status reports: whoever sees a report sees its project, but not the other way round."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from steerco.capabilities.projects import access as projects_access, queries as projects_queries
from steerco.capabilities.status.models import Narrative, StatusReport
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Permissions, Reach
from steerco.foundation.ledger.access import open_to_readers, remains_seen_by, seen_through
from steerco.foundation.ledger.names import called
from steerco.foundation.ledger.parts import part_of

open_to_readers("status.reportingperiod")
part_of("status.statusreport", "project_id", "projects.project")
part_of("status.narrative", "report_id", "status.statusreport")


@called("status.statusreport", "reported_name", "period_id.status_on", "author_id")
def report_called(values: Mapping[str, str]) -> str:
    """What is written here is a report, what was brought a return."""
    told = _("%(name)s, report of %(date)s") if values["author_id"] else _("%(name)s, return of %(date)s")
    return told % {"name": values["reported_name"], "date": values["period_id.status_on"]}


@called("status.narrative", "report_id", "topic")
def narrative_called(values: Mapping[str, str]) -> str:
    """A text is named by its report and its topic."""
    return _("%(report)s: %(topic)s") % {"report": values["report_id"], "topic": values["topic"].lower()}


REPORTS = Permissions("status report", """
    action      team_member project_manager project_officer sponsor department_head pmo_analyst pmo_director auditor guest
    view        -           x               x               x       x               x           x            x       x
    see_drafts  -           x               x               x       -               x           x            x       -
    draft       -           x               x               -       -               -           x            -       -
    submit      -           x               -               -       -               -           x            -       -
    review      -           -               -               -       -               x           x            -       -
    publish     -           -               -               -       -               x           x            -       -
    import      -           -               -               -       -               x           x            -       -
    export      -           x               x               x       x               x           x            x       -
""")  # fmt: skip


def visible_to(by: Actor) -> Q:
    """The reports that the actor may see: a filter on `StatusReport`. What is not published yet is seen by whoever works on it only."""
    settled, drafts = REPORTS.reach(by, "view"), REPORTS.reach(by, "see_drafts")
    if settled == drafts:
        return _of_projects_in(settled)
    return (_of_projects_in(settled) & Q(published_at__isnull=False)) | _of_projects_in(drafts)


def seen_with_projects(by: Actor) -> bool:
    """Whether the actor sees the published reports of whichever project it sees; then nothing need be asked of those beside it."""
    return REPORTS.reach(by, "view") == projects_access.PROJECTS.reach(by, "view")


def _of_projects_in(reach: Reach) -> Q:
    if reach.whole:
        return Q(project__confidentiality__lte=reach.everywhere)
    return Q(project__in=projects_queries.Project.objects.filter(projects_access.inside(reach)).values("pk"))


@seen_through("status.statusreport")
def seen_reports(by: Actor) -> QuerySet[StatusReport, dict[str, Any]]:
    """The reports whose changes the actor may read in the ledger."""
    return StatusReport.objects.filter(visible_to(by)).values("pk")


@seen_through("status.narrative")
def seen_narratives(by: Actor) -> QuerySet[Narrative, dict[str, Any]]:
    """The texts whose changes the actor may read in the ledger: those of reports that it may see."""
    return Narrative.objects.filter(report__in=seen_reports(by)).values("pk")


@remains_seen_by("status.statusreport", "project_id")
def reported_projects(by: Actor) -> QuerySet[projects_queries.Project, dict[str, Any]]:
    """The projects of which the actor may read a removed report: where it may see drafts, for a removed one may have been one."""
    return projects_queries.Project.objects.filter(projects_access.inside(REPORTS.reach(by, "see_drafts"))).values("pk")
