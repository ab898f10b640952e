"""Undo refuses, with the name, where a restored record would point to nothing; equal amounts are no change; a wiped ledger shows."""

from __future__ import annotations

from decimal import Decimal

import pytest

from steerco.capabilities.people.models import Person
from steerco.capabilities.projects.models import Project
from steerco.capabilities.projects.tests.factories import make_project
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.chain import verify
from steerco.foundation.ledger.models import Revision
from steerco.foundation.ledger.undo import CannotUndo, undo
from steerco.foundation.ledger.writer import revise


def test_undo_names_what_a_restored_record_would_miss(system: Actor) -> None:
    with revise(system, "add_person") as revision:
        owner = revision.create(Person(organisation=system.organisation, name="Ada"))
    with revise(system, "add_project") as revision:
        project = revision.create(Project(organisation=system.organisation, ref="P1", name="Bridge", owner=owner))
    with revise(system, "remove_project") as revision:
        revision.delete(project)
    removed = Revision.objects.get(verb="remove_project")
    with revise(system, "remove_person") as revision:
        revision.delete(owner)

    with pytest.raises(CannotUndo, match=r"Bridge points to a .* removed since"):
        undo(system, removed, verb="undo", reason="a mistake")

    assert not Project.objects.exists()
    assert Revision.objects.count() == 4


def test_undo_says_that_something_has_taken_the_place(system: Actor) -> None:
    with revise(system, "add_project") as revision:
        project = revision.create(Project(organisation=system.organisation, ref="P1", name="Bridge"))
    with revise(system, "remove_project") as revision:
        revision.delete(project)
    removed = Revision.objects.get(verb="remove_project")
    with revise(system, "add_another") as revision:
        revision.create(Project(organisation=system.organisation, ref="P1", name="Tunnel"))

    with pytest.raises(CannotUndo, match="taken its place"):
        undo(system, removed, verb="undo", reason="a mistake")

    assert [found.name for found in Project.objects.all()] == ["Tunnel"]


def test_an_amount_written_in_other_digits_is_no_change(system: Actor) -> None:
    project = make_project(system.organisation, whole_life_cost_amount=Decimal("5.00"))
    with revise(system, "update_project") as revision:
        assert not revision.update(project, whole_life_cost_amount=Decimal(5))
    assert not Revision.objects.exists()
    assert project.version == 1


def test_records_without_any_revision_do_not_hold(system: Actor) -> None:
    make_project(system.organisation)
    checked = verify(system.organisation)
    assert not checked.holds
    assert "no revision" in checked.problem
