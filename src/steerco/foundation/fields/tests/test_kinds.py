"""Fields of every kind, on every register that takes them: written, refused, filtered, sorted, grouped, exported, pasted."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from steerco.capabilities.people.tests.factories import make_person
from steerco.capabilities.projects import services as projects
from steerco.capabilities.projects.models import Project
from steerco.capabilities.projects.tests.factories import make_portfolio, make_programme, make_project
from steerco.capabilities.work import services as work
from steerco.capabilities.work.models import Task
from steerco.foundation.access.actor import Actor
from steerco.foundation.fields import services
from steerco.foundation.fields.models import OwnField
from steerco.foundation.fields.queries import fielded, views_with
from steerco.foundation.fields.tests.factories import column, define, listed, table
from steerco.foundation.fields.values import divided
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import within
from steerco.foundation.registers.editing.block import Block, Target
from steerco.foundation.registers.models import SavedView
from steerco.foundation.registers.register import registers
from steerco.foundation.registers.writing import Writing

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(organisation: Organisation) -> Iterator[Actor]:
    """The system, with its organisation in force."""
    with within(organisation):
        yield Actor.system(organisation)


def write(by: Actor, register: str, record: Any, **given: Any) -> None:
    """Writes as a cell does."""
    writing = Writing(registers[register], by, record)
    writing.set_values(record, {name: writing.typed(name, text) for name, text in given.items()}, version=record.version)
    record.refresh_from_db()


def test_several_choices_are_kept_in_their_order_and_found_one_by_one(by: Actor, organisation: Organisation) -> None:
    define(by, "Regions", "choices", choices=["North", "South, coast", "Öst"])
    one, two, none = (make_project(organisation, name) for name in "ABC")
    write(by, "projects", one, regions="Öst; North")
    write(by, "projects", two, regions="South, coast")
    assert one.custom == {"regions": ["North", "Öst"]}
    assert column(by, "regions") == ["North, Öst", "South, coast", ""]
    assert column(by, "name", f=["regions:is:Öst"]) == ["A"]
    assert column(by, "name", f=["regions:in:Öst|South, coast"]) == ["A", "B"]
    assert column(by, "name", f=["regions:not:Öst"]) == ["B", "C"]
    assert column(by, "name", f=["regions:missing"]) == ["C"]
    assert column(by, "name", sort="-regions") == ["B", "A", "C"]
    assert len(listed(by, "name", group="regions").sums().groups) == 3
    with pytest.raises(ValidationError):
        write(by, "projects", none, regions="West")
    assert Project.objects.get(name="C").custom == {}


def test_a_person_is_named_filtered_and_follows_a_new_name(by: Actor, organisation: Organisation, other_organisation: Organisation) -> None:
    define(by, "Reviewer", "person")
    ann, _bob = make_person(organisation, name="Ann"), make_person(organisation, name="Bob")
    project, other = make_project(organisation, "A"), make_project(organisation, "B")
    write(by, "projects", project, reviewer="ann")
    assert project.custom == {"reviewer": ann.pk}
    assert table(by, "reviewer") == [["Ann", ""], ["", "not given"]]
    assert column(by, "name", f=["reviewer:is:Ann"]) == ["A"]
    assert column(by, "name", group="reviewer") == ["A", "B"]
    type(ann).objects.filter(pk=ann.pk).update(name="Zoë")
    assert table(by, "reviewer", sort="reviewer")[0] == ["Zoë", ""]
    stranger = make_person(other_organisation, name="Eve")
    for given in ("Eve", str(stranger.pk)):
        with pytest.raises(ValidationError):
            write(by, "projects", other, reviewer=given)
    for nobody in (stranger.pk, True):
        with pytest.raises(ValidationError, match="nobody"):
            projects.update_project(by=by, project=other, custom={"reviewer": nobody})
    assert Project.objects.get(name="B").custom == {}


@pytest.mark.parametrize("name", ["projects", "programmes", "portfolios", "people", "tasks"])
def test_every_register_that_takes_fields_takes_all_kinds_of_entry(by: Actor, organisation: Organisation, name: str) -> None:
    assert name in fielded()
    project = make_project(organisation, "Host")
    make = {
        "projects": lambda: project, "programmes": lambda: make_programme(organisation), "portfolios": lambda: make_portfolio(organisation),
        "people": lambda: make_person(organisation), "tasks": lambda: work.create_task(by=by, project=project, name="Dig"),
    }  # fmt: skip
    record = make[name]()
    define(by, "Points", "number", register=name)
    define(by, "Due again", "date", register=name)
    define(by, "Twice", "formula", register=name, formula="[Points] * 2")
    write(by, name, record, points="4.5", due_again="2026-03-31")
    assert table(by, "points", "due_again", "twice", register=name) == [["4.5", "2026-03-31", "9", ""]]
    assert table(by, "points", register=name, f=["twice:min:9"]) == [["4.5"]]
    with pytest.raises(ValidationError):
        write(by, name, record, points="many")
    with pytest.raises(ValidationError, match="can't be changed here"):
        write(by, name, record, twice="3")
    record.refresh_from_db()
    assert record.custom == {"points": "4.5", "due_again": "2026-03-31"}


def test_a_block_is_pasted_into_fields_of_every_kind(by: Actor, organisation: Organisation) -> None:
    make_person(organisation, name="Ann")
    for label, kind, choices in (("R", "choices", ["N", "S"]), ("P", "person", []), ("D", "date", []), ("Y", "yes_no", [])):
        define(by, label, kind, choices=choices)
    project = make_project(organisation, "A")
    block = Block(registers["projects"], by, [["N; S", "Ann", "31 Mar 2026", "yes"]], ["r", "p", "d", "y"])
    done = block.lay([Target(project.pk, project.version)], dry=False)
    assert done.cells == 4
    assert table(by, "r", "p", "d", "y") == [["N, S", "Ann", "", "2026-03-31", "yes"]]


def test_a_retired_field_leaves_lists_and_forms_and_comes_back_with_its_values(by: Actor, organisation: Organisation) -> None:
    field = define(by, "Area")
    project = make_project(organisation, "A")
    write(by, "projects", project, area="North")
    view = SavedView.objects.create(organisation=organisation, register="projects", name="By area", query="f=area:is:North&sort=-area")
    assert views_with(field) == [view]
    services.retire_field(by=by, field=field)
    assert "area" not in listed(by).columns
    assert "custom_area" not in Writing(registers["projects"], by, project).controls
    with pytest.raises(ValidationError):
        projects.update_project(by=by, project=project, custom={"area": "South"})
    services.bring_back_field(by=by, field=field)
    assert column(by, "area") == ["North"]


def test_labels_and_names_are_unique_on_a_register_only(by: Actor) -> None:
    define(by, "Area")
    for label in ("Area", "area", "Owner", "Sq [m]"):
        with pytest.raises(ValidationError):
            define(by, label)
    define(by, "Area", register="tasks")
    assert OwnField.objects.count() == 2
    with pytest.raises(ValidationError):
        define(by, "Area", register="roles")
    assert OwnField.objects.count() == 2 and not Task.objects.exists()


def test_choices_that_hold_commas_are_divided_at_once_however_many_ways_there_are() -> None:
    assert divided("South, coast, North", ["North", "South, coast", "South", "coast"]) == ["South, coast", "North"]
    assert divided("a, a, b", ["a", "a, b"]) == ["a", "a, b"]
    began, none = time.process_time(), "a, " * 2000 + "b"
    assert divided(none, ["a", "a, a"]) == [none]
    assert time.process_time() - began < 1
