"""Undo puts back what was, in a revision of its own, and never what something later builds on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger import access
from steerco.foundation.ledger.chain import verify
from steerco.foundation.ledger.models import Change, Revision
from steerco.foundation.ledger.undo import CannotUndo, undo
from steerco.foundation.ledger.writer import CrossOrganisation, EditConflict, revise
from steerco.foundation.organisations.models import Organisation


@pytest.fixture
def assignment(system: Actor, make_account: Callable[..., Account]) -> RoleAssignment:
    """A record, written by revision 1."""
    with revise(system, "grant_role") as revision:
        return revision.create(RoleAssignment(account=make_account(system.organisation), role="auditor", reason="first"))


def numbered(number: int) -> Revision:
    return Revision.objects.get(number=number)


def shown() -> list[tuple[int, str, str]]:
    return list(RoleAssignment.objects.values_list("pk", "role", "reason"))


def test_a_creation_is_undone(system: Actor, assignment: RoleAssignment) -> None:
    undone = undo(system, numbered(1), verb="undo", reason="by mistake")
    assert shown() == []
    assert (undone.number, undone.undoes, undone.reason) == (2, numbered(1), "by mistake")
    assert verify(system.organisation).holds


def test_a_change_is_undone_field_by_field(system: Actor, assignment: RoleAssignment) -> None:
    with revise(system, "edit") as revision:
        revision.update(assignment, role="sponsor", reason="second")
    undo(system, numbered(2), verb="undo", reason="")
    assert shown() == [(assignment.pk, "auditor", "first")]


def test_a_removal_is_undone_with_the_same_key(system: Actor, assignment: RoleAssignment) -> None:
    key = assignment.pk
    with revise(system, "remove") as revision:
        revision.delete(assignment)
    undo(system, numbered(2), verb="undo", reason="")
    assert shown() == [(key, "auditor", "first")]


def test_an_undo_is_undone_itself(system: Actor, assignment: RoleAssignment) -> None:
    undo(system, undo(system, numbered(1), verb="undo", reason=""), verb="redo", reason="")
    assert shown() == [(assignment.pk, "auditor", "first")]


def test_a_record_that_comes_back_has_a_version_that_was_never_seen(system: Actor, assignment: RoleAssignment) -> None:
    with revise(system, "edit") as revision:
        revision.update(assignment, role="sponsor")
    seen = assignment.version
    with revise(system, "remove") as revision:
        revision.delete(assignment)
    undo(system, numbered(3), verb="undo", reason="")
    back = RoleAssignment.objects.get()
    assert back.version > seen
    assert back.version == Change.objects.count()
    with pytest.raises(EditConflict), revise(system, "edit") as revision:
        revision.update(assignment, role="auditor")


def test_what_was_undone_and_redone_and_undone_again_stands_in_nobodys_way(system: Actor, assignment: RoleAssignment) -> None:
    with revise(system, "edit") as revision:
        revision.update(assignment, role="sponsor")
    with revise(system, "edit") as revision:
        revision.update(assignment, role="guest")
    for number in (3, 4, 5):
        undo(system, numbered(number), verb="undo", reason="")
    assert shown()[0][1] == "sponsor"
    undo(system, numbered(2), verb="undo", reason="")
    assert shown()[0][1] == "auditor"


def test_what_was_undone_and_redone_is_built_upon(system: Actor, assignment: RoleAssignment) -> None:
    with revise(system, "edit") as revision:
        revision.update(assignment, role="sponsor")
    for number in (2, 3):
        undo(system, numbered(number), verb="undo", reason="")
    with pytest.raises(CannotUndo, match="revision 2"):
        undo(system, numbered(1), verb="undo", reason="")
    assert shown()[0][1] == "sponsor"


def test_what_something_later_builds_on_stays(system: Actor, assignment: RoleAssignment) -> None:
    with revise(system, "edit") as revision:
        revision.update(assignment, role="sponsor")
    before = (shown(), Change.objects.count())
    with pytest.raises(CannotUndo, match="changed later, by revision 2"):
        undo(system, numbered(1), verb="undo", reason="")
    assert (shown(), Change.objects.count()) == before


def test_what_the_asker_may_not_see_is_not_named(
    system: Actor, assignment: RoleAssignment, make_account: Callable[..., Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    with revise(system, "edit") as revision:
        revision.update(assignment, reason="Secret merger")
    asker = Actor.of(make_account(system.organisation, "member"), system.organisation, entrance="page")
    monkeypatch.setattr(access, "_open", set())
    with pytest.raises(CannotUndo) as refused:
        undo(asker, numbered(1), verb="undo", reason="")
    assert "may not see" in str(refused.value) and str(assignment) not in str(refused.value)
    assert (shown()[0][2], Revision.objects.count()) == ("Secret merger", 2)


def test_nothing_is_undone_twice(system: Actor, assignment: RoleAssignment) -> None:
    undo(system, numbered(1), verb="undo", reason="")
    before = Change.objects.count()
    with pytest.raises(CannotUndo, match="undone already"):
        undo(system, numbered(1), verb="undo", reason="")
    assert Change.objects.count() == before


def test_a_revision_of_another_organisation_is_not_undone(
    system: Actor, assignment: RoleAssignment, other_organisation: Organisation
) -> None:
    with revise(system, "remove") as revision:
        revision.delete(assignment)
    with pytest.raises(CrossOrganisation):
        undo(Actor.system(other_organisation), numbered(2), verb="undo", reason="")
    assert not RoleAssignment.everywhere.exists()
    assert Revision.everywhere.count() == 2
