"""The refusal matrix: role × action × record × entrance, from the permission tables; and every way of having less than a role.

What each role may do through a page is tried in `test_roles.py`. Here the same acts come through every other entrance, and by people who
have lent rights, tokens, ended roles, or roles elsewhere. What is refused is refused in words and leaves the ledger where it was.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from steerco.capabilities.people.access import COLUMNS
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import APPROVING, GRANTING, READING, Permissions, Refused, all_tables
from steerco.foundation.ledger.models import LedgerHead
from steerco.foundation.ledger.writer import CrossOrganisation
from steerco.foundation.organisations.scope import within
from tests.isolation.acts import ACTS, READ, Act, table
from tests.isolation.test_roles import copied
from tests.isolation.walking import Back
from tests.isolation.worlds import World

ENTRANCES = ("command", "import", "api", "bulk", "task", "sign_in")
OWN = {("delegation", "end"), ("token", "end")}  # whoever it belongs to may, whatever their roles: tried in their rooms
ONESELF = {("webhook", "manage")}  # what a person sets up for themselves, never on behalf of another
MakeActor = Callable[..., Actor]


def refused(world: World, by: Actor, act: Act) -> str:
    """Why an act was refused; empty where it was done. A refusal that wrote something is said as such."""
    found = ""
    try:
        with transaction.atomic(), within(world.organisation):
            before = LedgerHead.objects.get(organisation=world.organisation).number
            try:
                with transaction.atomic():
                    act(copied(world), by)
            except (Refused, CrossOrganisation) as refusal:
                found = str(refusal)
            except ValidationError as refusal:
                found = " ".join(refusal.messages)
            after = LedgerHead.objects.get(organisation=world.organisation).number
            if found and after != before:
                found = f"written, and yet refused: {found}"
            raise Back
    except Back:
        return found


def lines() -> list[tuple[str, str, Act]]:
    """One act for each line of each table."""
    return [(subject, action, acts[0]) for (subject, action), acts in ACTS.items()]


@pytest.mark.parametrize("role", COLUMNS)
def test_what_a_role_may_not_do_it_may_not_do_through_any_entrance(alpha: World, member, role: str) -> None:
    by = Actor.of(member(alpha, role, clearance=2), alpha.organisation, entrance="page")
    tried, wrong = 0, []
    for subject, action, act in lines():
        if table(subject).grants(role, action):
            continue
        for entrance in ENTRANCES:
            tried += 1
            said = refused(alpha, by.through(entrance), act)
            if not said.startswith("Refused: you"):
                wrong.append(f"{role} {action} {subject} through {entrance}: {said or 'done'}")
    assert wrong == []
    assert tried > 100 or role == "pmo_director"


@pytest.mark.parametrize("entrance", ["page", *ENTRANCES])
def test_who_may_only_look_changes_nothing(alpha: World, member, entrance: str) -> None:
    """By delegation or by token: a director's rights to look, and no verb of any table."""
    director = Actor.of(member(alpha, "pmo_director", clearance=2), alpha.organisation, entrance=entrance)
    away = member(alpha, "team_member")
    wrong = [
        f"{action} {subject}: {said or 'done'}"
        for by in (replace(director, extent="look"), replace(director, extent="look", on_behalf_of=away), replace(director, extent="?"))
        for subject, action, act in lines()
        if not (said := refused(alpha, by, act)).startswith("Refused")
    ]
    assert wrong == []


@pytest.mark.parametrize("extent", ["work", "whole"])
def test_what_was_not_lent_is_refused_and_the_rest_is_not(alpha: World, member, extent: str) -> None:
    director = Actor.of(member(alpha, "pmo_director", clearance=2), alpha.organisation, entrance="page")
    by, wrong = replace(director, extent=extent, on_behalf_of=member(alpha, "team_member")), []
    for subject, action, act in lines():
        withheld = action in GRANTING or (subject, action) in ONESELF or (extent == "work" and action in APPROVING)
        if (subject, action) in OWN or subject == "role to grant" or not table(subject).grants("pmo_director", action):
            continue
        said = refused(alpha, by, act)
        if withheld != said.startswith("Refused"):
            wrong.append(f"{extent}: {action} {subject}: {said or 'done'}")
    assert wrong == []


def test_a_director_of_another_organisation_changes_nothing_here(alpha: World, beta: World, member) -> None:
    by = Actor.of(member(beta, "pmo_director", clearance=2), beta.organisation, entrance="page")
    before = LedgerHead.objects.get(organisation=alpha.organisation).number
    wrong = []
    for subject, action, act in lines():
        try:
            with transaction.atomic():
                with within(alpha.organisation):
                    act(copied(alpha), by)
                after = LedgerHead.objects.get(organisation=alpha.organisation).number
                if after != before:
                    wrong.append(f"{action} {subject} wrote")
                raise Back
        except Exception as refusal:  # whatever stops it, nothing may be written
            assert LedgerHead.objects.get(organisation=alpha.organisation).number == before, (subject, action, refusal)
    assert wrong == []


@pytest.mark.parametrize("dates", [{"ends_on": -1}, {"starts_on": 1}])
def test_a_role_outside_of_its_dates_does_nothing(alpha: World, member, dates: dict[str, int]) -> None:
    lasting = {name: timezone.localdate() + dt.timedelta(days=days) for name, days in dates.items()}
    by = Actor.of(member(alpha, "pmo_director", clearance=2, **lasting), alpha.organisation, entrance="page")
    assert [f"{action} {subject}" for subject, action, act in lines() if not refused(alpha, by, act).startswith("Refused")] == []


def test_without_the_clearance_nothing_confidential_is_granted_or_ended(alpha: World, member) -> None:
    by = Actor.of(member(alpha, "administrator", clearance=0), alpha.organisation, entrance="page")
    for subject in ("program", "role of a group"):
        action = next(iter(set(table(subject).allowed) - READ))
        assert not table(subject).allows(by, action, level=1)


def test_every_table_denies_each_approval_to_administrators() -> None:
    found: list[tuple[Permissions, str]] = [(each, action) for each in all_tables() for action in each.allowed if action in APPROVING]
    assert ("status report", "publish") in [(each.subject, action) for each, action in found]
    assert [(each.subject, action) for each, action in found if "administrator" not in each.denied[action]] == []
    assert not APPROVING & READING and not GRANTING & READING
