"""What several services write as one act is one revision; a part that is refused leaves nothing of it, and the rest stays."""

from __future__ import annotations

from typing import Any

import pytest

from steerco.capabilities.people.models import OrgUnit
from steerco.capabilities.people.services import create_unit, update_unit
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.chain import verify
from steerco.foundation.ledger.models import Revision
from steerco.foundation.ledger.news import Revised, listen
from steerco.foundation.ledger.undo import undo
from steerco.foundation.ledger.writer import ActOfAnother, revise, together


@pytest.fixture
def unit(system: Actor) -> OrgUnit:
    """A record, written by revision 1."""
    return create_unit(by=system, code="A", name="Ports")


def test_many_services_are_one_revision(system: Actor, unit: OrgUnit) -> None:
    with together(system, "tidy", reason="new names"):
        update_unit(by=system, unit=unit, name="Harbours")
        create_unit(by=system, code="B", name="Rivers")
    revision = Revision.objects.get(number=2)
    assert (revision.verb, revision.reason) == ("tidy", "new names")
    assert [change.action for change in revision.changes.all()] == ["changed", "created"]
    assert Revision.objects.count() == 2
    assert verify(system.organisation).holds


def test_an_act_without_a_name_is_called_like_its_first_part(system: Actor, unit: OrgUnit) -> None:
    with together(system):
        update_unit(by=system, unit=unit, name="Harbours", reason="spelling")
        update_unit(by=system, unit=unit, name="Havens", reason="another")
    revision = Revision.objects.get(number=2)
    assert (revision.verb, revision.reason, revision.changes.count()) == ("update_unit", "spelling", 2)


def test_a_part_that_is_refused_leaves_nothing_and_the_rest_stays(system: Actor, unit: OrgUnit) -> None:
    def half() -> None:
        with revise(system, "half") as writer:
            made = writer.create(OrgUnit(code="C", name="Half"))
            assert writer.made_here(made)
            raise ValueError("no")

    with together(system, "tidy") as act:
        update_unit(by=system, unit=unit, name="Harbours")
        with pytest.raises(ValueError, match="no"):
            half()
        assert not act.made_here(OrgUnit(pk=unit.pk + 1))
    assert not OrgUnit.objects.filter(code="C").exists()
    assert [change.record_label for change in Revision.objects.get(number=2).changes.all()] == [str(OrgUnit.objects.get())]
    assert verify(system.organisation).holds


def test_an_undivided_part_goes_as_a_whole_and_the_rest_stays(system: Actor, unit: OrgUnit) -> None:
    with together(system, "tidy") as act:
        with pytest.raises(ValueError, match="no"), act.part("", "", undivided=True):
            create_unit(by=system, code="B", name="Rivers")
            with revise(system, "half") as writer:
                writer.create(OrgUnit(code="C", name="Half"))
                raise ValueError("no")
        with act.part("", "", undivided=True):
            update_unit(by=system, unit=unit, name="Harbours")
        with pytest.raises(ValueError, match="later"), revise(system, "later") as writer:
            writer.create(OrgUnit(code="D", name="Kept apart again"))
            raise ValueError("later")
    assert [kept.code for kept in OrgUnit.objects.all()] == ["A"]
    assert [change.record_label for change in Revision.objects.get(number=2).changes.all()] == [str(OrgUnit.objects.get())]
    assert verify(system.organisation).holds


def test_an_act_that_fails_at_its_end_writes_nothing(system: Actor, unit: OrgUnit) -> None:
    def act() -> None:
        with together(system, "tidy"):
            update_unit(by=system, unit=unit, name="Harbours")
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        act()
    assert OrgUnit.objects.get().name == "Ports"
    assert Revision.objects.count() == 1


def test_nobody_else_writes_inside_of_an_act(system: Actor, director: Actor, unit: OrgUnit) -> None:
    with pytest.raises(ActOfAnother), together(system, "tidy"):
        update_unit(by=system, unit=unit, name="Harbours")
        update_unit(by=director, unit=unit, name="Havens")
    assert (OrgUnit.objects.get().name, Revision.objects.count()) == ("Ports", 1)


def test_nothing_is_undone_inside_of_an_act(system: Actor, unit: OrgUnit) -> None:
    with pytest.raises(ActOfAnother), together(system, "tidy"):
        undo(system, Revision.objects.get(), verb="undo", reason="")
    assert OrgUnit.objects.exists()


def test_it_is_told_once(system: Actor, unit: OrgUnit, django_capture_on_commit_callbacks: Any) -> None:
    heard: list[Revised] = []
    listen(Revised)(heard.append)
    committed = django_capture_on_commit_callbacks(execute=True)
    with committed, together(system, "tidy"), together(system, "inside"):
        update_unit(by=system, unit=unit, name="Harbours")
        update_unit(by=system, unit=unit, name="Havens")
    assert [each.number for each in heard] == [2]
