"""Many write at once, and the chain stays one chain: on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger.chain import verify
from steerco.foundation.ledger.models import LedgerHead, Revision
from steerco.foundation.ledger.writer import EditConflict, revise
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import within

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, EACH = 6, 5


@pytest.fixture
def scene() -> tuple[Organisation, Account]:
    return Organisation.objects.create(key="busy", name="Busy"), Account.objects.create_user("a@busy.test", "a long pass phrase")


def at_once(work: Callable[[int], object]) -> list[object]:
    """Runs `work(n)` for every writer in a thread of its own, all starting together."""
    start = threading.Barrier(WRITERS)

    def one(number: int) -> object:
        try:
            start.wait(10)
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(one, range(WRITERS)))


def test_writers_at_once_make_one_unbroken_chain(scene: tuple[Organisation, Account]) -> None:
    organisation, account = scene

    def write(number: int) -> None:
        for turn in range(EACH):
            with revise(Actor.system(organisation), "grant_role") as revision:
                revision.create(RoleAssignment(account=account, role=f"role {number}.{turn}"))

    at_once(write)
    outcome = verify(organisation)
    assert outcome.holds, outcome
    assert (outcome.revisions, outcome.changes) == (WRITERS * EACH, WRITERS * EACH)
    assert LedgerHead.objects.get().number == WRITERS * EACH
    with within(organisation):
        assert RoleAssignment.objects.count() == WRITERS * EACH


def test_of_those_who_change_the_same_state_one_wins(scene: tuple[Organisation, Account]) -> None:
    organisation, account = scene
    with revise(Actor.system(organisation), "grant_role") as revision:
        made = revision.create(RoleAssignment(account=account, role="auditor"))

    def change(number: int) -> str:
        with within(organisation):
            mine = RoleAssignment.objects.get(pk=made.pk)
        mine.version = 1  # all have read the first state
        try:
            with revise(Actor.system(organisation), "edit") as revision:
                revision.update(mine, role=f"role {number}")
        except EditConflict:
            return "conflict"
        return mine.role

    answers = at_once(change)
    winners = [answer for answer in answers if answer != "conflict"]
    assert len(winners) == 1
    with within(organisation):
        assert [record.role for record in RoleAssignment.objects.all()] == winners
    assert Revision.everywhere.count() == 2
    assert verify(organisation).holds
