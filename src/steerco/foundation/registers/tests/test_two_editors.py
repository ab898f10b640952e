"""Two people edit the same field of the same record at once, again and again: whatever was acknowledged is in the ledger, and no value is
written over that its editor had not seen.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest
from django.db import connection

from steerco.capabilities.projects.models import Project
from steerco.foundation.access.actor import Actor
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger.chain import verify
from steerco.foundation.ledger.models import Change
from steerco.foundation.ledger.writer import revise
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import within
from steerco.foundation.registers.register import registers
from steerco.foundation.registers.writing import BothChanged, Writing

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = int(os.environ.get("STEERCO_TEST_ROUNDS", "100"))


@dataclass
class Editor:
    """Somebody who reads the field and then writes it; what was acknowledged, what was asked, and what was chosen over it."""

    by: Actor
    name: str
    written: list[str] = field(default_factory=list)
    asked: int = 0
    kept: int = 0

    def edit(self, pk: int, value: str, start: threading.Barrier, turn: int) -> None:
        """Both read, then both write; whoever comes second is asked, and keeps theirs or uses the own one in turn."""
        with within(self.by.organisation):
            record = Project.objects.get(pk=pk)
            version = record.version
            start.wait(60)
            writing = Writing(registers["projects"], self.by, record)
            for _try in range(5):
                try:
                    assert writing.set_values(record, {"category": value}, version=version)
                    self.written.append(value)
                    return
                except BothChanged as error:
                    self.asked += 1
                    assert error.conflicts[0].yours == value
                    version = error.record.version  # the values that were shown are those of this version
                    if turn % 2:
                        self.kept += 1
                        return
        raise AssertionError("asked for ever")


@pytest.fixture
def editors() -> Iterator[list[Editor]]:
    organisation = Organisation.objects.create(key="busy", name="Busy")
    accounts = [Account.objects.create_user(f"{name}@busy.test", "a long pass phrase", name=name) for name in ("Ada", "Bob")]
    with within(organisation):
        yield [Editor(Actor.system(organisation, entrance="page", account=account), account.name) for account in accounts]


def test_no_update_is_lost_between_two_editors_of_one_field(editors: list[Editor]) -> None:
    with revise(editors[0].by, "create_project") as revision:
        project = revision.create(Project(ref="PRJ-0001", name="Crossrail"))
    start = threading.Barrier(2)

    def work(number: int) -> None:
        try:
            for turn in range(ROUNDS):
                start.wait(60)
                editors[number].edit(project.pk, f"{editors[number].name} {turn}", start, turn)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))
    changes = list(Change.objects.filter(record_id=project.pk, action=Change.CHANGED).order_by("id"))
    assert sorted(change.after["category"] for change in changes if change.after) == sorted(editors[0].written + editors[1].written)
    before = ""
    for change in changes:
        assert change.before is not None
        assert change.before["category"] == before  # each was written over exactly what stood there
        assert change.after is not None
        before = change.after["category"]
    assert Project.objects.get().category == before
    assert Project.objects.get().version == len(changes) + 1
    asked, kept = sum(editor.asked for editor in editors), sum(editor.kept for editor in editors)
    assert (asked, kept) == (ROUNDS, ROUNDS // 2)  # one of the two was asked in every round, and every other time kept theirs
    assert len(changes) + kept == 2 * ROUNDS
    assert verify(project.organisation).holds


def test_two_editors_of_different_fields_are_never_asked(editors: list[Editor]) -> None:
    with revise(editors[0].by, "create_project") as revision:
        project = revision.create(Project(ref="PRJ-0001", name="Crossrail"))
    rounds, start = ROUNDS // 10, threading.Barrier(2)

    def work(number: int) -> None:
        column, by = ("category", "budget_year")[number], editors[number].by
        try:
            with within(by.organisation):
                for turn in range(rounds):
                    record = Project.objects.get(pk=project.pk)
                    version = record.version
                    start.wait(60)
                    assert Writing(registers["projects"], by, record).set_values(record, {column: f"{turn}"}, version=version)
                    start.wait(60)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))
    kept = Project.objects.get()
    assert (kept.category, kept.budget_year, kept.version) == (f"{rounds - 1}", f"{rounds - 1}", 2 * rounds + 1)
    assert verify(project.organisation).holds
