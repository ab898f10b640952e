"""What an act keeps while it lasts: the same however much of it lies in a file, taken back to any point; rows written past the objects."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from steerco.capabilities.people.models import OrgUnit, UnitPlacement
from steerco.capabilities.people.services import create_unit
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger import changes as kept
from steerco.foundation.ledger.chain import seal, verify
from steerco.foundation.ledger.changes import Changes, Made
from steerco.foundation.ledger.models import Change, Revision
from steerco.foundation.ledger.rows import FEW, runs
from steerco.foundation.ledger.undo import undo
from steerco.foundation.ledger.writer import revise


@pytest.fixture(autouse=True)
def _little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seven changes fit into memory."""
    monkeypatch.setattr(kept, "IN_MEMORY", 7)


def noted(count: int) -> Changes:
    """So many changes, two of each record."""
    changes = Changes()
    for number in range(count):
        changes.note("people.orgunit", number // 2, f"Unit {number}", "changed", {"name": "“é”"}, {"name": str(number), "n": 1.0})
    return changes


@pytest.mark.parametrize("point", [0, 3, 7, 13, 14, 20, 30])
def test_it_goes_back_to_any_point_and_on(point: int) -> None:
    changes = noted(30)
    changes.back_to(point)
    assert [each.record_label for each in changes] == [f"Unit {number}" for number in range(point)]
    changes.note("people.person", 9, "Somebody", "created", None, {"name": "Somebody"})
    assert len(changes) == len(list(changes)) == point + 1
    assert list(changes)[-1].as_change(Revision()).after == {"name": "Somebody"}
    assert set(changes.kinds) == {"people.orgunit", "people.person"}


def test_what_a_record_was_given_is_found_in_the_file_too() -> None:
    assert [after["name"] for after in noted(30).after_of("people.orgunit", 3)] == ["6", "7"]
    assert list(noted(30).after_of("people.person", 3)) == []


def test_what_was_made_is_known_by_its_key() -> None:
    made = Made()
    made.add("people.orgunit", range(5, 905))
    made.add("people.person", range(7, 8))
    assert made.holds("people.orgunit", 904)
    assert made.holds("people.person", 7)
    assert not made.holds("people.person", 8)
    made.back_to(1)
    assert not made.holds("people.person", 7)
    made.back_to(0)
    assert not made.holds("people.orgunit", 904)


def test_keys_make_runs() -> None:
    assert runs([3, 4, 5, 9, 11, 12]) == [range(3, 6), range(9, 10), range(11, 13)]


def units(count: int) -> Iterator[OrgUnit]:
    """So many new units, made as they are asked for."""
    return (OrgUnit(code=f"U{number}", name=f"Unit “{number}”") for number in range(count))


def test_many_records_are_sealed_kept_and_undone_like_few(system: Actor) -> None:
    first = create_unit(by=system, code="FIRST", name="First")
    with revise(system, "fill") as revision:
        made = revision.create_many(units(FEW * 3))
        places = revision.create_many(UnitPlacement(unit=made[number + 1], parent=made[number]) for number in range(FEW + 1))
        assert revision.made_here(made[-1])
        assert not revision.made_here(first)
    act = Revision.objects.get(number=2)
    assert OrgUnit.objects.count() == FEW * 3 + 1
    assert UnitPlacement.objects.get(pk=places[-1].pk).parent_id == made[FEW].pk
    assert len({unit.pk for unit in made} | {first.pk}) == FEW * 3 + 1
    told = list(act.changes.order_by("id"))
    assert [change.record_id for change in told] == [record.pk for record in (*made, *places)]
    assert told[0].after is not None
    assert told[0].after["name"] == "Unit “0”"
    assert act.hash == seal(act, told)
    assert verify(system.organisation).holds
    create_unit(by=system, code="AFTER", name="After")  # the keys go on after those that were given
    undo(system, act, verb="undo", reason="")
    assert set(OrgUnit.objects.values_list("code", flat=True)) == {"FIRST", "AFTER"}
    assert verify(system.organisation).holds


def test_a_refusal_amid_many_leaves_nothing(system: Actor) -> None:
    def half() -> Iterator[OrgUnit]:
        yield from units(FEW * 2)
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"), revise(system, "fill") as revision:
        revision.create_many(half())
    assert not OrgUnit.objects.exists()
    assert not Change.objects.exists()


def test_a_record_that_points_to_one_that_is_not_saved_is_refused(system: Actor) -> None:
    unsaved = OrgUnit(code="X", name="X")
    with pytest.raises(ValueError, match="unsaved related object"), revise(system, "fill") as revision:
        revision.create_many(UnitPlacement(unit=unsaved) for number in range(FEW + 1))
    assert not UnitPlacement.objects.exists()
