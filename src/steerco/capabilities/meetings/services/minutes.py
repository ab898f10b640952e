"""A meeting is held here: who was there, who had an interest, what was decided and given to do; its minutes are drafted and approved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from steerco.capabilities.escalations.services import decide_escalation, decide_exception, recorded
from steerco.capabilities.meetings.access import MEETINGS
from steerco.capabilities.meetings.models import AgendaPoint, Attendance, Board, BoardMember, Interest, Meeting, MeetingState, Vote
from steerco.capabilities.meetings.services.agendas import expect
from steerco.capabilities.meetings.services.boards import require
from steerco.capabilities.projects.queries import Project
from steerco.capabilities.raid.queries import Action
from steerco.capabilities.raid.services import create_record
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.writer import revise, together
from steerco.foundation.registers.checks import check_fields, refuse
from steerco_engine.quorum import has_quorum

AFTER = (MeetingState.HELD, MeetingState.MINUTES_DRAFT)


def hold_meeting(
    *, by: Actor, meeting: Meeting, present: Iterable[BoardMember], deputies: Iterable[BoardMember] = (), reason: str = ""
) -> Meeting:
    """Opens the meeting with who is there, for themselves or by their deputy; without quorum nothing can be decided in it."""
    require(by, "prepare", meeting.board, MEETINGS)
    expect(meeting, MeetingState.PAPERS_ISSUED)
    if meeting.on > timezone.localdate():
        refuse("__all__", _("Refused: the meeting has not come yet. Change its day, if it is earlier."))
    there = {member.pk: (member, member.person) for member in present}
    for member in deputies:
        if member.deputy is None:
            refuse("deputies", _("%(who)s has no deputy on record.") % {"who": member})
        there.setdefault(member.pk, (member, member.deputy))
    if not there:
        refuse("present", _("Say who is there."))
    if any(member.board_id != meeting.board_id for member, _person in there.values()):
        refuse("present", _("Only members of this board, or their deputies, count."))
    with revise(by, "hold_meeting", reason=reason) as revision:
        for member, person in there.values():
            revision.create(Attendance(organisation=by.organisation, meeting=meeting, member=member, person=person))
        revision.update(meeting, state=MeetingState.HELD, quorate=_quorate(meeting.board, {member for member, _who in there.values()}))
    return meeting


def declare_interest(*, by: Actor, item: AgendaPoint, person: Any, words: str) -> Interest:
    """Notes that somebody has an interest in a point: they have no vote on it."""
    require(by, "prepare", item.meeting.board, MEETINGS)
    expect(item.meeting, MeetingState.PAPERS_ISSUED, MeetingState.HELD)
    if item.decision_id is not None:
        refuse("__all__", _("Refused: it is decided. An interest is declared before the vote."))
    if not words.strip():
        refuse("words", _("Say what the interest is."))
    with revise(by, "declare_interest") as revision:
        interest = Interest(organisation=by.organisation, item=item, person=person, words=words.strip()[:300])
        check_fields(interest, by)
        return revision.create(interest)


def decide_point(
    *, by: Actor, item: AgendaPoint, words: str, outcome: str = "other", in_favour: Iterable[Any] = (), against: Iterable[Any] = (),
    reason: str = "",
) -> AgendaPoint:  # fmt: skip
    """Records what the board decided on a point; the exception or escalation behind it is decided with it."""
    meeting = item.meeting
    require(by, "decide", meeting.board, MEETINGS)
    expect(meeting, MeetingState.HELD)
    if not meeting.quorate:
        refuse("__all__", _("Refused: there was no quorum (the chair and half of those who vote), so nothing is decided. Meet again."))
    if item.decision_id is not None:
        refuse("__all__", _("Refused: this point is decided already."))
    if item.project is None:
        refuse("__all__", _("Refused: a decision goes on record at a project. Name it at the point."))
    for_it, no = list(in_favour), list(against)
    _check_votes(item, for_it, no)
    with together(by, "decide_point", reason=reason) as revision:
        decision = recorded(by, item.project, item.title, words, meeting.board.chair, _("Decided in %(meeting)s") % {"meeting": meeting})
        revision.update(item, decision=decision)
        for person, approves in [*((each, True) for each in for_it), *((each, False) for each in no)]:
            revision.create(Vote(organisation=by.organisation, item=item, person=person, approves=approves))
        if item.escalation is not None and item.escalation.state == "open":
            decide_escalation(by=by, escalation=item.escalation, words=words, outcome=outcome, decision=decision)
        elif item.exception is not None and item.exception.state == "reported":
            decide_exception(by=by, exception=item.exception, words=words, outcome=outcome, decision=decision)
    return item


def give_action(
    *, by: Actor, meeting: Meeting, project: Project, title: str, owner: Any, due_on: dt.date | None, reason: str = ""
) -> Action:
    """Gives somebody something to do by a day: an action in the log of a project, with the meeting as its source."""
    require(by, "prepare", meeting.board, MEETINGS)
    expect(meeting, MeetingState.HELD)
    for name, given, said in (
        ("title", title.strip(), _("Say what is to be done.")),
        ("owner", owner, _("Say who does it.")),
        ("due_on", due_on, _("Say by when.")),
    ):
        if not given:
            refuse(name, said)
    values = {"title": title.strip(), "owner": owner, "due_on": due_on, "source": str(meeting)[:200]}
    return create_record(Action, by=by, project=project, reason=reason, **values)


def draft_minutes(*, by: Actor, meeting: Meeting, minutes: str, reason: str = "") -> Meeting:
    """Writes the minutes; again, until they are approved."""
    require(by, "prepare", meeting.board, MEETINGS)
    expect(meeting, *AFTER)
    if not minutes.strip():
        refuse("minutes", _("Write what was said and agreed; decisions and actions are listed by themselves."))
    with revise(by, "draft_minutes", reason=reason) as revision:
        today = timezone.localdate()
        revision.update(meeting, state=MeetingState.MINUTES_DRAFT, minutes=minutes.strip(), drafted_on=today, drafted_by=by.account)
    return meeting


def approve_minutes(*, by: Actor, meeting: Meeting, reason: str = "") -> Meeting:
    """Approves minutes that somebody else drafted."""
    require(by, "approve", meeting.board, MEETINGS)
    expect(meeting, MeetingState.MINUTES_DRAFT)
    if by.account is not None and meeting.drafted_by_id == by.account.pk:
        refuse("__all__", _("Refused: you drafted these minutes. Somebody else approves them."))
    with revise(by, "approve_minutes", reason=reason) as revision:
        revision.update(meeting, state=MeetingState.MINUTES_APPROVED, approved_on=timezone.localdate())
    return meeting


def close_meeting(*, by: Actor, meeting: Meeting, reason: str = "") -> Meeting:
    """Closes a meeting; what stays open opens the next agenda."""
    require(by, "prepare", meeting.board, MEETINGS)
    expect(meeting, MeetingState.MINUTES_APPROVED)
    with revise(by, "close_meeting", reason=reason) as revision:
        revision.update(meeting, state=MeetingState.CLOSED)
    return meeting


def _quorate(board: Board, there: set[BoardMember]) -> bool:
    voting = board.members.filter(votes=True).count()
    chair = any(member.person_id == board.chair_id for member in there)
    return has_quorum(voting, sum(member.votes for member in there), chair_present=chair)


def _check_votes(item: AgendaPoint, in_favour: list[Any], against: list[Any]) -> None:
    voters = [person.pk for person in (*in_favour, *against)]
    there = set(item.meeting.attendances.filter(member__votes=True).values_list("person_id", flat=True))
    if len(set(voters)) < len(voters) or not set(voters) <= there:
        refuse("in_favour", _("Each who is there and has a vote votes once."))
    interested = item.interests.filter(person__in=voters).select_related("person").first()
    if interested is not None:
        refuse("in_favour", _("%(who)s declared an interest and has no vote on this point.") % {"who": interested.person})
    if voters and len(in_favour) <= len(against):
        refuse("in_favour", _("Refused: the vote has no majority in favour, so the decision does not stand."))
