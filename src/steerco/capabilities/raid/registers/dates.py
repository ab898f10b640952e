"""The dates of the log that calendars may hold: one's own actions, and when one's own risks are to be reviewed."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy

from steerco.capabilities.raid import queries
from steerco.foundation.access.actor import Actor
from steerco.foundation.subscriptions.dates import Entry, Span, dates_of

MOST = 1000


@dates_of("actions_due", gettext_lazy("Actions of mine that are due"))
def actions_due(by: Actor, span: Span) -> Iterator[Entry]:
    """The due date of every open action of the actor's own."""
    mine = queries.open_of(queries.actions(by)).filter(owner__account=by.account, owner__account__isnull=False)
    for action in mine.filter(due_on__range=(span.first, span.last)).select_related("project").order_by("due_on", "pk")[:MOST]:
        if action.due_on is not None:
            yield Entry(f"action-{action.pk}", action.due_on, action.title, reverse("action", args=[action.ref]), action.project.name)


@dates_of("risk_reviews", gettext_lazy("Reviews of risks of mine"))
def risk_reviews(by: Actor, span: Span) -> Iterator[Entry]:
    """The day on which every open risk of the actor's own is to be reviewed."""
    mine = queries.open_of(queries.risks(by)).filter(owner__account=by.account, owner__account__isnull=False)
    for risk in mine.filter(review_on__range=(span.first, span.last)).select_related("project").order_by("review_on", "pk")[:MOST]:
        if risk.review_on is not None:
            yield Entry(f"risk-{risk.pk}", risk.review_on, risk.title, reverse("risk", args=[risk.ref]), risk.project.name)
