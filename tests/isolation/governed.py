"""Tolerances, exceptions and escalations, tried like every record."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from steerco.capabilities.escalations import queries, services
from steerco.capabilities.escalations.access import EXCEPTIONS, TOLERANCES
from steerco.capabilities.escalations.models import Escalation, Tolerance, ToleranceException
from steerco.capabilities.meetings import queries as meeting_queries, services as meetings
from steerco.capabilities.meetings.access import BOARDS, MEETINGS
from steerco.capabilities.meetings.models import AgendaPoint, Board, Meeting
from steerco.foundation.ledger.writer import RevisionWriter

if TYPE_CHECKING:
    from steerco.capabilities.projects.models import Project
    from tests.isolation.worlds import World

TABLES = (TOLERANCES, EXCEPTIONS, BOARDS, MEETINGS)
TODAY = timezone.localdate()
OPEN = "Heron"
REPORT = {"cause": "Steel", "consequences": "Later", "options": "Wait\nBuy", "recommendation": "Buy"}


def _tolerance(world: World) -> Tolerance:
    return services.set_tolerance(
        by=world.system, project=world.project(OPEN), level="project", aspect="cost", above=Decimal(5), valid_from=TODAY
    )


def _raised(world: World) -> ToleranceException:
    return services.raise_by_hand(by=world.system, project=world.project(OPEN), aspect="scope", finding="Wider")


def _reported(world: World) -> ToleranceException:
    return services.report_exception(by=world.system, exception=_raised(world), **REPORT)


def _matter(world: World) -> Escalation:
    return services.escalate(by=world.system, project=world.project(OPEN), title="Steel", asked="Buy?")


def _board(world: World) -> Board:
    """A board of the open project, made anew."""
    return meetings.create_board(by=world.system, name="Fresh", kind="project", project=world.project(OPEN), chair=_decider(world))


def _meeting(world: World, *, to: str = "planned") -> Meeting:
    """A meeting of such a board, led as far as is asked."""
    board = _board(world)
    made = meetings.plan_meeting(by=world.system, board=board, on=TODAY)
    if to == "planned":
        return made
    meetings.open_agenda(by=world.system, meeting=made)
    asked = {"kind": "decision", "title": "Buy", "asked": "May we?", "project": world.project(OPEN)}
    meetings.add_point(by=world.system, meeting=made, **asked)
    meetings.issue_papers(by=world.system, meeting=made, leave="given")
    meetings.hold_meeting(by=world.system, meeting=made, present=list(board.members.all()))
    return made if to == "held" else meetings.draft_minutes(by=world.system, meeting=made, minutes="Said")


def _point(world: World) -> AgendaPoint:
    return _meeting(world, to="held").items.get(title="Buy")


def _decider(world: World) -> Any:
    return world.held["people"][0]


ACTS: dict[tuple[str, str], tuple[Any, ...]] = {
    ("tolerance", "create"): (
        lambda w, by: services.set_tolerance(
            by=by, project=w.project(OPEN), level="project", aspect="time", above=Decimal(5), valid_from=TODAY
        ),
    ),
    ("tolerance", "edit"): (lambda w, by: services.update_tolerance(by=by, tolerance=_tolerance(w), above=Decimal(6)),),
    ("tolerance", "delete"): (lambda w, by: services.delete_tolerance(by=by, tolerance=_tolerance(w), reason="over"),),
    ("exception", "raise"): (
        lambda w, by: services.raise_by_hand(by=by, project=w.project(OPEN), aspect="scope", finding="Wider"),
    ),
    ("exception", "report"): (lambda w, by: services.report_exception(by=by, exception=_raised(w), **REPORT),),
    ("exception", "escalate"): (
        lambda w, by: services.escalate(by=by, project=w.project(OPEN), title="Steel", asked="Buy?"),
        lambda w, by: services.add_cause(by=by, escalation=_matter(w), words="More"),
    ),
    ("exception", "decide"): (
        lambda w, by: services.decide_exception(
            by=by, exception=_reported(w), outcome="accept", words="Go on.", decider=_decider(w)
        ),
        lambda w, by: services.decide_escalation(by=by, escalation=_matter(w), words="Go on.", decider=_decider(w)),
        lambda w, by: services.note_escalation(by=by, escalation=_matter(w), words="Seen"),
    ),
    ("board", "create"): (
        lambda w, by: meetings.create_board(by=by, name="New", kind="project", project=w.project(OPEN), chair=_decider(w)),
    ),
    ("board", "edit"): (
        lambda w, by: meetings.update_board(by=by, board=_board(w), terms="New"),
        lambda w, by: meetings.seat_member(by=by, board=_board(w), person=w.held["people"][1]),
    ),
    ("board", "delete"): (lambda w, by: meetings.delete_board(by=by, board=_board(w), reason="over"),),
    ("meeting", "prepare"): (
        lambda w, by: meetings.plan_meeting(by=by, board=_board(w), on=TODAY),
        lambda w, by: meetings.open_agenda(by=by, meeting=_meeting(w)),
        lambda w, by: meetings.draft_minutes(by=by, meeting=_meeting(w, to="held"), minutes="Said"),
    ),
    ("meeting", "decide"): (lambda w, by: meetings.decide_point(by=by, item=_point(w), words="Buy."),),
    ("meeting", "approve"): (lambda w, by: meetings.approve_minutes(by=by, meeting=_meeting(w, to="draft")),),
    ("exception", "close"): (lambda w, by: services.close_exception(by=by, exception=_raised(w), reason="over"),),
}  # fmt: skip
SIGHTS: dict[str, Any] = {
    "tolerance": lambda by: queries.tolerances(by).exists(),
    "exception": lambda by: queries.exceptions(by).exists(),
    "board": lambda by: meeting_queries.boards(by).exists(),
    "meeting": lambda by: meeting_queries.meetings(by).exists(),
}
OWN: dict[str, Any] = {
    "exceptions_board": (EXCEPTIONS, "view"),
    "exception": (EXCEPTIONS, "view"),
    "escalation": (EXCEPTIONS, "view"),
    "board": (BOARDS, "view"),
    "meeting": (MEETINGS, "view"),
}
REGISTERS = {"tolerances": TOLERANCES, "exceptions": EXCEPTIONS, "escalations": EXCEPTIONS, "boards": BOARDS, "meetings": MEETINGS}
VERBS = {
    "exceptions": {"create": "raise", "edit": "nobody", "delete": "nobody"},
    "escalations": {"create": "escalate", "edit": "nobody", "delete": "nobody"},
    "meetings": {"create": "prepare", "edit": "nobody", "delete": "nobody"},
}
NAMED_BY = {"tolerances": "words", "exceptions": "finding", "escalations": "title", "boards": "name", "meetings": "place"}


def plant(world: World, writer: RevisionWriter, project: Project, said: str, place: int) -> None:
    """One of each at a project, its texts with the mark of the project."""
    number, organisation = world.number * 100 + place, world.organisation
    tolerance = Tolerance(
        organisation=organisation, project=project, level="project", aspect="cost", above=Decimal(5), words=f"{said} limit",
        valid_from=dt.date(2026, 1, 1),
    )  # fmt: skip
    world.keep("tolerances", writer.create(tolerance))
    exception = ToleranceException(
        organisation=organisation, ref=f"EXC-{number}", project=project, aspect="scope", finding=f"{said} finding", found_on=TODAY,
        raised_on=TODAY, cause=f"{said} cause",
    )  # fmt: skip
    world.keep("exceptions", writer.create(exception))
    escalation = Escalation(
        organisation=organisation, ref=f"ESC-{number}", project=project, title=f"{said} matter", asked=f"{said} question", since_on=TODAY,
        due_on=TODAY, escalated_on=TODAY,
    )  # fmt: skip
    world.keep("escalations", writer.create(escalation))
    chair = world.held["people"][0]
    board = Board(
        organisation=organisation, ref=f"BRD-{number}", name=f"{said} board", kind="project", project=project, chair=chair,
        terms=f"{said} terms",
    )  # fmt: skip
    world.keep("boards", writer.create(board))
    meeting = Meeting(
        organisation=organisation, ref=f"MTG-{number}", board=board, on=TODAY, place=f"{said} room", papers_due_on=TODAY,
        minutes=f"{said} minutes",
    )  # fmt: skip
    world.keep("meetings", writer.create(meeting))
    writer.create(AgendaPoint(organisation=organisation, meeting=meeting, position=1, title=f"{said} point", project=project))
