"""Boards and meetings as pages read them."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils import timezone

from steerco.capabilities.meetings.access import visible_boards, visible_meetings, visible_points
from steerco.capabilities.meetings.models import (
    AgendaPoint as AgendaPoint,
    Board as Board,
    Meeting as Meeting,
    MeetingState as MeetingState,
)
from steerco.capabilities.raid.queries import OPEN_ACTIONS, Action, actions
from steerco.foundation.access.actor import Actor

OVER = (MeetingState.CLOSED, MeetingState.CANCELLED)


def boards(by: Actor, action: str = "view") -> QuerySet[Board]:
    """The boards that the actor may see (or do `action` to)."""
    return Board.objects.filter(visible_boards(by, action))


def meetings(by: Actor, action: str = "view") -> QuerySet[Meeting]:
    """The meetings that the actor may see (or do `action` to)."""
    return Meeting.objects.filter(visible_meetings(by, action))


def agenda(by: Actor, meeting: Meeting) -> list[AgendaPoint]:
    """The points of a meeting that the actor may see, in order."""
    found = AgendaPoint.objects.filter(visible_points(by), meeting=meeting).select_related(
        "project", "presenter", "decision", "escalation", "exception", "action__owner", "report__period"
    )
    return list(found.prefetch_related("interests__person", "votes__person").order_by("position", "pk"))


def hidden_points(by: Actor, meeting: Meeting) -> int:
    """How many points the actor may not see."""
    return meeting.items.exclude(visible_points(by)).count()


def actions_of(by: Actor, meeting: Meeting) -> QuerySet[Action]:
    """The actions that were given in a meeting."""
    return actions(by).filter(source__startswith=f"{meeting.ref} ").select_related("owner", "project").order_by("pk")


def open_actions_of(by: Actor, meeting: Meeting) -> QuerySet[Action]:
    """The actions of earlier meetings of the board that are still open."""
    earlier = meetings(by).filter(board=meeting.board, on__lt=meeting.on).values_list("ref", flat=True)
    said = Q(pk__in=[])
    for ref in earlier.order_by("-on")[:24]:
        said |= Q(source__startswith=f"{ref} ")
    return actions(by).filter(said, state__in=OPEN_ACTIONS).select_related("owner", "project").order_by("due_on", "pk")


def coming(by: Actor) -> list[Meeting]:
    """The meetings that the person who acts chairs or sits in, and that are not over, the nearest first."""
    if by.account is None:
        return []
    seats = Q(board__members__person__account=by.account) | Q(board__members__deputy__account=by.account)
    mine = Q(board__chair__account=by.account) | seats
    found = meetings(by).filter(mine).exclude(state__in=OVER).select_related("board__chair")
    return list(found.filter(Q(on__gte=timezone.localdate()) | ~Q(state=MeetingState.PLANNED)).distinct().order_by("on", "pk"))
