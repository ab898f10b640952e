"""Role by action, from the permission tables themselves: what a line allows works, what it does not is refused and writes nothing."""

from __future__ import annotations

import copy
import dataclasses

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from steerco.capabilities.people.access import CATALOGUE, COLUMNS
from steerco.capabilities.projects.models import Project
from steerco.foundation.access import permissions
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.organisations.scope import within
from tests.isolation.acts import ACTS, NOT_YET, READ, SIGHTS, TABLES, Act, table
from tests.isolation.walking import Back, standing
from tests.isolation.worlds import OPEN, OUTSIDE, RESTRICTED, World

LINES = [(subject, action) for subject, action in ACTS]
AT_A_PROJECT = [("project", "edit"), ("project", "move"), ("project", "merge"), ("status report", "draft"), ("status report", "publish")]


def outcome(world: World, by: Actor, act: Act) -> str:
    """What came of an act: "done", or the words of the refusal. Whatever it wrote is taken back."""
    found = ""
    try:
        with transaction.atomic(), within(world.organisation):
            before = standing(world)
            try:
                with transaction.atomic():
                    act(copied(world), by)
                found = "done"
            except (Refused, ValidationError) as refusal:
                found = " ".join(getattr(refusal, "messages", [str(refusal)])) if standing(world) == before else "refused, and yet written"
            raise Back
    except Back:
        return found


def copied(world: World) -> World:
    """The world with records that an act may change without changing those of the next test."""
    held = {kind: [copy.copy(record) for record in records] for kind, records in world.held.items()}
    return dataclasses.replace(world, held=held)


def test_every_line_of_every_table_is_tried() -> None:
    assert {each.subject for each in TABLES} >= set(permissions._tables) - {"widget"}
    lines = {(each.subject, action) for each in TABLES for action in each.allowed}
    assert lines - set(ACTS) - set(NOT_YET) == {(subject, action) for subject, action in lines if action in READ}
    assert set(ACTS) <= lines


@pytest.mark.parametrize("role", COLUMNS)
def test_each_role_does_what_its_tables_say_and_nothing_else(alpha: World, member, role: str) -> None:
    by = Actor.of(member(alpha, role, clearance=2), alpha.organisation, entrance="page")
    wrong = []
    for subject, action in LINES:
        may = table(subject).grants(role, action)
        for place, act in enumerate(ACTS[(subject, action)]):
            found = outcome(alpha, by, act)
            if may and found != "done":
                wrong.append(f"{role} may {action} {subject} ({place}), but: {found}")
            if not may and not found.startswith("Refused: you"):
                wrong.append(f"{role} may not {action} {subject} ({place}), but: {found}")
    assert wrong == []


@pytest.mark.parametrize("role", COLUMNS)
def test_each_role_sees_what_its_tables_say(alpha: World, member, role: str) -> None:
    by = Actor.of(member(alpha, role, clearance=2), alpha.organisation, entrance="page")
    seen = {}
    with within(alpha.organisation):
        for subject, sight in SIGHTS.items():
            try:
                seen[subject] = sight(by)
            except Refused:
                seen[subject] = False
    assert seen == {subject: table(subject).grants(role, "view") for subject in SIGHTS}


@pytest.mark.parametrize("kind", ["project", "unit", "programme", "portfolio"])
def test_a_role_holds_at_its_scope_and_below_and_nowhere_else(alpha: World, member, kind: str) -> None:
    inside, outside, closed = (alpha.project(word) for word in (OPEN, OUTSIDE, RESTRICTED))
    scope = {
        "project": inside.pk,
        "unit": alpha.held["units"][0].pk,
        "programme": inside.programme_id,
        "portfolio": alpha.held["portfolios"][0].pk,
    }[kind]
    wrong = []
    for role in COLUMNS:
        by = Actor.of(member(alpha, role, (kind, scope)), alpha.organisation, entrance="page")
        for subject, action in AT_A_PROJECT:
            may = table(subject).grants(role, action)
            for place, act in enumerate(ACTS[(subject, action)][:1]):
                inner = outcome(alpha, by, act)
                if (inner == "done") != may:
                    wrong.append(f"{role} at {kind} {action} {subject} ({place}) inside: {inner}")
                for project in (outside, closed):
                    outer = outcome(swapped(alpha, project), by, act)
                    if not outer.startswith("Refused: you"):
                        wrong.append(f"{role} at {kind} {action} {subject} on {project}: {outer}")
    assert wrong == []


def swapped(world: World, project: Project) -> World:
    """The world in which another project stands where the open one is looked for."""

    return dataclasses.replace(world, stand_in=project)


@pytest.mark.parametrize("role", CATALOGUE, ids=lambda role: role.key)
def test_every_role_of_the_catalogue_counts_as_its_column_in_every_table(alpha: World, member, role) -> None:
    own, column = (
        Actor.of(member(alpha, key, ("unit", alpha.held["units"][0].pk), clearance=1), alpha.organisation, entrance="page")
        for key in (role.key, role.column)
    )
    assert role.column in COLUMNS
    for each in permissions.all_tables():
        for action in each.allowed:
            assert each.reach(own, action) == each.reach(column, action), (each.subject, action)
            assert each.allows(own, action) == each.allows(column, action), (each.subject, action)
