"""The dates of tasks that calendars may hold: when one's own are due."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy

from steerco.capabilities.work import queries
from steerco.foundation.access.actor import Actor
from steerco.foundation.subscriptions.dates import Entry, Span, dates_of

MOST = 1000


@dates_of("tasks_due", gettext_lazy("Tasks of mine that are due"))
def tasks_due(by: Actor, span: Span) -> Iterator[Entry]:
    """The due date of every open task of the actor's own."""
    found = queries.tasks(by).filter(
        assignee__account=by.account, assignee__account__isnull=False, state__in=queries.OPEN, archived=False,
        due_on__range=(span.first, span.last),
    )  # fmt: skip
    for key, ref, name, due_on, project in found.order_by("due_on", "pk").values_list("pk", "ref", "name", "due_on", "project__name")[
        :MOST
    ]:
        if due_on is not None:
            yield Entry(f"task-{key}", due_on, name, reverse("task", args=[ref]), project)
