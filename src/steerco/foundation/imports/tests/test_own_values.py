"""Fields of an organisation's own, of every kind: exported, imported back by their names, and the same as before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from steerco.capabilities.people.tests.factories import make_person
from steerco.capabilities.projects.models import Project
from steerco.capabilities.projects.tests.factories import make_project
from steerco.capabilities.work.models import Task
from steerco.foundation.access.actor import Actor
from steerco.foundation.exports.writers import csv_lines, xlsx_file
from steerco.foundation.fields.tests.factories import define, listed
from steerco.foundation.imports.services import GivenFile, load_files
from steerco.foundation.ledger.writer import revise
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import within
from steerco.foundation.registers.taking import sheet

pytestmark = pytest.mark.django_db
KEYS = ("note", "size", "reserve", "since", "public", "grade", "regions", "sponsor", "twice")


@pytest.fixture
def by(organisation: Organisation) -> Iterator[Actor]:
    """The system, with its organisation in force and a field of each kind on projects."""
    with within(organisation):
        actor = Actor.system(organisation)
        for label, kind in (("Note", "text"), ("Size", "number"), ("Reserve", "money"), ("Since", "date"), ("Public", "yes_no")):
            define(actor, label, kind)
        define(actor, "Grade", "choice", choices=["Gold", "Silver"])
        define(actor, "Regions", "choices", choices=["North", "South, coast", "Öst"])
        define(actor, "Sponsor", "person")
        define(actor, "Twice", "formula", formula="[Size] * 2")
        yield actor


def loaded(by: Actor, data: str, name: str = "list_2026-03-31.csv") -> dict[str, Any]:
    """What a load of a list says."""
    return load_files(by=by, files=[GivenFile(name, data.encode())], profile="any-list")


def test_every_kind_is_exported_and_imported_back_unchanged(by: Actor, organisation: Organisation) -> None:
    person = make_person(organisation, "Ann Author")
    held = {
        "note": "“quoted”, \"and\"; two", "size": "12.5", "reserve": "1250000.75", "since": "2026-02-28", "public": False,
        "grade": "Silver",
        "regions": ["North", "South, coast"], "sponsor": person.pk,
    }  # fmt: skip
    project = make_project(organisation, "Bridge", key="BR-1", currency="GBP", custom=held)
    bare = make_project(organisation, "Tunnel", key="TU-1", currency="GBP")
    exported = "".join(csv_lines(sheet(listed(by, "key", "name", *KEYS))))
    with revise(by, "empty") as revision:
        revision.update(Project.objects.get(pk=project.pk), custom={})
    report = loaded(by, exported)
    project.refresh_from_db()
    bare.refresh_from_db()
    assert (project.custom, bare.custom) == (held, {})
    assert [problem["message"] for problem in report["problems"]] == ["“Twice” is worked out here. What the file says of it is left out."]
    assert "".join(csv_lines(sheet(listed(by, "key", "name", *KEYS)))) == exported


def test_a_text_that_looks_like_a_formula_comes_back_from_every_file(by: Actor, organisation: Organisation) -> None:
    notes = ["=1+1", "-5 to +3", "'=quoted", "so;=2;-3", "@all: it's"]
    for number, note in enumerate(notes):
        make_project(organisation, f"={number}", key=f"K-{number}", currency="GBP", custom={"note": note})
    shown = sheet(listed(by, "key", "name", "note"))
    csv_file = "".join(csv_lines(shown)).encode()
    with xlsx_file(sheet(listed(by, "key", "name", "note"))) as file:
        files = [("a_2026-03-31.csv", csv_file), ("b_2026-06-30.xlsx", file.read())]
    for name, data in files:
        with revise(by, "empty") as revision:
            for project in Project.objects.all():
                revision.update(project, custom={})
        load_files(by=by, files=[GivenFile(name, data)], profile="any-list")
        assert list(Project.objects.order_by("key").values_list("name", "custom__note")) == [
            (f"={number}", note) for number, note in enumerate(notes)
        ], name


def test_what_a_field_can_not_hold_is_said_at_its_cell_and_the_rest_is_taken(by: Actor) -> None:
    data = "Name,Grade,Sponsor,Size,Public\nBridge,Bronze,Nobody,12,perhaps\nTunnel,Gold,,many,yes\n"
    report = loaded(by, data)
    assert Project.objects.get(name="Bridge").custom == {"size": "12"}
    assert Project.objects.get(name="Tunnel").custom == {"grade": "Gold", "public": True}
    assert {(each["row"], each["column"]): each["message"] for each in report["problems"]} == {
        (2, 2): "Choose one of: Gold, Silver.", (2, 3): "There is nobody called “Nobody” that you may choose.",
        (2, 5): "Say yes or no.", (3, 4): "“many” is not a number.",
    }  # fmt: skip


def test_nothing_goes_into_a_worked_out_field_though_somebody_sends_a_column_there(by: Actor) -> None:
    files = [GivenFile("list_2026-03-31.csv", b"Name,Guess\nBridge,24\n")]
    report = load_files(by=by, files=files, profile="any-list", options={"mapping": {"Guess": "own:Twice"}})
    assert Project.objects.get(name="Bridge").custom == {}
    assert report["problems"][0]["message"] == "“Twice” is worked out here. What the file says of it is left out."


def test_a_task_takes_the_fields_of_tasks(by: Actor) -> None:
    define(by, "Effort", "choice", choices=["low", "high"], register="tasks")
    files = [GivenFile("t.csv", b"id,project,created_date,finished_date,Effort\nT-1,Bridge,13/02/2026,14/02/2026,high\n")]
    options = {"mapping": {"Effort": "own:Effort"}}
    load_files(by=by, files=files, profile="agile-task-flow", options=options)
    assert Task.objects.get().custom == {"effort": "high"}
