"""The catalogue of roles, and who may do what to units, people and role assignments."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Permissions

ROLES = {
    "requester": _("Requester"),
    "team_member": _("Team member"),
    "project_manager": _("Project manager"),
    "project_officer": _("Project officer"),
    "sponsor": _("Sponsor"),
    "pmo_analyst": _("PMO analyst"),
    "pmo_director": _("PMO director"),
    "auditor": _("Auditor"),
    "administrator": _("Administrator"),
}

UNITS = Permissions("unit", """
    action   requester team_member project_manager project_officer sponsor pmo_analyst pmo_director auditor administrator
    view     x         x           x               x               x       x           x            x       x
    create   -         -           -               -               -       x           x            -       x
    edit     -         -           -               -               -       x           x            -       x
    delete   -         -           -               -               -       -           x            -       x
    import   -         -           -               -               -       x           x            -       -
    export   -         x           x               x               x       x           x            x       x
""")  # fmt: skip

PEOPLE = Permissions("person", """
    action   requester team_member project_manager project_officer sponsor pmo_analyst pmo_director auditor administrator
    view     -         x           x               x               x       x           x            x       x
    create   -         -           -               -               -       x           x            -       x
    edit     -         -           -               -               -       x           x            -       x
    delete   -         -           -               -               -       -           x            -       x
    export   -         -           -               -               -       x           x            x       x
""")  # fmt: skip

ROLE_ASSIGNMENTS = Permissions("role assignment", """
    action   requester team_member project_manager project_officer sponsor pmo_analyst pmo_director auditor administrator
    view     -         -           -               -               -       x           x            x       x
    grant    -         -           -               -               -       -           x            -       x
    end      -         -           -               -               -       -           x            -       x
""")  # fmt: skip

APPROVERS = frozenset({"sponsor", "pmo_analyst", "pmo_director", "auditor"})
"""Roles that approve, publish or watch over others: an administrator, who decides who gets in, gives them to nobody."""

ROLE_GRANTS = Permissions("role to grant", """
    given             requester team_member project_manager project_officer sponsor pmo_analyst pmo_director auditor administrator
    requester             -         -           -               -               -       -           x            -       x
    team_member           -         -           -               -               -       -           x            -       x
    project_manager       -         -           -               -               -       -           x            -       x
    project_officer       -         -           -               -               -       -           x            -       x
    sponsor               -         -           -               -               -       -           x            -       -
    pmo_analyst           -         -           -               -               -       -           x            -       -
    pmo_director          -         -           -               -               -       -           x            -       -
    auditor               -         -           -               -               -       -           x            -       -
    administrator         -         -           -               -               -       -           x            -       x
""")  # fmt: skip

LEDGER = Permissions("ledger", """
    action   requester team_member project_manager project_officer sponsor pmo_analyst pmo_director auditor administrator
    view     -         -           -               -               -       x           x            x       -
    history  -         -           x               -               x       x           x            x       -
    export   -         -           -               -               -       x           x            x       -
""")  # fmt: skip


def visible_to(by: Actor, permissions: Permissions = UNITS) -> Q:
    """Units and people are shown to everybody who holds a role that may see them, at whatever scope."""
    return Q(pk__in=[]) if permissions.reach(by, "view").nothing else Q()


def allows_somewhere(by: Actor, permissions: Permissions, action: str) -> bool:
    """Whether the actor may do this at any scope; decides what is in the menu, never what is written."""
    return not permissions.reach(by, action).nothing
