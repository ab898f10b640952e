"""Values that follow the ledger: only what was touched is read again, and what can't be told is read whole."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.ledger import followed as module
from steerco.foundation.ledger.followed import Followed, Touch, Written, patched, written_since
from steerco.foundation.ledger.models import LedgerHead, Revision
from steerco.foundation.ledger.seen import Seen, noted, stamp
from steerco.foundation.ledger.writer import revise
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.registers.models import SavedView

VIEWS = "registers.savedview"


class Names:
    """The names of saved views, followed; remembers what was read."""

    def __init__(self) -> None:
        self.followed: Followed[str] = Followed(100)
        self.read: list[list[int] | None] = []

    def load(self, keys: Collection[int] | None) -> dict[int, str]:
        self.read.append(None if keys is None else sorted(keys))
        views = SavedView.objects.order_by("pk")
        return dict((views if keys is None else views.filter(pk__in=keys)).values_list("pk", "name"))

    def all(self, by: Actor) -> dict[int, str]:
        return dict(self.followed.all(stamp(by), "names", self.load, touched))

    def some(self, by: Actor, keys: Collection[int]) -> dict[int, str]:
        return dict(self.followed.some(stamp(by), "names", keys, self.load, touched))


def touched(written: Written) -> set[int] | None:
    return {touch.record_id for touch in written.of(VIEWS)} if {touch.kind for touch in written.touches} == {VIEWS} else None


def add(by: Actor, *names: str) -> list[SavedView]:
    with revise(by, "save_view") as revision:
        return revision.create_many([SavedView(register="units", name=name) for name in names])


def rename(by: Actor, view: SavedView, name: str) -> None:
    with revise(by, "rename_view") as revision:
        revision.update(view, name=name)


@pytest.fixture
def views(system: Actor) -> list[SavedView]:
    return add(system, "One", "Two", "Three")


def test_only_what_was_touched_is_read_again(system: Actor, views: list[SavedView]) -> None:
    names = Names()
    assert list(names.all(system).values()) == ["One", "Two", "Three"]

    rename(system, views[1], "Deux")
    assert list(names.all(system).values()) == ["One", "Deux", "Three"]
    with revise(system, "drop_view") as revision:
        revision.delete(views[0])
    new = add(system, "Four")
    assert list(names.all(system).values()) == ["Deux", "Three", "Four"]
    names.all(system)

    assert names.read == [None, [views[1].pk], sorted([views[1].pk - 1, new[0].pk])]


def test_what_was_not_read_is_not_looked_at(system: Actor, views: list[SavedView], make_account: object) -> None:
    names = Names()
    before = names.followed.all(stamp(system), "names", names.load, touched)
    with revise(system, "grant_role") as revision:
        revision.create(RoleAssignment(account=make_account(system.organisation), role="auditor"))  # type: ignore[operator]
    after = names.followed.all(stamp(system), "names", names.load, touched)

    assert after is before
    assert names.read == [None]


def test_a_touch_that_changes_no_value_leaves_the_same_object(system: Actor, views: list[SavedView]) -> None:
    names = Names()
    before = names.followed.all(stamp(system), "names", names.load, touched)
    with revise(system, "save_view") as revision:
        revision.update(views[0], query="sort=name")
    after = names.followed.all(stamp(system), "names", names.load, touched)

    assert after is before
    assert names.read == [None, [views[0].pk]]


def test_some_are_read_when_they_are_asked_for(system: Actor, views: list[SavedView]) -> None:
    names, (one, two, three) = Names(), [view.pk for view in views]
    assert names.some(system, [one, two]) == {one: "One", two: "Two"}
    assert names.some(system, [two, three]) == {two: "Two", three: "Three"}
    rename(system, views[0], "Un")
    assert names.some(system, [one, three]) == {one: "Un", three: "Three"}
    assert names.read == [[one, two], [three], [one]]


def test_what_follows_says_what_it_was_read_from(system: Actor, views: list[SavedView]) -> None:
    names = Names()
    for change in ("read", "kept", "caught up"):
        if change == "caught up":
            rename(system, views[0], "Un")
        with noted() as kinds:
            names.all(system)
        assert kinds == {VIEWS}, change


def test_too_much_is_read_whole(system: Actor, views: list[SavedView], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_CHANGES", 2)
    names = Names()
    names.all(system)
    add(system, "Four", "Five", "Six")
    assert len(names.all(system)) == 6
    assert names.read == [None, None]


def test_what_can_not_be_told_is_read_whole(system: Actor, views: list[SavedView]) -> None:
    names = Names()
    names.all(system)
    rename(system, views[0], "Un")
    assert names.followed.all(stamp(system), "names", names.load, lambda written: None)[views[0].pk] == "Un"
    assert names.read == [None, None]


def test_another_past_is_read_whole(system: Actor, views: list[SavedView]) -> None:
    """A database that was put back to an earlier revision and written anew has the same numbers, but other seals."""
    names = Names()
    names.all(system)
    rename(system, views[0], "Un")
    seen = stamp(system)
    assert seen is not None
    assert written_since(seen, seen.number - 1, "0" * 64, [VIEWS]) is None
    assert written_since(seen, seen.number, seen.seal, [VIEWS]) is None
    known = Revision.objects.get(number=seen.number - 1)
    found = written_since(seen, known.number, known.hash, [VIEWS])
    assert found is not None
    assert [(touch.record_id, touch.before, touch.after) for touch in found.touches] == [(views[0].pk, {"name": "One"}, {"name": "Un"})]


def test_before_the_first_revision_nothing_is_kept(system: Actor) -> None:
    SavedView.everywhere.create(organisation=system.organisation, register="units", name="Past the ledger")
    names = Names()
    assert list(names.all(system).values()) == list(names.all(system).values()) == ["Past the ledger"]
    assert names.read == [None, None]
    assert names.some(system, []) == {}
    assert not LedgerHead.objects.exists()


def test_organisations_are_named_apart(system: Actor, views: list[SavedView], other_organisation: Organisation) -> None:
    other = Actor.system(other_organisation)
    assert written_since(Seen(other.organisation.pk, 9, "seal", {}, "sight"), 1, Revision.objects.get().hash, [VIEWS]) is None


def test_the_longest_unused_is_dropped_first(system: Actor, views: list[SavedView]) -> None:
    small: Followed[str] = Followed(6)
    names, seen = Names(), stamp(system)
    for name in ("a", "b", "a", "c"):
        small.all(seen, name, names.load, touched)
    assert len(small) == 2
    small.all(seen, "a", names.load, touched)
    assert len(names.read) == 3


def test_patched_keeps_the_order_of_keys() -> None:
    values = {1: "a", 3: "c"}
    assert patched(values, [1], {1: "a"}) is values
    assert list(patched(values, [2, 3], {2: "b"}).items()) == [(1, "a"), (2, "b")]
    assert Touch("kind", 1, {"a": 1}, {"a": None}).either("a") == {1}
