"""Kept results: never stale after a write, never shared between actors who see different records, bounded."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.ledger.memo import Memo
from steerco.foundation.ledger.seen import Seen, noted, stamp
from steerco.foundation.ledger.writer import revise
from steerco.foundation.organisations.models import Organisation

MakeAccount = Callable[..., object]
NOW = Seen(1, 1, "seal", {}, "reader")


def write(by: Actor) -> None:
    with revise(by, "grant_role") as revision:
        assert by.account is not None
        revision.create(RoleAssignment(account=by.account, role="auditor"))


def test_nothing_is_kept_before_the_first_revision(system: Actor) -> None:
    memo, calls = Memo(10), []

    for _ in range(2):
        memo.of(stamp(system), "key", lambda: calls.append(1))

    assert stamp(system) is None
    assert len(calls) == 2


def test_a_write_of_what_was_read_counts_at_once(director: Actor) -> None:
    write(director)
    memo = Memo(10)
    first = memo.of(stamp(director), "key", lambda: ("before", RoleAssignment.objects.count()))
    again = memo.of(stamp(director), "key", lambda: ("not asked", 0))
    write(director)
    after = memo.of(stamp(director), "key", lambda: ("after", RoleAssignment.objects.count()))

    assert (first, again, after) == (("before", 2), ("before", 2), ("after", 3))


def test_where_no_page_is_drawn_any_write_counts(director: Actor) -> None:
    """What was handed in may be of any kind, and nothing around noted it."""
    write(director)
    memo = Memo(10)
    handed_in = RoleAssignment.objects.count()
    memo.of(stamp(director), "key", lambda: handed_in)
    write(director)
    assert memo.of(stamp(director), "key", lambda: "computed again") == "computed again"
    with noted():
        memo.of(stamp(director), "within a page", lambda: "nothing of the ledger")
        write(director)
        assert memo.of(stamp(director), "within a page", lambda: "computed again") == "nothing of the ledger"


def test_what_is_closed_hangs_on_what_it_reads_alone(director: Actor) -> None:
    write(director)
    memo = Memo(10)
    with noted():
        assert RoleAssignment.objects.exists()
        memo.of(stamp(director), "key", lambda: "nothing of the ledger", closed=True)
    write(director)
    assert memo.of(stamp(director), "key", lambda: "computed again", closed=True) == "nothing of the ledger"


def test_actors_who_see_different_records_share_nothing(
    director: Actor, organisation: Organisation, make_account: Callable[..., object]
) -> None:
    write(director)
    limited = Actor.of(make_account(organisation, "project_manager", scope=("project", 7)), organisation, entrance="page")  # type: ignore[arg-type]

    seen = [stamp(by) for by in (limited, director)]
    assert seen[0] is not None
    assert seen[1] is not None
    assert seen[0].reader != seen[1].reader


def test_the_longest_unused_is_dropped_first() -> None:
    memo = Memo(3)
    for name in ("a", "b", "c"):
        memo.of(NOW, name, lambda name=name: name)
    memo.of(NOW, "a", lambda: pytest.fail("a was used last and must be kept"))
    memo.of(NOW, "d", lambda: "d")

    assert len(memo) == 3
    assert memo.of(NOW, "b", lambda: "computed again") == "computed again"


def test_a_heavy_result_pushes_out_the_light_ones() -> None:
    memo = Memo(10)
    memo.of(NOW, "light", lambda: "light")
    memo.of(NOW, "heavy", lambda: "heavy", weigh=lambda _: 10)

    assert len(memo) == 1


def test_an_error_is_never_kept() -> None:
    memo = Memo(3)
    with pytest.raises(ZeroDivisionError):
        memo.of(NOW, "key", lambda: 1 / 0)

    assert len(memo) == 0


def test_what_was_read_inside_of_an_act_that_was_taken_back_is_seen_by_nobody(director: Actor) -> None:
    """A dry run, or a refusal at its end: what it wrote was never there, though the moment that it was read at still holds."""
    write(director)
    memo, there = Memo(10), RoleAssignment.objects.count()

    def roles() -> int:
        with noted():
            return memo.of(stamp(director), "roles", RoleAssignment.objects.count)

    with pytest.raises(ZeroDivisionError), revise(director, "grant_role") as revision:
        revision.create(RoleAssignment(account=director.account, role="auditor"))
        assert roles() == there + 1
        raise ZeroDivisionError
    assert roles() == there
    write(director)
    assert roles() == there + 1
