"""The ledger tells what a record went through, and how everything stood at an instant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger import queries
from steerco.foundation.ledger.models import Revision
from steerco.foundation.ledger.queries import head_number, history, states_as_of
from steerco.foundation.ledger.writer import revise
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import NoOrganisation, within

Told = list[tuple[dt.datetime, str, RoleAssignment]]


@pytest.fixture
def told(system: Actor, make_account: Callable[..., Account], monkeypatch: pytest.MonkeyPatch) -> RoleAssignment:
    """A record made on 1 March, changed on 2 March, removed on 3 March."""

    def on(day: int) -> None:
        monkeypatch.setattr(timezone, "now", lambda: dt.datetime(2024, 3, day, 12, tzinfo=dt.UTC))

    account = make_account(system.organisation)
    on(1)
    with revise(system, "grant_role") as revision:
        record = revision.create(RoleAssignment(account=account, role="auditor", ends_on=dt.date(2024, 12, 31)))
    on(2)
    with revise(system, "edit") as revision:
        revision.update(record, role="sponsor")
    on(3)
    with revise(system, "remove") as revision:
        revision.delete(record)
    return record


@pytest.mark.parametrize(
    ("day", "hour", "role"), [(1, 11, None), (1, 12, "auditor"), (2, 11, "auditor"), (2, 12, "sponsor"), (3, 12, None)]
)
def test_a_record_is_shown_as_it_stood(told: RoleAssignment, day: int, hour: int, role: str | None) -> None:
    states = states_as_of(RoleAssignment, dt.datetime(2024, 3, day, hour, tzinfo=dt.UTC))
    assert {key: state["role"] for key, state in states.items()} == ({told.pk: role} if role else {})
    assert all(state["ends_on"] == "2024-12-31" for state in states.values())


def test_states_can_be_asked_for_some_records_only(told: RoleAssignment) -> None:
    at = dt.datetime(2024, 3, 2, 13, tzinfo=dt.UTC)
    assert set(states_as_of(RoleAssignment, at, record_ids=[told.pk])) == {told.pk}
    assert states_as_of(RoleAssignment, at, record_ids=[told.pk + 1]) == {}


def test_history_is_newest_first_with_what_it_touched(told: RoleAssignment, django_assert_num_queries: Callable[..., object]) -> None:
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        revisions = list(history(RoleAssignment, told.pk))
        assert [revision.verb for revision in revisions] == ["remove", "edit", "grant_role"]
        assert [change.action for revision in revisions for change in revision.touching] == ["deleted", "changed", "created"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("most", [60, 2, 1])
def test_the_newest_acts_are_whole_however_much_they_touched(
    told: RoleAssignment, system: Actor, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(queries, "MOST_TOUCHED", most)
    acts = queries.newest_acts({RoleAssignment: [told.pk]}, 2)
    assert [(act.number, act.verb, [(each.action, each.record_label) for each in act.touching]) for act in acts] == [
        (3, "remove", [("deleted", str(told))]),
        (2, "edit", [("changed", str(told))]),
    ]
    assert acts[1].at == dt.datetime(2024, 3, 2, 12, tzinfo=dt.UTC)
    assert acts[1].touching[0].after == {"role": "sponsor"}


def test_the_head_moves_with_each_write(told: RoleAssignment, system: Actor, other_organisation: Organisation) -> None:
    assert head_number(system.organisation) == 3
    assert head_number(other_organisation) == 0


def test_history_stays_in_its_organisation(told: RoleAssignment, other_organisation: Organisation) -> None:
    with within(other_organisation):
        assert list(history(RoleAssignment, told.pk)) == []
        assert queries.newest_acts({RoleAssignment: [told.pk]}, 3) == []
        assert states_as_of(RoleAssignment, dt.datetime(2024, 3, 2, 13, tzinfo=dt.UTC)) == {}


@pytest.mark.django_db
def test_nobody_reads_the_ledger_outside_of_an_organisation() -> None:
    with pytest.raises(NoOrganisation):
        Revision.objects.count()
