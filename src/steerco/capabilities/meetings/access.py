"""Who may do what to boards and meetings; they are seen by whoever sees what they govern."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from steerco.capabilities.meetings.models import AgendaPoint, Attendance, Board, BoardMember, Interest, Meeting, Vote
from steerco.capabilities.projects import access as projects_access, queries as projects_queries
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Permissions
from steerco.foundation.ledger.access import seen_through
from steerco.foundation.ledger.parts import part_of

BOARDS = Permissions("board", """
    action    team_member project_manager project_officer sponsor department_head pmo_analyst pmo_director auditor guest
    view      x           x               x               x       x               x           x            x       -
    create    -           -               -               -       -               x           x            -       -
    edit      -           -               -               -       -               x           x            -       -
    delete    -           -               -               -       -               -           x            -       -
    export    x           x               x               x       x               x           x            x       -
""")  # fmt: skip

MEETINGS = Permissions("meeting", """
    action    team_member project_manager project_officer sponsor department_head pmo_analyst pmo_director auditor guest
    view      x           x               x               x       x               x           x            x       -
    prepare   -           -               x               x       x               x           x            -       -
    decide    -           -               -               x       -               -           x            -       -
    approve   -           -               -               x       x               -           x            -       -
    export    x           x               x               x       x               x           x            x       -
""")  # fmt: skip

part_of("meetings.boardmember", "board_id", "meetings.board")
part_of("meetings.meeting", "board_id", "meetings.board")
for _kind in ("agendapoint", "attendance"):
    part_of(f"meetings.{_kind}", "meeting_id", "meetings.meeting")
for _kind in ("interest", "vote"):
    part_of(f"meetings.{_kind}", "item_id", "meetings.agendapoint")


def visible_boards(by: Actor, action: str = "view", table: Permissions = BOARDS) -> Q:
    """The boards that the actor may see (or do `action` to): of projects that it sees, and of portfolios that it may open."""
    reach = table.reach(by, action)
    if reach.nothing:
        return Q(pk__in=[])
    inside = projects_queries.Project.objects.filter(projects_access.inside(reach)).values("pk")
    return Q(project__in=inside) | Q(portfolio__in=projects_queries.portfolios(by).values("pk"))


def visible_meetings(by: Actor, action: str = "view") -> Q:
    """The meetings that the actor may see (or do `action` to)."""
    return Q(board__in=Board.objects.filter(visible_boards(by, action, MEETINGS)).values("pk"))


def visible_points(by: Actor) -> Q:
    """The points of an agenda that the actor may see: of meetings that it sees, and not of a project that it does not."""
    shown = projects_queries.projects(by).values("pk")
    return Q(meeting__in=Meeting.objects.filter(visible_meetings(by)).values("pk")) & (Q(project=None) | Q(project__in=shown))


def _seen(model: type[Any], rule: Callable[[Actor], Q]) -> None:
    def seen(by: Actor) -> QuerySet[Any, dict[str, Any]]:
        return model.objects.filter(rule(by)).values("pk")  # type: ignore[no-any-return]  # any of the models

    seen_through(model._meta.label_lower)(seen)


_seen(Board, visible_boards)
_seen(BoardMember, lambda by: Q(board__in=Board.objects.filter(visible_boards(by)).values("pk")))
_seen(Meeting, visible_meetings)
_seen(AgendaPoint, visible_points)
_seen(Attendance, lambda by: Q(meeting__in=Meeting.objects.filter(visible_meetings(by)).values("pk")))
for _model in (Interest, Vote):
    _seen(_model, lambda by: Q(item__in=AgendaPoint.objects.filter(visible_points(by)).values("pk")))
