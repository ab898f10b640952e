"""A board from its seats to closed minutes, and each refusal on the way with nothing changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from steerco.capabilities.escalations import services as escalations
from steerco.capabilities.escalations.models import Escalation
from steerco.capabilities.meetings import queries, services
from steerco.capabilities.meetings.models import AgendaPoint, Board, BoardMember, Meeting
from steerco.capabilities.people.models import Person
from steerco.capabilities.projects.models import Portfolio, PortfolioMembership, Project
from steerco.capabilities.raid.models import Action
from steerco.capabilities.raid.services import create_record
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.duties import DutyKept
from steerco.foundation.access.permissions import Refused
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger.writer import revise
from steerco.foundation.notices.models import Notice
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import within

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LATER = TODAY + dt.timedelta(days=30)


class Office(NamedTuple):
    """Who and what a board needs."""

    by: Actor
    director: Actor
    analyst: Actor
    manager: Actor
    chair: Person
    ben: Person
    cleo: Person
    project: Project
    board: Board


@pytest.fixture
def office(organisation: Organisation, make_account: Callable[..., Account]) -> Iterator[Office]:
    """A portfolio board of three with a project beneath it."""
    by = Actor.system(organisation)
    accounts = [make_account(organisation, role) for role in ("pmo_director", "pmo_analyst", "project_manager")]
    with within(organisation):
        with revise(by, "prepare") as writer:
            chair = writer.create(Person(organisation=organisation, name="Ada Chair", account=accounts[0]))
            ben, cleo = (writer.create(Person(organisation=organisation, name=name)) for name in ("Ben", "Cleo"))
            project = writer.create(Project(organisation=organisation, ref="PRJ-1", name="Garden", state="executing", owner=ben))
            portfolio = writer.create(Portfolio(organisation=organisation, ref="PF-1", name="All"))
            writer.create(PortfolioMembership(organisation=organisation, portfolio=portfolio, project=project))
        board = services.create_board(by=by, name="Investment board", portfolio=portfolio, chair=chair, kind="portfolio")
        for person in (ben, cleo):
            services.seat_member(by=by, board=board, person=person, deputy=ben if person == cleo else None)
        actors = [Actor.of(account, organisation, entrance="page") for account in accounts]
        yield Office(by, *actors, chair, ben, cleo, project, board)


def _seats(office: Office, *people: Person) -> list[BoardMember]:
    return list(office.board.members.filter(person__in=people))


def _issued(office: Office, **point: Any) -> Meeting:
    """A meeting of today whose papers went out late, with leave."""
    meeting = services.plan_meeting(by=office.by, board=office.board, on=TODAY)
    services.open_agenda(by=office.by, meeting=meeting)
    given = {"kind": "decision", "title": "Buy steel", "asked": "May we?", "project": office.project} | point
    services.add_point(by=office.by, meeting=meeting, **given)
    return services.issue_papers(by=office.by, meeting=meeting, leave="given by phone")


def _held(office: Office) -> Meeting:
    return services.hold_meeting(by=office.by, meeting=_issued(office), present=_seats(office, office.chair, office.ben))


def test_a_board_meeting_from_agenda_to_closed_minutes(office: Office) -> None:
    matter = escalations.escalate(by=office.manager, project=office.project, title="Steel is late", asked="Buy elsewhere?")
    Escalation.objects.filter(pk=matter.pk).update(due_on=TODAY - dt.timedelta(days=1))
    escalations.move_expired(by=office.by, on=TODAY)
    assert Escalation.objects.get().responsible == office.chair, "the chair of the board decides at the second level"
    meeting = services.plan_meeting(by=office.analyst, board=office.board, on=TODAY)
    services.open_agenda(by=office.analyst, meeting=meeting)
    services.open_agenda(by=office.analyst, meeting=meeting)
    point = AgendaPoint.objects.get()
    assert (point.escalation, point.kind, point.asked) == (matter, "decision", "Buy elsewhere?")
    services.issue_papers(by=office.analyst, meeting=meeting, leave="yes")
    services.hold_meeting(by=office.analyst, meeting=meeting, present=_seats(office, office.chair, office.ben))
    services.decide_point(by=office.director, item=point, words="Buy elsewhere by Friday.", in_favour=[office.chair, office.ben])
    assert (Escalation.objects.get().state, Escalation.objects.get().decision) == ("decided", AgendaPoint.objects.get().decision)
    services.give_action(by=office.analyst, meeting=meeting, project=office.project, title="Order", owner=office.ben, due_on=LATER)
    services.draft_minutes(by=office.analyst, meeting=meeting, minutes="Steel was talked of.")
    services.approve_minutes(by=office.director, meeting=meeting)
    services.close_meeting(by=office.analyst, meeting=meeting)
    following = services.plan_meeting(by=office.analyst, board=office.board, on=LATER)
    assert [action.title for action in queries.open_actions_of(office.by, following)] == ["Order"]
    assert [point.decision is not None for point in queries.agenda(office.by, meeting)] == [True]


def test_papers_out_late_need_leave_and_a_late_point_too(office: Office) -> None:
    meeting = services.plan_meeting(by=office.by, board=office.board, on=TODAY)
    with pytest.raises(ValidationError, match="is empty"):
        services.issue_papers(by=office.by, meeting=services.open_agenda(by=office.by, meeting=meeting))
    services.add_point(by=office.by, meeting=meeting, title="Steel")
    with pytest.raises(ValidationError, match="leave of Ada Chair"):
        services.issue_papers(by=office.by, meeting=meeting)
    assert Meeting.objects.get().state == "agenda_open"
    services.issue_papers(by=office.by, meeting=meeting, leave="given")
    with pytest.raises(ValidationError, match="chair's leave"):
        services.add_point(by=office.by, meeting=meeting, title="Late")
    assert AgendaPoint.objects.count() == 1
    ahead = services.plan_meeting(by=office.by, board=office.board, on=LATER)
    services.open_agenda(by=office.by, meeting=ahead)
    with pytest.raises(ValidationError, match="what is asked"):
        services.add_point(by=office.by, meeting=ahead, kind="decision", title="Steel")
    services.add_point(by=office.by, meeting=ahead, title="Steel")
    assert services.issue_papers(by=office.by, meeting=ahead).leave == ""


def test_without_quorum_nothing_is_decided(office: Office) -> None:
    meeting = _issued(office)
    with pytest.raises(ValidationError, match="who is there"):
        services.hold_meeting(by=office.by, meeting=meeting, present=[])
    with pytest.raises(ValidationError, match="no deputy"):
        services.hold_meeting(by=office.by, meeting=meeting, present=[], deputies=_seats(office, office.ben))
    services.hold_meeting(by=office.by, meeting=meeting, present=_seats(office, office.ben), deputies=_seats(office, office.cleo))
    with pytest.raises(ValidationError, match="no quorum"):
        services.decide_point(by=office.director, item=AgendaPoint.objects.get(), words="Buy.")
    assert AgendaPoint.objects.get().decision is None


def test_an_interest_takes_the_vote_and_a_vote_needs_a_majority(office: Office) -> None:
    _held(office)
    item = AgendaPoint.objects.get()
    with pytest.raises(ValidationError, match="what the interest is"):
        services.declare_interest(by=office.by, item=item, person=office.ben, words=" ")
    services.declare_interest(by=office.by, item=item, person=office.ben, words="Owns the mill")
    for votes, said in (
        ({"in_favour": [office.chair, office.ben]}, "declared an interest"), ({"in_favour": [office.cleo]}, "votes once"),
        ({"in_favour": [office.chair], "against": [office.chair]}, "votes once"), ({"against": [office.chair]}, "no majority"),
    ):  # fmt: skip
        with pytest.raises(ValidationError, match=said):
            services.decide_point(by=office.director, item=item, words="Buy.", **votes)
    with pytest.raises(Refused):
        services.decide_point(by=office.analyst, item=item, words="Buy.", in_favour=[office.chair])
    assert not item.votes.exists()
    services.decide_point(by=office.director, item=item, words="Buy.", in_favour=[office.chair])
    with pytest.raises(ValidationError, match="decided already"):
        services.decide_point(by=office.director, item=item, words="Sell.", in_favour=[office.chair])
    with pytest.raises(ValidationError, match="before the vote"):
        services.declare_interest(by=office.by, item=item, person=office.chair, words="late")


def test_whoever_drafted_the_minutes_does_not_approve_them(office: Office) -> None:
    meeting = _held(office)
    with pytest.raises(ValidationError, match="what was said"):
        services.draft_minutes(by=office.director, meeting=meeting, minutes=" ")
    services.draft_minutes(by=office.director, meeting=meeting, minutes="All agreed.")
    with pytest.raises((ValidationError, DutyKept)):
        services.approve_minutes(by=office.director, meeting=meeting)
    with pytest.raises(ValidationError, match="is done while"):
        services.close_meeting(by=office.by, meeting=meeting)
    assert Meeting.objects.get().state == "minutes_draft"


@pytest.mark.parametrize(
    ("fields", "said"), [({"title": " "}, "what is to be done"), ({"owner": None}, "who does it"), ({"due_on": None}, "by when")]
)
def test_an_action_says_what_who_and_by_when(office: Office, fields: dict[str, Any], said: str) -> None:
    given = {"title": "Order", "owner": office.ben, "due_on": LATER} | fields
    with pytest.raises(ValidationError, match=said):
        services.give_action(by=office.by, meeting=_held(office), project=office.project, **given)
    assert not Action.objects.exists()


def test_a_board_governs_one_thing_and_stays_once_it_met(office: Office) -> None:
    for fields, said in (
        ({"project": office.project}, "one thing"), ({"portfolio": None}, "one thing"), ({"parent": office.board}, "above itself"),
    ):  # fmt: skip
        with pytest.raises(ValidationError, match=said):
            services.update_board(by=office.by, board=office.board, **fields)
    with pytest.raises(ValidationError, match="chair has a seat"):
        services.unseat_member(by=office.by, member=_seats(office, office.chair)[0])
    with pytest.raises(ValidationError, match="for themselves"):
        services.seat_member(by=office.by, board=office.board, person=office.ben, deputy=office.ben)
    _held(office)
    with pytest.raises(ValidationError, match="stands in minutes"):
        services.unseat_member(by=office.by, member=_seats(office, office.ben)[0])
    with pytest.raises(ValidationError, match="has meetings"):
        services.delete_board(by=office.by, board=office.board, reason="over")
    with pytest.raises(ValidationError, match="on that day already"):
        services.plan_meeting(by=office.by, board=office.board, on=TODAY)
    assert (office.board.members.count(), Board.objects.count(), Meeting.objects.count()) == (3, 1, 1)


def test_an_action_overdue_at_two_meetings_goes_to_the_chair(office: Office, django_capture_on_commit_callbacks: Any) -> None:
    past = TODAY - dt.timedelta(days=40)
    create_record(Action, by=office.by, project=office.project, title="Order", owner=office.ben, due_on=past)
    for day, repeated in ((TODAY, False), (LATER, True)):
        meeting = services.plan_meeting(by=office.by, board=office.board, on=day)
        with django_capture_on_commit_callbacks(execute=True):
            services.open_agenda(by=office.by, meeting=meeting)
        assert meeting.items.get().repeated is repeated
    assert Notice.objects.filter(kind="action_overdue_twice", account=office.chair.account).count() == 1


def test_a_meeting_is_not_held_before_its_day_and_can_be_cancelled(office: Office) -> None:
    meeting = services.plan_meeting(by=office.by, board=office.board, on=LATER)
    services.open_agenda(by=office.by, meeting=meeting)
    services.add_point(by=office.by, meeting=meeting, title="Steel")
    services.issue_papers(by=office.by, meeting=meeting)
    with pytest.raises(ValidationError, match="not come yet"):
        services.hold_meeting(by=office.by, meeting=meeting, present=_seats(office, office.chair))
    with pytest.raises(ValidationError, match="Say why"):
        services.cancel_meeting(by=office.by, meeting=meeting, reason=" ")
    services.cancel_meeting(by=office.by, meeting=meeting, reason="no business")
    assert Meeting.objects.get().state == "cancelled"


def test_the_pages_lead_through_a_meeting(office: Office) -> None:
    client, looks = Client(), Client()
    client.force_login(office.director.account)
    looks.force_login(office.manager.account)
    assert "Ada Chair chairs it" in looks.get(f"/boards/{office.board.ref}/").content.decode()
    assert client.post(f"/boards/{office.board.ref}/", {"person": office.cleo.pk, "votes": "on"}).status_code == 302
    assert client.post("/meetings/new/", {"board": office.board.pk, "on": TODAY.isoformat(), "length": 60}).status_code == 302
    page = f"/meetings/{Meeting.objects.get().ref}/"
    assert client.post(page, {"act": "agenda"}).status_code == 302
    assert client.post(page, {"act": "point", "kind": "information", "title": "Steel", "length": 5}).status_code == 302
    assert client.post(page, {"act": "papers"}).status_code == 422
    assert looks.post(page, {"act": "papers", "leave": "me"}).status_code == 302
    assert Meeting.objects.get().state == "agenda_open", "a project manager issues no papers"
    assert client.post(page, {"act": "papers", "leave": "given"}).status_code == 302
    seats = [seat.pk for seat in _seats(office, office.chair, office.ben)]
    assert client.post(page, {"act": "hold", "present": seats}).status_code == 302
    assert "There is a quorum" in looks.get(page).content.decode()
