"""The verbs of boards and meetings."""

from steerco.capabilities.meetings.services.agendas import (
    add_point,
    cancel_meeting,
    issue_papers,
    move_meeting,
    open_agenda,
    plan_meeting,
)
from steerco.capabilities.meetings.services.boards import create_board, delete_board, seat_member, unseat_member, update_board
from steerco.capabilities.meetings.services.chairs import chair_for
from steerco.capabilities.meetings.services.minutes import (
    approve_minutes,
    close_meeting,
    decide_point,
    declare_interest,
    draft_minutes,
    give_action,
    hold_meeting,
)

__all__ = [
    "add_point", "approve_minutes", "cancel_meeting", "chair_for", "close_meeting", "create_board", "decide_point", "declare_interest",
    "delete_board", "draft_minutes", "give_action", "hold_meeting", "issue_papers", "move_meeting", "open_agenda", "plan_meeting",
    "seat_member", "unseat_member", "update_board",
]  # fmt: skip
