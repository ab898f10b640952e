"""What of this room can be found: boards and meetings by name."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from steerco.capabilities.meetings import queries
from steerco.capabilities.meetings.models import Board, Meeting
from steerco.foundation.search.searchable import Searchable, declare

declare(
    Searchable(
        kind="board", model=Board, label=_("Boards"), icon="users", order=44, title=lambda board: board.name, code=lambda board: board.ref,
        context=lambda board: board.get_kind_display(), body=lambda board: board.terms[:2000], listed=("name", "ref"), url_name="board",
        argument=lambda board: board.ref, visible=queries.boards,
    )
)  # fmt: skip
declare(
    Searchable(
        kind="meeting", model=Meeting, label=_("Meetings"), icon="calendar-event", order=45, title=str, code=lambda meeting: meeting.ref,
        context=lambda meeting: meeting.on.isoformat(), body=lambda meeting: f"{meeting.place} {meeting.minutes}"[:4000],
        listed=("ref", "place"), url_name="meeting", argument=lambda meeting: meeting.ref, visible=queries.meetings, related=("board",),
    )
)  # fmt: skip
