"""Duties stay apart whatever the act is called and whichever entrance it comes through: the one writer asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from steerco.capabilities.people.models import OrgUnit, Person
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.duties import Apart, Approval, DutyKept, Posted
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger.duties import may_decide, submitters
from steerco.foundation.ledger.models import Change, Revision
from steerco.foundation.ledger.undo import undo
from steerco.foundation.ledger.writer import revise
from steerco.foundation.organisations.models import Organisation

Make = Callable[..., Account]
S1 = Approval("state", waiting=frozenset({"invited", "suspended"}), submitted=frozenset({"suspended"}), approved=frozenset({"active"}))
ENTRANCES = ["page", "command", "import", "api", "bulk", "task", "undo"]


@pytest.fixture
def paper(organisation: Organisation, system: Actor, monkeypatch: pytest.MonkeyPatch) -> Person:
    """A record whose state goes from invited (draft) over suspended (submitted) to active (approved)."""
    monkeypatch.setattr(Person, "duties", (S1,), raising=False)
    with revise(system, "draft") as revision:
        return revision.create(Person(name="Paper", state="invited"))


@pytest.fixture
def ada(organisation: Organisation, make_account: Make) -> Actor:
    return Actor.of(make_account(organisation, "pmo_director", clearance=2), organisation, entrance="page")


@pytest.fixture
def grace(organisation: Organisation, make_account: Make) -> Actor:
    return Actor.of(make_account(organisation, "pmo_director", clearance=2), organisation, entrance="page")


def move(by: Actor, paper: Person, to: str) -> Revision:
    with revise(by, f"move_to_{to}") as revision:
        revision.update(Person.objects.get(pk=paper.pk), state=to)
    assert revision.revision is not None
    return revision.revision


def stand() -> tuple[str, int]:
    return Person.objects.get().state, Revision.objects.count() + Change.objects.count()


@pytest.mark.parametrize("entrance", ENTRANCES)
def test_nobody_approves_what_they_submitted(ada: Actor, grace: Actor, paper: Person, entrance: str) -> None:
    move(ada, paper, "suspended")
    before = stand()
    with pytest.raises(DutyKept, match="you submitted “Paper”"):
        move(ada.through(entrance), paper, "active")
    assert stand() == before
    assert not may_decide(ada, Person.objects.get())
    assert may_decide(grace, Person.objects.get())
    move(grace.through(entrance), paper, "active")
    assert stand()[0] == "active"


def test_who_acts_for_the_submitter_or_made_the_submitter_act_does_not_approve_either(ada: Actor, grace: Actor, paper: Person) -> None:
    move(ada, paper, "suspended")
    before = stand()
    with pytest.raises(DutyKept):
        move(replace(grace, on_behalf_of=ada.account), paper, "active")
    assert stand() == before
    move(grace, paper, "invited")
    move(replace(ada, on_behalf_of=grace.account), paper, "suspended")
    before = stand()
    for by in (ada, grace):
        with pytest.raises(DutyKept):
            move(by, paper, "active")
    assert stand() == before


def test_the_newest_submission_counts(ada: Actor, grace: Actor, paper: Person) -> None:
    move(ada, paper, "suspended")
    move(grace, paper, "invited")
    move(grace, paper, "suspended")
    assert submitters(paper, S1) == grace.hands
    with pytest.raises(DutyKept):
        move(grace, paper, "active")
    move(ada, paper, "active")
    assert stand()[0] == "active"


def test_undoing_is_no_way_around(ada: Actor, grace: Actor, paper: Person) -> None:
    """Grace approves and takes it back; Ada, who submitted, can't undo that undoing, which would approve her own."""
    move(ada, paper, "suspended")
    approved = move(grace, paper, "active")
    taken_back = undo(grace, approved, verb="undo", reason="too early")
    before = stand()
    with pytest.raises(DutyKept):
        undo(ada, taken_back, verb="undo", reason="no, not too early")
    assert stand() == before


def test_submitting_and_approving_at_one_stroke_is_refused(ada: Actor, paper: Person) -> None:
    before = stand()
    with pytest.raises(DutyKept), revise(ada, "both") as revision:
        record = Person.objects.get(pk=paper.pk)
        revision.update(record, state="suspended")
        revision.update(record, state="active")
    assert stand() == before


def test_many_at_once_are_all_refused(ada: Actor, grace: Actor, system: Actor, paper: Person) -> None:
    with revise(system, "draft") as revision:
        other = revision.create(Person(name="Other", state="invited"))
    move(grace, other, "suspended")
    move(ada, paper, "suspended")
    with pytest.raises(DutyKept), revise(ada, "approve_many") as revision:
        for record in Person.objects.order_by("-pk"):
            revision.update(record, state="active")
    assert {person.state for person in Person.objects.all()} == {"suspended"}


def test_what_nobody_submitted_may_be_settled(ada: Actor, paper: Person) -> None:
    move(ada, paper, "active")
    assert stand()[0] == "active"


def test_a_reviewer_neither_belongs_to_the_team_nor_decides(
    organisation: Organisation, ada: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OrgUnit, "team", lambda unit: {unit.valid_from.year} if unit.valid_from else set(), raising=False)
    monkeypatch.setattr(OrgUnit, "duties", (Apart("head_id", ("organisation_id",), "team"),), raising=False)
    with revise(ada, "prepare") as revision:
        people = [revision.create(Person(name=name)) for name in ("One", "Two")]
    decider = Person(pk=organisation.pk)
    with pytest.raises(DutyKept, match="neither belongs to its team nor decides"), revise(ada, "create") as revision:
        revision.create(OrgUnit(code="GATE", name="Gate", head_id=decider.pk))
    assert not OrgUnit.objects.exists()
    free = next(person for person in people if person.pk != organisation.pk)
    with revise(ada, "create") as revision:
        gate = revision.create(OrgUnit(code="GATE", name="Gate", head=free))
    with pytest.raises(DutyKept), revise(ada, "edit") as revision:
        revision.update(gate, head_id=organisation.pk)
    assert OrgUnit.objects.get().head_id == free.pk


def test_what_is_posted_changes_through_who_confirms_only(
    organisation: Organisation, ada: Actor, make_account: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Person, "duties", (Posted("ended_on", frozenset({"finance_partner"})),), raising=False)
    with revise(ada, "enter") as revision:
        actual = revision.create(Person(name="Actual"))
        revision.update(actual, job_title="still open")
        revision.update(actual, ended_on="2024-01-31")
    with pytest.raises(DutyKept, match="is posted"), revise(ada, "edit") as revision:
        revision.update(actual, job_title="mine")
    with pytest.raises(DutyKept), revise(ada, "delete") as revision:
        revision.delete(actual)
    assert Person.objects.get().job_title == "still open"
    partner = Actor.of(make_account(organisation, "finance_partner"), organisation, entrance="page")
    with revise(partner, "confirm") as revision:
        revision.update(Person.objects.get(), job_title="confirmed")
    assert Person.objects.get().job_title == "confirmed"
