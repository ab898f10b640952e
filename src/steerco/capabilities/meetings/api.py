"""What programs do to meetings: draw the agenda, issue papers, write and approve minutes, close, cancel."""

from __future__ import annotations

from ninja import Router

from steerco.capabilities.meetings import services
from steerco.foundation.api.verbs import Verb, add_verbs


def add_routes(router: Router) -> None:
    """The verbs of meetings."""
    add_verbs(router, "meetings", "meeting", "Meeting", {
        "agenda": Verb(services.open_agenda, "Draw the agenda", "Brings what awaits decision; drawn again it adds what is new."),
        "papers": Verb(services.issue_papers, "Issue the papers", "Late ones need leave.", {"leave": "The leave of the chair."}),
        "minutes": Verb(services.draft_minutes, "Write the minutes", "A draft that waits for approval.", {"minutes": "The whole text."}),
        "approve": Verb(services.approve_minutes, "Approve the minutes", "By somebody who did not draft them."),
        "close": Verb(services.close_meeting, "Close a meeting", "Its minutes are approved."),
        "cancel": Verb(services.cancel_meeting, "Cancel a meeting", "With the reason; what was on its agenda waits for the next."),
    })  # fmt: skip
