"""What the command line asks of the dashboards."""

from __future__ import annotations

from steerco.capabilities.dashboards.services import keep_first_views
from steerco.foundation.access.actor import Actor
from steerco.foundation.organisations.models import Organisation


def begin_views(organisation: Organisation) -> int:
    """The first views of the list of a sample; says how many were new."""
    return keep_first_views(by=Actor.system(organisation, entrance="demo"))
