"""What was read is noted by itself, and says exactly which writes count."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.ledger.memo import Memo
from steerco.foundation.ledger.models import FIRST, Change, LedgerHead, Revision
from steerco.foundation.ledger.seen import ANY_WRITE, Seen, at_one_moment, changes_of, kinds_in, noted, stamp
from steerco.foundation.ledger.undo import undo
from steerco.foundation.ledger.writer import revise
from steerco.foundation.organisations.models import Membership as OrganisationMembership, Organisation, OrganisationRecord
from steerco.foundation.registers.models import SavedView
from steerco.foundation.search.models import SearchEntry

ROLES, VIEWS = "access.roleassignment", "registers.savedview"


def keep_view(by: Actor, name: str = "Mine") -> SavedView:
    with revise(by, "save_view") as revision:
        return revision.create(SavedView(register="units", name=name))


def now(by: Actor) -> Seen:
    seen = stamp(by)
    assert seen is not None
    return seen


def test_reading_notes_the_kinds_of_all_tables_of_a_query(system: Actor) -> None:
    keep_view(system)
    with noted() as kinds:
        assert SavedView.objects.filter(organisation__memberships__active=True).count() == 0
        RoleAssignment.objects.first()
    assert kinds == {VIEWS, ROLES, "organisations.membership", "organisations.organisation"}


def test_what_is_read_later_is_not_noted(system: Actor) -> None:
    keep_view(system)
    with noted() as kinds:
        views = SavedView.objects.all()
    list(views)
    assert kinds == set()


def test_an_inner_block_notes_for_the_outer_one(system: Actor) -> None:
    memo = Memo(10)
    keep_view(system)
    for _ in range(2):  # the second time it comes from what is kept
        with noted() as kinds:
            memo.of(now(system), "views", SavedView.objects.count)
        assert kinds == {VIEWS}


def test_a_result_also_hangs_on_what_was_read_around_it(system: Actor) -> None:
    """A value that was read before and handed in is as old as what it was read from."""
    memo, view = Memo(10), keep_view(system)

    def told() -> str:
        with noted():
            name = SavedView.objects.get(pk=view.pk).name
            return memo.of(now(system), "told", lambda: name)

    assert told() == "Mine"
    with revise(system, "rename_view") as revision:
        revision.update(view, name="Ours")
    assert told() == "Ours"


@pytest.mark.parametrize("model", [Revision, Change, SearchEntry])
def test_reading_the_ledger_or_what_follows_it_hangs_on_any_write(model: type) -> None:
    assert kinds_in(str(model.everywhere.all().query) if model is not Change else str(Change.objects.all().query)) == {ANY_WRITE}


def test_reading_changes_of_some_kinds_hangs_on_these(system: Actor) -> None:
    keep_view(system)
    with noted() as kinds, changes_of(SavedView, RoleAssignment):
        list(Revision.objects.filter(changes__record_type=VIEWS))
        assert not OrganisationMembership.objects.exists()
    assert kinds == {VIEWS, ROLES, "organisations.membership"}


def test_every_record_has_a_kind_and_the_head_has_none() -> None:
    records = [model for model in apps.get_models() if issubclass(model, OrganisationRecord)]
    assert len(records) > 10
    for model in records:
        assert model._meta.label_lower in kinds_in(str(model._base_manager.all().query))
    assert kinds_in(str(LedgerHead.objects.all().query)) == frozenset()


def test_each_way_to_write_moves_its_kind_alone(system: Actor) -> None:
    assert stamp(system) is None
    view = keep_view(system)
    states = [now(system)]
    with revise(system, "rename_view") as revision:
        revision.update(view, name="Ours")
    states.append(now(system))
    renamed = Revision.objects.get(number=states[-1].number)
    undo(system, renamed, verb="undo", reason="")
    states.append(now(system))
    with revise(system, "drop_view") as revision:
        revision.delete(SavedView.objects.get())
    states.append(now(system))

    assert len({seen.state([VIEWS]) for seen in states}) == 4
    assert len({seen.state([ROLES]) for seen in states}) == 1
    assert len({seen.state([ANY_WRITE]) for seen in states}) == 4


def test_a_kind_never_written_stands_where_this_ledger_began(system: Actor, other_organisation: Organisation) -> None:
    keep_view(system)
    other = Actor.system(other_organisation)
    keep_view(other)
    assert now(system).state([ROLES]) != now(other).state([ROLES])


def test_within_one_moment_nothing_is_asked_twice(system: Actor) -> None:
    keep_view(system)
    seen = now(system)
    with at_one_moment(seen):
        keep_view(system, "Another")
        assert stamp(system) is seen
        assert stamp(Actor(system.organisation, None, "page", ())) is not seen
    assert now(system).number == seen.number + 1


def test_the_head_of_an_older_database_is_filled(system: Actor) -> None:
    keep_view(system)
    keep_view(system, "Another")
    filled = LedgerHead.objects.get().moved
    LedgerHead.objects.update(moved={})

    import_module("steerco.foundation.ledger.migrations.0003_head_by_kind").fill(apps, None)

    assert LedgerHead.objects.get().moved == filled
    assert filled.keys() == {FIRST, VIEWS}
    assert filled[FIRST] != filled[VIEWS]
