"""Who may say how much risk is accepted; whoever sees risks sees the appetite that they are held against."""

from __future__ import annotations

from django.db.models import QuerySet

from steerco.capabilities.exposures.models import Appetite
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Permissions
from steerco.foundation.ledger.access import open_to_readers

open_to_readers("exposures.appetite")

APPETITES = Permissions("risk appetite", """
    action    team_member project_manager project_officer sponsor department_head pmo_analyst pmo_director auditor guest
    view      x           x               x               x       x               x           x            x       -
    create    -           -               -               -       -               -           x            -       -
    edit      -           -               -               -       -               -           x            -       -
    delete    -           -               -               -       -               -           x            -       -
    export    x           x               x               x       x               x           x            x       -
""")  # fmt: skip


def appetites(by: Actor) -> QuerySet[Appetite]:
    """The appetites that the actor may see: all or none."""
    found = Appetite.objects.all()
    return found.filter(pk=0) if APPETITES.reach(by, "view").nothing else found
