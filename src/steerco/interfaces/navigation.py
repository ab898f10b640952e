"""The menu: eight words for thirty rooms. A place whose room is not there, or that the actor may not see, does not show."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from steerco.capabilities.entitlements import access as entitlements
from steerco.capabilities.escalations import access as escalations
from steerco.capabilities.exposures import access as exposures
from steerco.capabilities.health import access as health
from steerco.capabilities.meetings import access as meetings
from steerco.capabilities.people import access as people
from steerco.capabilities.projects import access as projects
from steerco.capabilities.provisioning import access as provisioning
from steerco.capabilities.raid import access as raid
from steerco.capabilities.reporting import access as reporting
from steerco.capabilities.status import access as status
from steerco.capabilities.work import access as work
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Permissions
from steerco.foundation.fields.access import FIELDS
from steerco.foundation.ui.menu import Navigation, Place, Section


def may(permissions: Permissions, action: str = "view") -> Callable[[Actor], bool]:
    """Whether an actor may do this anywhere; decides what is in the menu, never what is shown or written."""
    return lambda actor: not permissions.reach(actor, action).nothing


def may_everywhere(permissions: Permissions, action: str = "view") -> Callable[[Actor], bool]:
    """Whether an actor may do this in the whole organisation, not at a scope only."""
    return lambda actor: permissions.allows(actor, action)


NAVIGATION = Navigation(
    sections=(
        Section(_("My work"), "h", "home", (
                Place("my_work", _("Waiting for you")),
                Place("inbox", _("Inbox")),
                Place("mailings", _("Views by e-mail")),
                Place("calendars", _("Dates in your calendar")),
        )),
        Section(_("Portfolio"), "o", "chart-dots-3", (
                Place("portfolio", _("Overview"), may(status.REPORTS)),
                Place("health_matrix", _("Health matrix"), may(status.REPORTS)),
                Place("health_moves", _("Health at two dates"), may(status.REPORTS)),
                Place("watermelons", _("Watermelons"), may(status.REPORTS)),
                Place("portfolio_movements", _("Movements"), may(status.REPORTS)),
                Place("reports", _("Reports"), may(status.REPORTS)),
                Place("reporting_run", _("Reporting run"), may(reporting.CALENDARS)),
        )),
        Section(_("Projects"), "p", "folders", (
                Place("projects", _("All projects"), may(projects.PROJECTS)),
                Place("tasks", _("Tasks"), may(work.TASKS)),
                Place("programmes", _("Programmes"), may(projects.PROJECTS)),
                Place("portfolios", _("Portfolios"), may(projects.PORTFOLIOS)),
                Place("imports", _("Imports"), may(projects.PROJECTS, "import")),
                Place("merge", _("Merge and split"), may(projects.PROJECTS, "merge")),
        )),
        Section(_("Registers"), "r", "clipboard", (
                Place("exposure", _("Exposure"), may(raid.RAID)),
                Place("risks", _("Risks"), may(raid.RAID)),
                Place("appetites", _("Risk appetites"), may(exposures.APPETITES)),
                Place("issues", _("Issues"), may(raid.RAID)),
                Place("assumptions", _("Assumptions"), may(raid.RAID)),
                Place("dependencies", _("Dependencies"), may(raid.RAID)),
                Place("dependency_map", _("What hangs on what"), may(raid.RAID)),
                Place("decisions", _("Decisions"), may(raid.RAID)),
                Place("actions", _("Actions"), may(raid.RAID)),
        )),
        Section(_("Governance"), "v", "scale", (
                Place("boards", _("Boards"), may(meetings.BOARDS)),
                Place("meetings", _("Meetings"), may(meetings.MEETINGS)),
                Place("exceptions_board", _("Exceptions board"), may(escalations.EXCEPTIONS)),
                Place("exceptions", _("Exceptions"), may(escalations.EXCEPTIONS)),
                Place("escalations", _("Escalations"), may(escalations.EXCEPTIONS)),
                Place("tolerances", _("Tolerances"), may(escalations.TOLERANCES)),
        )),
        Section(_("Office"), "f", "building-community", (
                Place("units", _("Units"), may(people.UNITS)),
                Place("people", _("People"), may(people.PEOPLE)),
                Place("roles", _("Roles"), may(people.ROLE_ASSIGNMENTS)),
                Place("guests", _("Guests"), may(entitlements.SHARES)),
                Place("programs", _("Programs"), may_everywhere(provisioning.PROGRAMS)),
                Place("group_roles", _("Roles of groups"), may_everywhere(provisioning.GROUP_ROLES)),
                Place("access_reviews", _("Access reviews"), may_everywhere(entitlements.REVIEWS)),
                Place("health_rules", _("Health rules"), may(health.RULES)),
                Place("reporting_calendars", _("Reporting calendars"), may(reporting.CALENDARS)),
                Place("fields", _("Fields of your own"), may(FIELDS, "configure")),
                Place("jobs", _("Jobs")),
                Place("webhooks", _("Webhooks"), may_everywhere(people.WEBHOOKS)),
                Place("ledger", _("Ledger"), may_everywhere(people.LEDGER)),
                Place("api_reference", _("For programs")),
        )),
    ),
    verbs=(
        Place("project_new", _("Add project"), may(projects.PROJECTS, "create"), "folders"),
        Place("task_new", _("Add task"), may(work.TASKS, "create"), "circle-check"),
        Place("risk_new", _("Add risk"), may(raid.RAID, "create"), "alert-triangle"),
        Place("issue_new", _("Raise an issue"), may(raid.RAID, "raise"), "alert-circle"),
        Place("action_new", _("Add action"), may(raid.RAID, "create"), "circle-check"),
        Place("import_new", _("Import a file"), may(projects.PROJECTS, "import"), "table-import"),
        Place("programme_new", _("Add programme"), may(projects.PROJECTS, "create"), "sitemap"),
        Place("portfolio_record_new", _("Add portfolio"), may(projects.PORTFOLIOS, "create"), "chart-dots-3"),
        Place("unit_new", _("Add unit"), may(people.UNITS, "create"), "building"),
        Place("person_new", _("Add person"), may(people.PEOPLE, "create"), "user"),
    ),
)  # fmt: skip
