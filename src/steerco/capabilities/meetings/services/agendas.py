"""Meetings are planned here, their agendas drawn from what awaits decision, and their papers issued."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.capabilities.escalations.queries import UNDECIDED, Escalation, EscalationState, ToleranceException
from steerco.capabilities.meetings.access import MEETINGS
from steerco.capabilities.meetings.models import AgendaPoint, Board, BoardKind, ItemKind, Meeting, MeetingState
from steerco.capabilities.meetings.services.boards import next_reference, require
from steerco.capabilities.projects.queries import Project
from steerco.capabilities.raid.queries import OPEN_ACTIONS, Action
from steerco.capabilities.status.queries import Narrative, Topic
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.writer import revise
from steerco.foundation.registers.checks import as_changed, check_fields, given_reason, refuse, refuse_stale
from steerco_engine.quorum import papers_due

PREFIX = "MTG-"
FIELDS = ("on", "place", "length")
POINT = ("kind", "title", "asked", "length", "paper", "presenter", "project")
BEFORE = (MeetingState.PLANNED, MeetingState.AGENDA_OPEN, MeetingState.PAPERS_ISSUED)
LEVEL = {BoardKind.PROJECT: 1, BoardKind.PORTFOLIO: 2}


def plan_meeting(*, by: Actor, board: Board, on: dt.date, reason: str = "", **fields: Any) -> Meeting:
    """A meeting of a board on a day; its papers are due five working days before."""
    require(by, "prepare", board, MEETINGS)
    meeting = as_changed(Meeting(organisation=by.organisation, board=board, on=on), fields, FIELDS)
    _check(meeting)
    with revise(by, "plan_meeting", reason=reason) as revision:
        meeting.ref = next_reference(by, Meeting, PREFIX)
        check_fields(meeting, by)
        return revision.create(meeting)


def move_meeting(*, by: Actor, meeting: Meeting, version: int | None = None, reason: str = "", **changes: Any) -> Meeting:
    """Changes day, place or length of a meeting that was not held yet."""
    require(by, "prepare", meeting.board, MEETINGS)
    refuse_stale(meeting, version)
    expect(meeting, *BEFORE)
    draft = as_changed(meeting, changes, FIELDS)
    _check(draft)
    check_fields(draft, by)
    with revise(by, "plan_meeting", reason=reason) as revision:
        revision.update(meeting, papers_due_on=draft.papers_due_on, **changes)
    return meeting


def cancel_meeting(*, by: Actor, meeting: Meeting, reason: str) -> Meeting:
    """Cancels a meeting that was not held; what awaited decision goes to the next agenda."""
    require(by, "prepare", meeting.board, MEETINGS)
    expect(meeting, *BEFORE)
    with revise(by, "cancel_meeting", reason=given_reason(reason)) as revision:
        revision.update(meeting, state=MeetingState.CANCELLED)
    return meeting


def open_agenda(*, by: Actor, meeting: Meeting, reason: str = "") -> Meeting:
    """Draws the agenda: open actions first, then escalations, exceptions, decisions asked in reports. Again, it adds what is new."""
    require(by, "prepare", meeting.board, MEETINGS)
    expect(meeting, MeetingState.PLANNED, MeetingState.AGENDA_OPEN)
    with revise(by, "open_agenda", reason=reason) as revision:
        place = meeting.items.count()
        for point in _drawn(meeting):
            place += 1
            point.organisation, point.meeting, point.position = by.organisation, meeting, place
            revision.create(point)
        revision.update(meeting, state=MeetingState.AGENDA_OPEN)
    return meeting


def add_point(*, by: Actor, meeting: Meeting, reason: str = "", **fields: Any) -> AgendaPoint:
    """One more point, until the meeting is held; after the papers went out it needs the chair's leave, which is noted as its reason."""
    require(by, "prepare", meeting.board, MEETINGS)
    expect(meeting, MeetingState.AGENDA_OPEN, MeetingState.PAPERS_ISSUED)
    late = meeting.state == MeetingState.PAPERS_ISSUED
    point = as_changed(AgendaPoint(organisation=by.organisation, meeting=meeting, position=meeting.items.count() + 1), fields, POINT)
    if late and not reason.strip():
        refuse("reason", _("The papers are issued: a late point needs the chair's leave. Say that it was given, and why."))
    if point.kind == ItemKind.DECISION and not (point.asked.strip() and point.project is not None):
        refuse("asked", _("A decision says what is asked, and of which project: it goes on record there."))
    check_fields(point, by)
    with revise(by, "add_point", reason=reason) as revision:
        return revision.create(point)


def issue_papers(*, by: Actor, meeting: Meeting, leave: str = "", reason: str = "") -> Meeting:
    """Sends agenda and papers out; later than five working days before the meeting only with the chair's leave."""
    require(by, "prepare", meeting.board, MEETINGS)
    expect(meeting, MeetingState.AGENDA_OPEN)
    if not meeting.items.exists():
        refuse("__all__", _("Refused: the agenda is empty. Draw it, or add a point."))
    today = timezone.localdate()
    if today > meeting.papers_due_on and not leave.strip():
        due = {"day": meeting.papers_due_on.isoformat(), "chair": meeting.board.chair}
        refuse("leave", _("Papers were due on %(day)s. Late ones need leave of %(chair)s: say that it was given.") % due)
    with revise(by, "issue_papers", reason=reason) as revision:
        revision.update(meeting, state=MeetingState.PAPERS_ISSUED, papers_on=today, leave=leave.strip()[:300])
    return meeting


def expect(meeting: Meeting, *states: MeetingState) -> None:
    """Refuses what does not fit the state of a meeting."""
    if meeting.state not in states:
        said = _("Refused: the meeting is: %(state)s. This is done while it is: %(needed)s.")
        needed = ", ".join(str(state.label) for state in states)
        refuse("__all__", said % {"state": meeting.get_state_display(), "needed": needed})


def governed(board: Board) -> QuerySet[Project]:
    """The projects that a board governs."""
    if board.project_id is not None:
        return Project.objects.filter(pk=board.project_id)
    return Project.objects.filter(memberships__portfolio=board.portfolio_id)


def _check(meeting: Meeting) -> None:
    if not isinstance(meeting.on, dt.date):
        refuse("on", _("Say on which day."))
    meeting.papers_due_on = papers_due(meeting.on)
    twice = Meeting.objects.filter(board=meeting.board, on=meeting.on).exclude(state=MeetingState.CANCELLED).exclude(pk=meeting.pk)
    if twice.exists():
        refuse("on", _("This board meets on that day already."))


def _drawn(meeting: Meeting) -> Iterator[AgendaPoint]:
    """What awaits the board and is not on the agenda yet: actions that are overdue open it."""
    yield from _overdue(meeting)
    held = {name: set(meeting.items.values_list(name, flat=True)) for name in ("escalation", "exception", "report")}
    projects, level = governed(meeting.board), LEVEL.get(BoardKind(meeting.board.kind))
    matters = Escalation.objects.filter(project__in=projects, state=EscalationState.OPEN).select_related("project")
    matters = matters if level is None else matters.filter(level=level)
    if meeting.board.below.exists():
        below = Project.objects.filter(memberships__portfolio__in=meeting.board.below.values("portfolio"))
        matters = matters | Escalation.objects.filter(project__in=below, state=EscalationState.OPEN, level=3).select_related("project")
    bundled: set[int] = set()
    for matter in matters.distinct().order_by("due_on", "pk"):
        bundled.update(matter.bundled.values_list("exception_id", flat=True))
        if matter.pk not in held["escalation"]:
            yield AgendaPoint(kind=ItemKind.DECISION, title=matter.title, asked=matter.asked, project=matter.project, escalation=matter)
    waiting = ToleranceException.objects.filter(project__in=projects, state__in=UNDECIDED).select_related("project").order_by("pk")
    for exception in waiting.exclude(pk__in=bundled):
        if exception.pk not in held["exception"]:
            kind = ItemKind.DECISION if exception.state == UNDECIDED[-1] else ItemKind.INFORMATION
            yield AgendaPoint(
                kind=kind, title=exception.finding, asked=exception.recommendation, project=exception.project, exception=exception
            )
    yield from _asked(meeting, projects, held["report"])


def _overdue(meeting: Meeting) -> Iterator[AgendaPoint]:
    """The open actions that are overdue on the day of the meeting; one that stood on an earlier agenda goes to the chair."""
    here = set(meeting.items.values_list("action", flat=True))
    before = AgendaPoint.objects.filter(meeting__board=meeting.board, meeting__on__lt=meeting.on, action__isnull=False)
    known = set(before.exclude(meeting__state=MeetingState.CANCELLED).values_list("action", flat=True))
    late = Action.objects.filter(project__in=governed(meeting.board), state__in=OPEN_ACTIONS, due_on__lt=meeting.on)
    for action in late.select_related("project", "owner").order_by("due_on", "pk"):
        if action.pk not in here:
            yield AgendaPoint(
                kind=ItemKind.INFORMATION, title=action.title, length=5, project=action.project, action=action, presenter=action.owner,
                repeated=action.pk in known,
            )  # fmt: skip


def _asked(meeting: Meeting, projects: QuerySet[Project], held: set[int]) -> Iterator[AgendaPoint]:
    """The decisions asked in the newest published report of each project, where no earlier agenda has them."""
    texts = Narrative.objects.filter(topic=Topic.DECISIONS, report__state="published", report__project__in=projects).exclude(text="")
    had = set(AgendaPoint.objects.filter(meeting__board=meeting.board, report__isnull=False).values_list("report_id", flat=True)) | held
    newest: dict[int, Narrative] = {}
    for text in texts.select_related("report__project", "report__period").order_by("report__period__status_on", "pk"):
        newest[text.report.project_id] = text
    for text in newest.values():
        if text.report_id not in had:
            title = _("%(project)s: decision asked in its report") % {"project": text.report.project}
            yield AgendaPoint(kind=ItemKind.DECISION, title=title[:300], asked=text.text, project=text.report.project, report=text.report)
