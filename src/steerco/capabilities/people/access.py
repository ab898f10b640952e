"""The catalogue of roles, and who may do what to units, people and role assignments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as gettext_now, gettext_lazy as _

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Permissions, catalogue_roles
from steerco.foundation.ledger.access import open_to_readers
from steerco.foundation.ledger.names import called
from steerco.foundation.ledger.parts import part_of


class Role(NamedTuple):
    """A role of the catalogue: its key, the column of the permission tables that speaks for it, the field's name, and what it is for."""

    key: str
    column: str
    name: str | Promise
    purpose: str | Promise


CATALOGUE = (  # domain.md §2.3
    Role("pmo_director", "pmo_director", _("PMO director"), _("aligns office and portfolio with the goals; owns standards and staff")),
    Role("portfolio_manager", "pmo_analyst", _("Portfolio manager"), _("intake, priorities, balance and reporting of the portfolio")),
    Role("pmo_analyst", "pmo_analyst", _("PMO analyst"), _("reviews reports and data quality; keeps registers")),
    Role("programme_manager", "project_manager", _("Programme manager"), _("a group of projects, its benefits and dependencies")),
    Role("project_manager", "project_manager", _("Project manager"), _("delivers within tolerances; owns plan, risks and status")),
    Role("project_officer", "project_officer", _("Project officer"), _("keeps schedule, cost, risks, drafts and data in one form")),
    Role("planner", "project_officer", _("Planner"), _("schedules and their quality")),
    Role("cost_controller", "project_officer", _("Cost controller"), _("cost capture, forecasts, earned value")),
    Role("risk_manager", "project_officer", _("Risk manager"), _("risk method, registers and exposure")),
    Role("configuration_manager", "project_officer", _("Configuration and change manager"), _("versions, change requests, decisions")),
    Role("resource_manager", "department_head", _("Resource manager"), _("capacity, bookings, conflicts")),
    Role("benefits_manager", "project_officer", _("Benefits manager"), _("the method of benefits, and their measurement")),
    Role("benefit_owner", "department_head", _("Benefit owner"), _("accountable for one benefit after handover")),
    Role("sponsor", "sponsor", _("Sponsor (SRO)"), _("accountable for the business case; chairs the board")),
    Role("business_analyst", "team_member", _("Business analyst"), _("needs, requirements and options")),
    Role("solution_lead", "team_member", _("Solution lead"), _("the design of what is delivered")),
    Role("team_member", "team_member", _("Team member"), _("does the work; reports own progress")),
    Role("supplier_user", "team_member", _("Supplier user"), _("works for a supplier on the project")),
    Role("assurance_reviewer", "auditor", _("Assurance reviewer"), _("independent: reads all in scope, writes findings only")),
    Role("auditor", "auditor", _("Auditor"), _("independent: reads all in scope and the whole ledger")),
    Role("department_head", "department_head", _("Department head"), _("demand, priorities and people of a unit")),
    Role("finance_partner", "department_head", _("Finance partner"), _("budgets, price basis, rates; confirms what was spent")),
    Role("board_member", "department_head", _("Board member"), _("decides")),
    Role("board_secretary", "department_head", _("Board secretary"), _("prepares agenda, minutes and packs")),
    Role("service_agent", "requester", _("Service agent"), _("answers requests to the office")),
    Role("coach", "requester", _("Coach"), _("helps teams to use the method")),
    Role("trainer", "requester", _("Trainer"), _("teaches the method")),
    Role("knowledge_editor", "requester", _("Knowledge editor"), _("keeps articles and lessons")),
    Role("requester", "requester", _("Requester"), _("any employee: ideas, requests, surveys")),
    Role("guest", "guest", _("Guest"), _("sees what was shared with them, until a day, and nothing else")),
    Role("administrator", "administrator", _("System administrator"), _("configuration and accounts; approves nothing")),
)  # fmt: skip
ROLES: dict[str, str | Promise] = {role.key: role.name for role in CATALOGUE}
COLUMNS = tuple(dict.fromkeys(role.column for role in CATALOGUE))
"""The roles that the permission tables speak of (domain.md §2.4); every other role counts as one of them."""
catalogue_roles(ROLES, {role.key: role.column for role in CATALOGUE})
open_to_readers("people.person", "people.orgunit", "people.unitplacement")
part_of("people.unitplacement", "unit_id", "people.orgunit")


@called("people.unitplacement", "unit_id", "parent_id")
def placement_called(values: Mapping[str, str]) -> str:
    """Which unit lies under which."""
    return gettext_now("%(unit)s under %(parent)s") % {"unit": values["unit_id"], "parent": values["parent_id"]}


UNITS = Permissions("unit", """
    action   requester team_member project_manager project_officer sponsor department_head pmo_analyst pmo_director auditor administrator
    view     x         x           x               x               x       x               x           x            x       x
    create   -         -           -               -               -       -               x           x            -       x
    edit     -         -           -               -               -       -               x           x            -       x
    delete   -         -           -               -               -       -               -           x            -       x
    import   -         -           -               -               -       -               x           x            -       -
    export   -         x           x               x               x       x               x           x            x       x
""")  # fmt: skip

PEOPLE = Permissions("person", """
    action   requester team_member project_manager project_officer sponsor department_head pmo_analyst pmo_director auditor administrator
    view     -         x           x               x               x       x               x           x            x       x
    create   -         -           -               -               -       -               x           x            -       x
    edit     -         -           -               -               -       -               x           x            -       x
    delete   -         -           -               -               -       -               -           x            -       x
    export   -         -           -               -               -       -               x           x            x       x
""")  # fmt: skip

ROLE_ASSIGNMENTS = Permissions("role assignment", """
    action   pmo_analyst pmo_director auditor administrator
    view     x           x            x       x
    grant    -           x            -       x
    end      -           x            -       x
""")  # fmt: skip

APPROVERS = frozenset({
    "sponsor", "portfolio_manager", "pmo_analyst", "pmo_director", "auditor", "assurance_reviewer", "finance_partner", "board_member",
})  # fmt: skip
"""Roles that approve, publish or watch over others: an administrator, who decides who gets in, gives them to nobody and holds none."""

ROLE_GRANTS = Permissions(
    "role to grant",
    "given pmo_director administrator\n"
    + "\n".join(
        f"{role.key} {'-' if role.key == 'guest' else 'x'} {'-' if role.key in APPROVERS | {'guest'} else 'x'}" for role in CATALOGUE
    ),
)

LEDGER = Permissions("ledger", """
    action   project_manager sponsor pmo_analyst pmo_director auditor
    view     -               -       x           x            x
    history  x               x       x           x            x
    export   -               -       x           x            x
""")  # fmt: skip

COMMENTS = Permissions("comment", """
    action   team_member project_manager project_officer sponsor department_head pmo_analyst pmo_director
    write    x           x               x               x       x               x           x
    remove   -           -               -               -       -               -           x
""")  # fmt: skip
"""At records that one sees; `remove` is of others' comments."""

DOCUMENTS = Permissions("document", """
    action   team_member project_manager project_officer sponsor department_head pmo_analyst pmo_director
    add      x           x               x               x       x               x           x
    remove   -           x               x               -       -               x           x
""")  # fmt: skip
"""Files at records that one sees; `remove` is of others' files."""

JOBS = Permissions("job", """
    action     pmo_director auditor administrator
    view       x            x       x
    cancel     x            -       x
    configure  x            -       x
""")  # fmt: skip
"""Background jobs of others: their kind and state, never what they are about."""

WEBHOOKS = Permissions("webhook", """
    action   pmo_director auditor administrator
    view     x            x       x
    manage   x            -       x
""")  # fmt: skip
"""Programs that are told of what was written; each is told no more than whoever made it may see."""


def visible_to(by: Actor, permissions: Permissions = UNITS) -> Q:
    """Units and people are shown to everybody who holds a role that may see them, at whatever scope."""
    return Q(pk__in=[]) if permissions.reach(by, "view").nothing else Q()


def allows_somewhere(by: Actor, permissions: Permissions, action: str) -> bool:
    """Whether the actor may do this at any scope; decides what is in the menu, never what is written."""
    return not permissions.reach(by, action).nothing
