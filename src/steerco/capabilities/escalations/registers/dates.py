"""The dates of escalations that calendars may hold: by when one must decide."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy

from steerco.capabilities.escalations import queries
from steerco.foundation.access.actor import Actor
from steerco.foundation.subscriptions.dates import Entry, Span, dates_of

MOST = 500


@dates_of("escalations_due", gettext_lazy("Decisions that wait for me"))
def decisions_due(by: Actor, span: Span) -> Iterator[Entry]:
    """The day by which each open escalation at one's own level must be decided."""
    mine = queries.open_escalations(by).filter(responsible__account=by.account, responsible__account__isnull=False)
    for escalation in mine.filter(due_on__range=(span.first, span.last))[:MOST]:
        address = reverse("escalation", args=[escalation.ref])
        yield Entry(f"escalation-{escalation.pk}", escalation.due_on, escalation.title, address, escalation.project.name)
