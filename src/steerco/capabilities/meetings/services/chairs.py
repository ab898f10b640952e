"""Whose chair must decide on an escalation: the room of escalations asks, because boards are known here only."""

from __future__ import annotations

from typing import Any

from steerco.capabilities.escalations.services import names_chairs
from steerco.capabilities.meetings.models import Board, BoardKind
from steerco.capabilities.projects.queries import Project


@names_chairs
def chair_for(project: Project, level: int) -> Any:
    """The chair of the board of a portfolio that the project is in; at the executive level, of the board above it."""
    boards = Board.objects.filter(kind=BoardKind.PORTFOLIO, portfolio__memberships__project=project).select_related(
        "chair", "parent__chair"
    )
    board = boards.order_by("pk").first()
    if board is None:
        return None
    return board.chair if level < 3 else board.parent.chair if board.parent is not None else None
