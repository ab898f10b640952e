"""Who may issue tokens, keep programs, map groups to roles, and let a directory in."""

from __future__ import annotations

from django.db.models import Q

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Permissions
from steerco.foundation.ledger.access import seen_whole

TOKENS = Permissions("token", """
    action   requester team_member project_manager project_officer sponsor department_head pmo_analyst pmo_director auditor administrator
    issue    x         x           x               x               x       x               x           x            x       x
    view     -         -           -               -               -       -               -           x            x       x
    end      -         -           -               -               -       -               -           x            -       x
""")  # fmt: skip

PROGRAMS = Permissions("program", """
    action   pmo_director auditor administrator
    view     x            x       x
    let_in   x            -       x
    end      x            -       x
""")  # fmt: skip

GROUP_ROLES = Permissions("role of a group", """
    action      pmo_director auditor administrator
    view        x            x       x
    grant       x            -       x
""")  # fmt: skip

DIRECTORY = Permissions("directory", """
    action      pmo_director administrator
    provision   x            x
""")  # fmt: skip


def visible_to(by: Actor) -> Q:
    """The tokens that the actor may see: their own, and all for whoever watches: a filter on `ApiToken`."""
    return Q() if TOKENS.allows(by, "view") else Q(account__in=by.hands)


@seen_whole("provisioning.grouprole", "provisioning.provisioneduser", "provisioning.provisionedgroup", "provisioning.groupmember")
def reads_directory(by: Actor) -> bool:
    """Whether the actor may read in the ledger what a directory brought, and which roles its groups have."""
    return GROUP_ROLES.allows(by, "view")
