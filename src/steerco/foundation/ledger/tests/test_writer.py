"""Every write is one revision with what was before and after; a write that is refused leaves nothing behind."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from steerco.capabilities.people.models import OrgUnit, Person, UnitPlacement
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger.models import Change, LedgerHead, Revision
from steerco.foundation.ledger.news import Revised, listen
from steerco.foundation.ledger.writer import CrossOrganisation, EditConflict, Locked, StillUsed, revise
from steerco.foundation.organisations.models import Organisation

Make = Callable[..., Account]


@pytest.fixture
def account(organisation: Organisation, make_account: Make) -> Account:
    return make_account(organisation)


@pytest.fixture
def assignment(system: Actor, account: Account) -> RoleAssignment:
    """A record, written by revision 1."""
    with revise(system, "grant_role", reason="first day") as revision:
        return revision.create(RoleAssignment(account=account, role="auditor"))


def stand() -> tuple[list[tuple[str, int]], int]:
    """Everything that a refused write must leave as it was: the records, and how far the ledger is."""
    return sorted(RoleAssignment.everywhere.values_list("role", "version")), Revision.everywhere.count() + Change.objects.count()


def test_a_new_record_is_kept_with_all_its_fields(system: Actor, assignment: RoleAssignment) -> None:
    revision = Revision.objects.get()
    assert (revision.number, revision.verb, revision.reason, revision.entrance) == (1, "grant_role", "first day", "command")
    change = revision.changes.get()
    assert (change.record_type, change.record_id, change.action, change.before) == ("access.roleassignment", assignment.pk, "created", None)
    assert change.after is not None
    assert change.after["role"] == "auditor"
    assert "organisation_id" not in change.after
    assert assignment.organisation == system.organisation


def test_a_change_keeps_the_fields_that_changed_only(system: Actor, assignment: RoleAssignment) -> None:
    with revise(system, "edit") as revision:
        assert revision.update(assignment, role="sponsor", scope_kind="organisation")
    change = Change.objects.get(revision__number=2)
    assert (change.before, change.after) == ({"role": "auditor"}, {"role": "sponsor"})
    assert RoleAssignment.objects.get().version == 2


def test_a_change_to_what_is_already_so_writes_nothing(system: Actor, assignment: RoleAssignment) -> None:
    before = stand()
    with revise(system, "edit") as revision:
        assert not revision.update(assignment, role="auditor")
    assert stand() == before
    assert revision.revision is None


def test_a_removal_keeps_all_that_was(system: Actor, assignment: RoleAssignment) -> None:
    key = assignment.pk
    with revise(system, "remove") as revision:
        revision.delete(assignment)
    change = Change.objects.get(revision__number=2)
    assert (change.record_id, change.action, change.after) == (key, "deleted", None)
    assert change.before is not None
    assert change.before["role"] == "auditor"
    assert not RoleAssignment.objects.exists()


def test_many_records_at_once_are_one_revision(system: Actor, account: Account) -> None:
    roles = [f"role{number}" for number in range(700)]
    with revise(system, "grant_many") as revision:
        made = revision.create_many(RoleAssignment(account=account, role=role) for role in roles)
    assert len({record.pk for record in made}) == 700
    assert Revision.objects.count() == 1
    assert Change.objects.count() == 700
    with revise(system, "remove_many") as revision:
        revision.delete_many(made)
    assert not RoleAssignment.objects.exists()
    assert Change.objects.filter(action="deleted").count() == 700


def test_whoever_read_an_older_state_is_told_of_the_conflict(system: Actor, assignment: RoleAssignment) -> None:
    mine, theirs = RoleAssignment.objects.get(), RoleAssignment.objects.get()
    with revise(system, "edit") as revision:
        revision.update(theirs, role="sponsor")
    before = stand()
    with pytest.raises(EditConflict, match="Somebody changed"), revise(system, "edit") as revision:
        revision.update(mine, role="requester")
    assert stand() == before


def test_a_conflict_undoes_the_other_writes_of_the_act(system: Actor, assignment: RoleAssignment, account: Account) -> None:
    mine = RoleAssignment.objects.get()
    with revise(system, "edit") as revision:
        revision.update(assignment, role="sponsor")
    before = stand()
    with pytest.raises(EditConflict), revise(system, "edit") as revision:
        revision.create(RoleAssignment(account=account, role="requester"))
        revision.update(mine, role="team_member")
    assert stand() == before


@pytest.mark.parametrize("verb", ["create", "update", "delete"])
def test_a_record_of_another_organisation_is_never_written(
    system: Actor, assignment: RoleAssignment, other_organisation: Organisation, verb: str
) -> None:
    stranger = Actor.system(other_organisation)
    before = stand()
    with pytest.raises(CrossOrganisation), revise(stranger, verb) as revision:
        if verb == "update":
            revision.update(assignment, role="sponsor")
        else:
            getattr(revision, verb)(assignment)
    assert stand() == before


def test_a_locked_record_is_not_changed(system: Actor, assignment: RoleAssignment, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse_change(self: RoleAssignment, fields: frozenset[str], verb: str) -> None:
        if "role" in fields:
            raise Locked("published")

    monkeypatch.setattr(RoleAssignment, "refuse_change", refuse_change, raising=False)
    before = stand()
    with pytest.raises(Locked), revise(system, "edit") as revision:
        revision.update(assignment, role="sponsor")
    assert stand() == before
    with revise(system, "edit") as revision:
        assert revision.update(RoleAssignment.objects.get(), reason="a field that is not locked")


def test_a_fault_in_the_middle_undoes_the_whole_act(system: Actor, account: Account) -> None:
    before = stand()
    with pytest.raises(ZeroDivisionError), revise(system, "edit") as revision:
        revision.create(RoleAssignment(account=account, role="auditor"))
        raise ZeroDivisionError
    assert stand() == before
    assert not LedgerHead.objects.exists()


def test_a_revision_says_who_and_on_whose_behalf(organisation: Organisation, make_account: Make) -> None:
    person, principal = make_account(organisation, "pmo_director"), make_account(organisation)
    by = Actor(organisation, person, "page", (), on_behalf_of=principal)
    with revise(by, "grant_role") as revision:
        revision.create(RoleAssignment(account=principal, role="auditor"))
    written = Revision.objects.get()
    assert (written.account, written.on_behalf_of, written.entrance) == (person, principal, "page")


def test_news_is_told_after_commit_and_not_at_all_after_a_fault(
    system: Actor, account: Account, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    class Granted:
        """An event of this test."""

    told: list[object] = []
    listen(Granted)(told.append)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        with revise(system, "grant") as revision:
            revision.create(RoleAssignment(account=account, role="auditor"))
            revision.tell(Granted())
        assert told == []
    assert [type(event) for event in told] == [Granted]
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError), revise(system, "grant") as revision:  # type: ignore[attr-defined]
        revision.create(RoleAssignment(account=account, role="sponsor"))
        revision.tell(Granted())
        raise ZeroDivisionError
    assert len(told) == 1


def test_whoever_keeps_something_derived_hears_of_each_revision(
    system: Actor, account: Account, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    heard: list[Revised] = []
    listen(Revised)(heard.append)
    with django_capture_on_commit_callbacks(execute=True), revise(system, "grant") as revision:  # type: ignore[attr-defined]
        revision.create(RoleAssignment(account=account, role="auditor"))
    assert [event.number for event in heard] == [1]


def test_what_others_hang_on_is_not_removed_behind_the_ledgers_back(system: Actor) -> None:
    """A unit with a placement under it (it would go along) and a person who heads a unit (the field would be emptied)."""
    with revise(system, "open") as revision:
        head = revision.create(Person(name="Ada Head"))
        upper = revision.create(OrgUnit(code="UP", name="Upper", head=head))
        lower = revision.create(OrgUnit(code="LOW", name="Lower"))
        revision.create(UnitPlacement(unit=lower, parent=upper))
    before = Change.objects.count()
    for record in (lower, head):
        with pytest.raises(StillUsed, match="is still used by"), revise(system, "remove") as revision:
            revision.delete(record)
    assert Change.objects.count() == before
    assert (OrgUnit.objects.get(code="UP").head, UnitPlacement.objects.count()) == (head, 1)
