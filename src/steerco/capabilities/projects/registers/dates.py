"""The dates of projects that calendars may hold: when each ends."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from steerco.capabilities.projects import queries
from steerco.capabilities.projects.models import LifeState
from steerco.foundation.access.actor import Actor
from steerco.foundation.subscriptions.dates import Entry, Span, dates_of

OVER = (LifeState.CLOSED, LifeState.CANCELLED, LifeState.REJECTED, LifeState.ARCHIVED)
MOST = 2000


@dates_of("project_end", gettext_lazy("End dates of projects"))
def project_ends(by: Actor, span: Span) -> Iterator[Entry]:
    """The end date of every project that the actor may see and that goes on."""
    found = queries.projects(by).filter(end_on__range=(span.first, span.last)).exclude(state__in=OVER)
    if span.own_only:
        found = found.filter(owner__account=by.account)
    for key, ref, name, end_on in found.order_by("end_on", "pk").values_list("pk", "ref", "name", "end_on")[:MOST]:
        if end_on is not None:
            yield Entry(f"project-end-{key}", end_on, _("%(project)s ends") % {"project": name}, reverse("project", args=[ref]), ref)
