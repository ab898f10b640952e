"""The chain shows every edit, removal and addition that somebody with the database in their hands could make."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import Error, connection, transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger.chain import start_of_newest, verify
from steerco.foundation.ledger.models import Change, LedgerHead, Revision
from steerco.foundation.ledger.writer import revise
from steerco.foundation.organisations.models import Organisation


@pytest.fixture
def ledger(system: Actor, make_account: Callable[..., Account]) -> Organisation:
    """Five revisions of one change each."""
    account = make_account(system.organisation)
    for number in range(1, 6):
        with revise(system, "grant_role", reason=f"reason {number}") as revision:
            revision.create(RoleAssignment(account=account, role=f"role {number}"))
    return system.organisation


def unlock() -> None:
    """What somebody with the rights of an owner would do first: take the triggers away."""
    with connection.cursor() as cursor:
        for table in ("ledger_revision", "ledger_change"):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {table}_final{on}")


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_an_untouched_ledger_holds(ledger: Organisation) -> None:
    outcome = verify(ledger)
    assert outcome.holds
    assert (outcome.revisions, outcome.changes, outcome.problem) == (5, 5, "")
    assert outcome.newest_hash == Revision.objects.get(number=5).hash


def test_an_empty_ledger_holds(organisation: Organisation) -> None:
    assert verify(organisation).holds


TAMPERINGS = {
    "a reason rewritten": ("UPDATE ledger_revision SET reason = 'better' WHERE number = 3", 3, "seal"),
    "a time moved": ("UPDATE ledger_revision SET at = '2001-01-01 00:00:00+00' WHERE number = 3", 3, "seal"),
    "an author taken away": ("UPDATE ledger_revision SET entrance = 'page' WHERE number = 2", 2, "seal"),
    "a value rewritten": (
        "UPDATE ledger_change SET record_label = 'x' WHERE revision_id = (SELECT id FROM ledger_revision WHERE number = 4)", 4, "seal"),
    "a change removed": ("DELETE FROM ledger_change WHERE revision_id = (SELECT id FROM ledger_revision WHERE number = 4)", 4, "seal"),
    "a change added": (
        "INSERT INTO ledger_change (revision_id, record_type, record_id, record_label, action) "
        "SELECT id, 'access.roleassignment', 9, 'forged', 'created' FROM ledger_revision WHERE number = 2", 2, "seal"),
    "a link bent": ("UPDATE ledger_revision SET previous_hash = hash WHERE number = 3", 3, "follow"),
    "a seal rewritten": ("UPDATE ledger_revision SET hash = previous_hash WHERE number = 5", 5, "seal"),
    "the newest state rewritten": ("UPDATE ledger_ledgerhead SET hash = 'x'", 6, "missing at the end"),
    "the newest state taken away": ("DELETE FROM ledger_ledgerhead", 6, "missing at the end"),
}  # fmt: skip


@pytest.mark.parametrize(("statement", "at", "problem"), TAMPERINGS.values(), ids=TAMPERINGS)
def test_tampering_shows_where_it_was_done(ledger: Organisation, statement: str, at: int, problem: str) -> None:
    unlock()
    sql(statement)
    outcome = verify(ledger)
    assert not outcome.holds
    assert outcome.broken_at == at
    assert problem in outcome.problem
    assert outcome.revisions == at - 1


@pytest.mark.parametrize(("numbers", "at", "problem"), [("(3)", 3, "missing"), ("(1)", 1, "missing"), ("(5)", 5, "missing at the end"),
                                                        ("(4, 5)", 4, "missing at the end")])  # fmt: skip
def test_a_revision_that_was_removed_shows(ledger: Organisation, numbers: str, at: int, problem: str) -> None:
    unlock()
    sql(f"DELETE FROM ledger_change WHERE revision_id IN (SELECT id FROM ledger_revision WHERE number IN {numbers})")
    sql(f"DELETE FROM ledger_revision WHERE number IN {numbers}")
    outcome = verify(ledger)
    assert (outcome.holds, outcome.broken_at) == (False, at)
    assert problem in outcome.problem


def test_a_gap_that_was_closed_by_renumbering_shows(ledger: Organisation) -> None:
    unlock()
    sql("DELETE FROM ledger_change WHERE revision_id IN (SELECT id FROM ledger_revision WHERE number = 3)")
    sql("DELETE FROM ledger_revision WHERE number = 3")
    sql("UPDATE ledger_revision SET number = 3 WHERE number = 4")
    sql("UPDATE ledger_revision SET number = 4 WHERE number = 5")
    assert verify(ledger).broken_at == 3


def test_one_organisation_broken_leaves_the_other_whole(ledger: Organisation, other_organisation: Organisation) -> None:
    account = Account.objects.get()
    with revise(Actor.system(other_organisation), "grant_role") as revision:
        revision.create(RoleAssignment(account=account, role="auditor"))
    unlock()
    sql(f"UPDATE ledger_revision SET reason = 'x' WHERE organisation_id = {ledger.pk} AND number = 1")
    assert not verify(ledger).holds
    assert verify(other_organisation).holds


def test_the_newest_part_is_checked_alone(ledger: Organisation) -> None:
    assert start_of_newest(ledger, changes=2) == 3
    assert start_of_newest(ledger, changes=100) == 0
    assert (verify(ledger, after=3).revisions, verify(ledger, after=3).changes) == (5, 2)
    unlock()
    sql("UPDATE ledger_revision SET reason = 'x' WHERE number = 1")
    assert verify(ledger, after=3).holds
    sql("UPDATE ledger_revision SET reason = 'x' WHERE number = 5")
    assert verify(ledger, after=3).broken_at == 5


@pytest.mark.parametrize("table", ["ledger_revision", "ledger_change"])
def test_the_database_refuses_to_edit_the_ledger(ledger: Organisation, table: str) -> None:
    with pytest.raises(Error, match="never edited"), transaction.atomic():
        sql(f"UPDATE {table} SET id = id + 100")
    with pytest.raises(Error), transaction.atomic():
        (Revision if table == "ledger_revision" else Change)._base_manager.update(id=1)
    assert verify(ledger).holds


def test_postgresql_refuses_to_remove_from_the_ledger_and_elsewhere_the_chain_shows_it(ledger: Organisation) -> None:
    statement = "DELETE FROM ledger_change WHERE revision_id = (SELECT id FROM ledger_revision WHERE number = 5)"
    if connection.vendor == "postgresql":
        with pytest.raises(Error, match="never edited"), transaction.atomic():
            sql(statement)
        assert verify(ledger).holds
    else:
        sql(statement)
        assert verify(ledger).broken_at == 5


WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | WORDS
KEPT = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "ä", "€"]), inner, max_size=3), max_leaves=6
)


@pytest.mark.django_db
@given(value=KEPT)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_kept_is_sealed_as_the_database_gives_it_back(value: object) -> None:
    with transaction.atomic():
        organisation = Organisation.objects.create(key="sealed", name="Sealed")
        record = RoleAssignment(pk=1, organisation=organisation, account=Account(name="Somebody"), role="x")
        with revise(Actor.system(organisation), "keep") as revision:
            revision._note(record, Change.CREATED, None, {"value": value})
        outcome = verify(organisation)
        transaction.set_rollback(True)
    assert outcome.holds, outcome


def test_a_head_is_one_an_organisation(ledger: Organisation) -> None:
    assert list(LedgerHead.objects.values_list("organisation_id", "number")) == [(ledger.pk, 5)]
