"""The dates of meetings that calendars may hold."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from steerco.capabilities.meetings import queries
from steerco.foundation.access.actor import Actor
from steerco.foundation.subscriptions.dates import Entry, Span, dates_of

MOST = 500


@dates_of("meetings", gettext_lazy("Meetings of boards"))
def meeting_dates(by: Actor, span: Span) -> Iterator[Entry]:
    """The day of each meeting, and the day on which its papers are due; only of one's own boards where that is asked."""
    found = queries.meetings(by).exclude(state="cancelled").filter(on__range=(span.first, span.last)).select_related("board")
    if span.own_only:
        mine = Q(board__chair__account=by.account) | Q(board__members__person__account=by.account)
        found = found.filter(mine, board__chair__isnull=False).distinct()
    for meeting in found.order_by("on", "pk")[:MOST]:
        address = reverse("meeting", args=[meeting.ref])
        yield Entry(f"meeting-{meeting.pk}", meeting.on, meeting.board.name, address, meeting.place)
        yield Entry(f"papers-{meeting.pk}", meeting.papers_due_on, _("Papers due: %(board)s") % {"board": meeting.board.name}, address)
