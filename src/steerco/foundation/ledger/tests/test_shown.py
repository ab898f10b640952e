"""Which kinds of record a reader of the ledger reads: those that a room has opened, and no others."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from steerco.capabilities.projects.models import Portfolio
from steerco.foundation.access.actor import Actor
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger import access
from steerco.foundation.ledger.models import Change
from steerco.foundation.ledger.writer import revise
from steerco.foundation.registers.models import SavedView
from steerco.foundation.tasks.models import Schedule

pytestmark = pytest.mark.django_db
MakeAccount = Callable[..., Account]


def kinds_read(by: Actor) -> set[str]:
    return set(Change.objects.filter(access.shown_changes(by)).values_list("record_type", flat=True))


def reader(role: str, clearance: int, system: Actor, make_account: MakeAccount) -> Actor:
    return Actor.of(make_account(system.organisation, role, clearance=clearance), system.organisation, entrance="page")


def test_a_kind_of_which_nobody_decided_is_shown_to_whoever_reads_everything_only(
    system: Actor, make_account: MakeAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    with revise(system, "add_portfolio") as revision:
        revision.create(Portfolio(organisation=system.organisation, ref="PF-1", name="Roads"))
    low, high = (reader("auditor", clearance, system, make_account) for clearance in (1, 2))
    assert "projects.portfolio" in kinds_read(low) & kinds_read(high)
    monkeypatch.setattr(access, "_open", access._open - {"projects.portfolio"})
    assert "projects.portfolio" not in kinds_read(low)
    assert "projects.portfolio" in kinds_read(high)
    for belonging in (True, False):
        shown = access.shown_changes_of(low, "projects.portfolio", belonging=belonging)
        assert not Change.objects.filter(shown, record_type="projects.portfolio").exists()


def test_views_of_others_are_shown_where_they_are_shared(system: Actor, director: Actor, make_account: MakeAccount) -> None:
    with revise(director, "save_view") as revision:
        for name, shared in (("Mine", False), ("Ours", True)):
            revision.create(
                SavedView(organisation=director.organisation, register="projects", name=name, owner=director.account, shared=shared)
            )
    shown = access.shown_changes(reader("pmo_analyst", 1, system, make_account))
    assert set(Change.objects.filter(shown, record_type="registers.savedview").values_list("record_label", flat=True)) == {"Ours"}


def test_what_is_set_for_the_clock_is_read_by_whoever_may_look_at_jobs(system: Actor, make_account: MakeAccount) -> None:
    with revise(system, "set_schedule") as revision:
        revision.create(Schedule(organisation=system.organisation, kind="rest", cron="0 1 * * *"))
    assert "tasks.schedule" in kinds_read(reader("auditor", 1, system, make_account))
    assert "tasks.schedule" not in kinds_read(reader("pmo_analyst", 1, system, make_account))
