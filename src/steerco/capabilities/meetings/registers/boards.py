"""The registers of boards and of meetings: each field said once."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _, gettext_lazy

from steerco.capabilities.meetings import queries, services
from steerco.capabilities.meetings.access import BOARDS, MEETINGS
from steerco.capabilities.meetings.models import Board, BoardKind, Cadence, Meeting, MeetingState
from steerco.capabilities.meetings.services.boards import level_of, scopes_of_board
from steerco.capabilities.people import queries as people
from steerco.capabilities.projects import queries as projects
from steerco.foundation.access.actor import Actor
from steerco.foundation.registers.columns import Column, Gap, Kind, Row
from steerco.foundation.registers.filters import Filter
from steerco.foundation.registers.forms import RecordForm
from steerco.foundation.registers.register import Register, declare


def _quiet(row: Row) -> Gap:
    return Gap("–", gettext_lazy("not given"))


def _to_prepare(by: Actor) -> QuerySet[Board]:
    return queries.boards(by)


class BoardForm(RecordForm):
    """A board."""

    limits = {"portfolio": projects.portfolios, "project": projects.projects, "chair": people.people, "parent": queries.boards}

    class Meta(RecordForm.Meta):
        model = Board
        fields = ("name", "kind", "portfolio", "project", "chair", "cadence", "parent", "terms")


class MeetingForm(RecordForm):
    """A meeting."""

    limits = {"board": _to_prepare}

    class Meta(RecordForm.Meta):
        model = Meeting
        fields = ("board", "on", "place", "length")


def _update_board(*, by: Actor, record: Any, **given: Any) -> Board:
    return services.update_board(by=by, board=record, **given)


def _delete_board(*, by: Actor, record: Any, **given: Any) -> None:
    services.delete_board(by=by, board=record, **given)


def _consequence(board: Board) -> str:
    return _("%(board)s and its seats go. A board that has met stays on record.") % {"board": board}


declare(
    Register(
        name="boards", word="board", model=Board, label=gettext_lazy("boards"), one=gettext_lazy("board"), rows=queries.boards,
        permissions=BOARDS, sort="name", slug="ref", opens="board", scopes=scopes_of_board, level=level_of,
        columns=(
            Column("ref", gettext_lazy("Ref"), wide=True),
            Column("name", gettext_lazy("Board"), opens="board", main=True),
            Column("kind", gettext_lazy("Type"), Kind.CHOICE, choices=BoardKind.choices, group=True),
            Column("chair", gettext_lazy("Chair"), source="chair__name", group=True),
            Column("portfolio", gettext_lazy("Portfolio"), Kind.LINK, "portfolio__ref", "portfolio__name", gap=_quiet),
            Column("project", gettext_lazy("Project"), Kind.LINK, "project__ref", "project__name", opens="project", gap=_quiet),
            Column("cadence", gettext_lazy("Meets"), Kind.CHOICE, choices=Cadence.choices, group=True),
            Column("parent", gettext_lazy("Escalates to"), Kind.LINK, "parent__ref", "parent__name", opens="board", gap=_quiet),
            Column("terms", gettext_lazy("Terms of reference"), gap=_quiet),
        ),
        default=("ref", "name", "kind", "chair", "portfolio", "project", "cadence", "parent"), search=("name", "ref", "chair__name"),
        about=gettext_lazy("A board decides for a portfolio or a project: with terms, a chair, members, and a board above it."),
        form=BoardForm, create=services.create_board, update=_update_board, delete=_delete_board, consequence=_consequence,
        belongings=(),
    )
)  # fmt: skip
declare(
    Register(
        name="meetings", word="meeting", model=Meeting, label=gettext_lazy("meetings"), one=gettext_lazy("meeting"), rows=queries.meetings,
        permissions=MEETINGS, sort="-on", slug="ref", opens="meeting", verbs={"create": "prepare"},
        scopes=lambda meeting: scopes_of_board(meeting.board), level=lambda meeting: level_of(meeting.board),
        columns=(
            Column("ref", gettext_lazy("Ref"), wide=True, opens="meeting", main=True),
            Column("board", gettext_lazy("Board"), Kind.LINK, "board__ref", "board__name", opens="board", group=True),
            Column("on", gettext_lazy("Date"), Kind.DATE),
            Column("place", gettext_lazy("Place"), gap=_quiet),
            Column("state", gettext_lazy("State"), Kind.CHOICE, choices=MeetingState.choices, group=True),
            Column("papers_due", gettext_lazy("Papers due"), Kind.DATE, "papers_due_on"),
            Column("papers", gettext_lazy("Papers issued"), Kind.DATE, "papers_on", gap=_quiet),
            Column("quorate", gettext_lazy("Quorum"), Kind.YES_NO),
            Column("approved", gettext_lazy("Minutes approved"), Kind.DATE, "approved_on", gap=_quiet),
        ),
        default=("ref", "board", "on", "place", "state", "papers_due"), search=("ref", "board__name", "place"),
        about=gettext_lazy("A meeting goes from its agenda, drawn from what awaits decision, to its closed minutes."),
        tabs=(gettext_lazy("Not over"), gettext_lazy("All")),
        first=lambda by: Filter("state", "in", tuple(state for state in MeetingState if state not in queries.OVER)),
        form=MeetingForm, create=services.plan_meeting,
    )
)  # fmt: skip
