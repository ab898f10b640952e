"""The views with which a new portfolio's list begins."""

from __future__ import annotations

from django.utils.translation import gettext

from steerco.foundation.access.actor import Actor
from steerco.foundation.organisations.scope import within
from steerco.foundation.registers.register import registers
from steerco.foundation.registers.services import save_view, views_of

BOARD = "sort=attention"
RED = "f=rating:is:red&group=unit&sort=-cost"
NO_COST = "f=cost:missing&group=why"


def keep_first_views(*, by: Actor) -> int:
    """Keeps for everybody what a board asks for first, where no view is kept yet; says how many."""
    register = registers["portfolio"]
    register.require(by, "view")
    views = ((gettext("Board view"), BOARD), (gettext("Red by department"), RED), (gettext("No cost given, by reason"), NO_COST))
    with within(by.organisation):
        if views_of(by, register).exists():
            return 0
        for name, query in views:
            save_view(by=by, register=register, name=name, query=query, shared=True)
    return len(views)
