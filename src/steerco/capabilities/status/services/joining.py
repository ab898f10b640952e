"""Two projects made one with all their reports, or one made two by its periods; each a revision that can be undone."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from steerco.capabilities.projects.queries import Project
from steerco.capabilities.projects.services import CannotJoin, absorb_project, part_project, require_join
from steerco.capabilities.status.models import ReportingPeriod, StatusReport
from steerco.capabilities.status.services.facts import refresh_project
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.writer import revise
from steerco.foundation.registers.checks import given_reason


def merge_projects(*, by: Actor, keep: Project, absorb: Project, reason: str) -> Project:
    """Moves all reports and names of one project to another and removes it. Refused (`CannotJoin`) where both report for one period."""
    require_join(by, keep)
    require_join(by, absorb)
    both = (
        ReportingPeriod.objects.filter(reports__project=keep)
        .filter(pk__in=ReportingPeriod.objects.filter(reports__project=absorb))
        .distinct()
    )
    clash = ", ".join(str(period) for period in both)
    if clash:
        raise CannotJoin(_("Refused: both projects have a report for %(periods)s, so they are not one.") % {"periods": clash})
    with revise(by, "merge_projects", reason=given_reason(reason)) as revision:
        for report in StatusReport.objects.filter(project=absorb).select_related("period"):
            revision.update(report, project=keep)
        absorb_project(by, revision, keep=keep, absorb=absorb)
        refresh_project(by, revision, keep)
    return keep


def split_project(*, by: Actor, project: Project, periods: Iterable[ReportingPeriod], reason: str) -> Project:
    """Makes a second project of the reports of some periods, under the name that it had there; gives the new project."""
    require_join(by, project)
    chosen = list(periods)
    with revise(by, "split_project", reason=given_reason(reason)) as revision:
        mine = list(StatusReport.objects.filter(project=project).select_related("period"))
        going = [report for report in mine if report.period in chosen]
        if not going or len(going) == len(mine):
            raise CannotJoin(_("Choose some of the reports, not none and not all."))
        part = part_project(by, revision, project=project, reason=reason, sources=[period.name for period in chosen])
        for report in going:
            revision.update(report, project=part)
        refresh_project(by, revision, project)
        refresh_project(by, revision, part)
    return part
