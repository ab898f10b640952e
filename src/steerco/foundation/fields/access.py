"""Who may see the fields of an organisation's own, and who may make and change them."""

from __future__ import annotations

from steerco.foundation.access.permissions import Permissions
from steerco.foundation.ledger.access import open_to_readers

open_to_readers("fields.ownfield")

FIELDS = Permissions("field of your own", """
    action    requester team_member project_manager project_officer sponsor department_head pmo_analyst pmo_director auditor administrator
    view      x         x           x               x               x       x               x           x            x       x
    configure -         -           -               -               -       -               x           x            -       x
""")  # fmt: skip
