"""Boards are set up, changed and removed here, and their seats given."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from steerco.capabilities.meetings.access import BOARDS
from steerco.capabilities.meetings.models import Attendance, Board, BoardMember
from steerco.capabilities.projects.access import scopes_of
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import NO_SCOPES, Permissions, ScopeKey
from steerco.foundation.ledger.models import Change
from steerco.foundation.ledger.snapshot import record_type
from steerco.foundation.ledger.writer import locked_head, revise
from steerco.foundation.registers.checks import as_changed, check_fields, given_reason, refuse, refuse_stale

FIELDS = ("name", "kind", "terms", "portfolio", "project", "chair", "cadence", "parent")
DEEPEST = 6


def create_board(*, by: Actor, reason: str = "", **fields: Any) -> Board:
    """A new board of a portfolio or a project; its chair has the first seat."""
    board = as_changed(Board(organisation=by.organisation), fields, FIELDS)
    _check(board)
    require(by, "create", board)
    with revise(by, "create_board", reason=reason) as revision:
        board.ref = next_reference(by, Board, "BRD-")
        check_fields(board, by)
        made = revision.create(board)
        revision.create(BoardMember(organisation=by.organisation, board=made, person=made.chair))
    return made


def update_board(*, by: Actor, board: Board, version: int | None = None, reason: str = "", **changes: Any) -> Board:
    """Changes a board; a new chair gets a seat, where there is none yet."""
    require(by, "edit", board)
    refuse_stale(board, version)
    draft = as_changed(board, changes, FIELDS)
    _check(draft)
    check_fields(draft, by)
    require(by, "edit", draft)
    with revise(by, "update_board", reason=reason) as revision:
        revision.update(board, **{name: getattr(draft, name) for name in FIELDS})
        if not board.members.filter(person=board.chair).exists():
            revision.create(BoardMember(organisation=by.organisation, board=board, person=board.chair))
    return board


def delete_board(*, by: Actor, board: Board, reason: str = "") -> None:
    """Removes a board that never met."""
    require(by, "delete", board)
    if board.meetings.exists() or board.below.exists():
        refuse("__all__", _("Refused: it has meetings, or boards escalate to it. It stays on record."))
    with revise(by, "delete_board", reason=given_reason(reason)) as revision:
        for member in board.members.all():
            revision.delete(member)
        revision.delete(board)


def seat_member(*, by: Actor, board: Board, person: Any, deputy: Any = None, votes: bool = True) -> BoardMember:
    """Gives somebody a seat, with a vote or without, and a deputy; given again, it changes the seat."""
    require(by, "edit", board)
    if person is None:
        refuse("person", _("Say who sits on the board."))
    if deputy is not None and deputy.pk == person.pk:
        refuse("deputy", _("Nobody stands in for themselves."))
    held = board.members.filter(person=person).first()
    with revise(by, "seat_member") as revision:
        if held is not None:
            revision.update(held, deputy=deputy, votes=votes)
            return held
        seat = BoardMember(organisation=by.organisation, board=board, person=person, deputy=deputy, votes=votes)
        check_fields(seat, by)
        return revision.create(seat)


def unseat_member(*, by: Actor, member: BoardMember, reason: str = "") -> None:
    """Takes a seat away; the chair keeps theirs, and so does whoever was at a meeting on record."""
    require(by, "edit", member.board)
    if member.person_id == member.board.chair_id:
        refuse("__all__", _("Refused: the chair has a seat. Name another chair first."))
    if Attendance.objects.filter(member=member).exists():
        refuse("__all__", _("Refused: this seat stands in minutes. Take the vote away instead."))
    with revise(by, "unseat_member", reason=reason) as revision:
        revision.delete(member)


def require(by: Actor, action: str, board: Board, table: Permissions = BOARDS) -> None:
    """Raises `Refused` unless the actor may do this to the board."""
    table.require(by, action, scopes=scopes_of_board(board), level=level_of(board))


def scopes_of_board(board: Board) -> frozenset[ScopeKey]:
    """Every scope in which a board lies."""
    if board.project is not None:
        return scopes_of(board.project)
    return frozenset({("portfolio", board.portfolio_id)}) if board.portfolio_id is not None else NO_SCOPES


def level_of(board: Board) -> int:
    """How confidential a board is: as the project that it governs."""
    return board.project.confidentiality if board.project is not None else 0


def next_reference(by: Actor, model: type[Any], prefix: str) -> str:
    """The next reference of a kind, never given twice. Call it inside `revise`."""
    locked_head(by.organisation)
    living = model.objects.filter(ref__startswith=prefix).order_by("-id").values_list("ref", flat=True)[:1]
    gone = Change.objects.filter(record_type=record_type(model), action=Change.DELETED, revision__organisation=by.organisation)
    refs = [*living, *gone.order_by("-record_id").values_list("before__ref", flat=True)[:1]]
    last = max((int(ref.removeprefix(prefix)) for ref in refs if ref.removeprefix(prefix).isdecimal()), default=0)
    return f"{prefix}{last + 1:05d}"


def _check(board: Board) -> None:
    if (board.portfolio is None) == (board.project is None):
        refuse("portfolio", _("A board governs one thing: a portfolio, or a project."))
    if board.chair_id is None:
        refuse("chair", _("Say who chairs it: without a chair nothing can be decided."))
    above, steps = board.parent, 0
    while above is not None:
        if above.pk == board.pk or steps > DEEPEST:
            refuse("parent", _("A board does not stand above itself."))
        above, steps = above.parent, steps + 1
