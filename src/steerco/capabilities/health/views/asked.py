"""What the address of a page of health asks for: the day, and whether the actor may look at all."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest
from django.utils.dateparse import parse_date

from steerco.capabilities.health.queries.source import HealthSource
from steerco.capabilities.status.access import REPORTS
from steerco.foundation.access.permissions import Refused
from steerco.foundation.access.views import actor_of


def source_of(request: HttpRequest) -> HealthSource:
    """The health that the actor may see; refused to whoever sees no report at all."""
    by = actor_of(request)
    if REPORTS.reach(by, "view").nothing:
        raise Refused("health", "view", REPORTS.allowed["view"])
    return HealthSource(by)


def day_asked(request: HttpRequest) -> dt.date | None:
    """The date of the address; None where it says none that is one."""
    try:
        return parse_date(request.GET.get("as_of", ""))
    except ValueError:
        return None
