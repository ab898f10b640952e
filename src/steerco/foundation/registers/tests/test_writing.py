"""Values written by column: read as people write them, settled with what others wrote, refused without a trace."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404

from conftest import MakeAccount
from steerco.capabilities.people.tests.factories import make_person, make_unit
from steerco.capabilities.projects import services
from steerco.capabilities.projects.models import Project
from steerco.capabilities.projects.tests.factories import make_field, make_portfolio, make_programme, make_project
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.ledger.models import Change, Revision
from steerco.foundation.ledger.writer import EditConflict
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.registers.dates import date_of, months_first
from steerco.foundation.registers.register import registers
from steerco.foundation.registers.writing import NO_FIELD, BothChanged, Writing, refusals, remove, said
from steerco.foundation.ui.figures import day


@pytest.fixture
def other(organisation: Organisation, make_account: MakeAccount) -> Actor:
    """A second editor."""
    return Actor.of(make_account(organisation, "pmo_analyst", clearance=2), organisation, entrance="page")


@pytest.fixture
def project(organisation: Organisation) -> Project:
    """A record that both may edit."""
    return make_project(organisation, "Crossrail", end_on=dt.date(2027, 1, 31), whole_life_cost_amount=Decimal("1000000.00"))


def writing(by: Actor, record: Any = None, name: str = "projects", *, new: bool = False) -> Writing:
    return Writing(registers[name], by, record, new=new)


def typed(by: Actor, record: Any, **texts: str) -> dict[str, Any]:
    made = writing(by, record)
    return {name: made.typed(name, text) for name, text in texts.items()}


def test_texts_are_read_as_people_write_them(director: Actor, project: Project, organisation: Organisation) -> None:
    unit = make_unit(organisation, "DFT", name="Department for Transport")
    ada, ports = make_person(organisation, "Ada Byron"), make_programme(organisation, "Ports")
    given = typed(
        director, project, unit="dft", owner="Ada Byron", programme="Ports", end="31 Mar 2028", whole_life_cost="£2.5m",
        price_basis="Nominal", name=" Elizabeth line ",
    )  # fmt: skip
    assert writing(director, project).set_values(project, given)
    project = Project.objects.get()
    assert (project.unit, project.owner, project.programme) == (unit, ada, ports)
    assert (project.end_on, project.whole_life_cost_amount) == (dt.date(2028, 3, 31), Decimal(2500000))
    assert (project.price_basis, project.name) == ("nominal", "Elizabeth line")
    revision = Revision.objects.get()
    assert (revision.verb, revision.changes.count()) == ("update_project", 1)


@pytest.mark.parametrize(
    ("column", "text", "says"),
    [
        ("end", "soon", "not a date"), ("unit", "XYZ", "none called"), ("whole_life_cost", "much", "not a number"),
        ("whole_life_cost", "$5m", "the record is in GBP"),
        ("price_basis", "cheap", "not one of the choices"), ("state", "closed", "can't be changed"),
        ("secret", "1", "no field"), ("name", "", "Fill this in"), ("start", "2030-01-01", "end date is before"),
        ("owner", "Twin", "several called"),
    ],
)  # fmt: skip
def test_what_is_refused_names_its_column_and_leaves_no_trace(
    director: Actor, project: Project, organisation: Organisation, column: str, text: str, says: str
) -> None:
    for _each in range(2):
        make_person(organisation, "Twin")
    made = writing(director, project)
    before = Project.objects.values().get()
    with pytest.raises(ValidationError) as refused:
        made.set_values(project, {column: made.typed(column, text)})
    told = refusals(refused.value)
    assert list(told) == ["end" if column == "start" else column]
    assert says in said(refused.value)
    assert Project.objects.values().get() == before
    assert not Revision.objects.exists()


def test_different_fields_both_win_without_a_question(director: Actor, other: Actor, project: Project) -> None:
    seen = project.version
    assert writing(director, project).set_values(project, {"name": "Elizabeth line"}, version=seen)
    late = Project.objects.get()
    assert writing(other, late).set_values(late, {"end": dt.date(2030, 1, 1)}, version=seen)
    kept = Project.objects.get()
    assert (kept.name, kept.end_on, kept.version) == ("Elizabeth line", dt.date(2030, 1, 1), seen + 2)


def test_the_same_field_asks_with_both_values_and_writes_nothing(director: Actor, other: Actor, project: Project) -> None:
    seen = project.version
    services.update_project(by=director, project=project, end_on=dt.date(2031, 4, 9), reason="after route decision")
    late = Project.objects.get()
    with pytest.raises(BothChanged) as asked:
        writing(other, late).set_values(late, {"end": "2031-10-09"}, version=seen)
    (conflict,) = asked.value.conflicts
    assert (conflict.name, conflict.was, conflict.theirs, conflict.yours) == (
        "end",
        day(dt.date(2027, 1, 31)),
        day(dt.date(2031, 4, 9)),
        day(dt.date(2031, 10, 9)),
    )
    assert (conflict.who, conflict.reason) == (str(director.account), "after route decision")
    assert Project.objects.get().end_on == dt.date(2031, 4, 9)
    now = Project.objects.get().version
    assert not writing(other, late).set_values(late, {"end": "2031-10-09"}, version=seen, keep={"end": "theirs"})
    assert Project.objects.get().version == now
    assert writing(other, late).set_values(late, {"end": "2031-10-09"}, version=now)
    assert Project.objects.get().end_on == dt.date(2031, 10, 9)


def test_a_third_change_asks_again(director: Actor, other: Actor, project: Project) -> None:
    seen = project.version
    services.update_project(by=director, project=project, name="Second")
    chosen_over = project.version
    services.update_project(by=director, project=project, name="Third")
    with pytest.raises(BothChanged) as asked:
        writing(other, project).set_values(project, {"name": "Mine"}, version=chosen_over)
    assert asked.value.conflicts[0].was == "Second"
    assert seen < chosen_over
    assert Project.objects.get().name == "Third"


def test_what_both_wrote_alike_and_what_was_put_back_is_no_conflict(director: Actor, other: Actor, project: Project) -> None:
    seen = project.version
    services.update_project(by=director, project=project, name="Same")
    assert not writing(other, project).set_values(project, {"name": "Same"}, version=seen)
    services.update_project(by=director, project=project, name="Crossrail")
    assert writing(other, project).set_values(project, {"name": "Mine"}, version=seen)
    assert Project.objects.get().name == "Mine"


def test_own_fields_are_fields_like_others(director: Actor, other: Actor, project: Project, organisation: Organisation) -> None:
    make_field(organisation, "Area")
    make_field(organisation, "Board", "choice", choices=["North", "South"])
    seen = project.version
    writing(director, project).set_values(project, {"area": "Docks"}, version=seen)
    late = Project.objects.get()
    made = writing(other, late)
    assert made.set_values(late, {"board": made.typed("board", "south")}, version=seen)
    assert Project.objects.get().custom == {"area": "Docks", "board": "South"}
    with pytest.raises(BothChanged):
        made.set_values(late, {"area": "Quays"}, version=seen)
    with pytest.raises(ValidationError) as refused:
        made.set_values(late, {"board": "East"})
    assert list(refusals(refused.value)) == ["board"]
    assert Project.objects.get().custom == {"area": "Docks", "board": "South"}


def test_a_new_record_begins_as_its_form_does(director: Actor, organisation: Organisation) -> None:
    made = writing(director, new=True)
    portfolio = make_portfolio(organisation)
    project = made.add({"name": made.typed("name", "Bridge"), "end": made.typed("end", "1/2/2030")}, reason="from the list")
    assert (project.name, project.end_on, project.price_basis) == ("Bridge", dt.date(2030, 2, 1), "unstated")
    assert Revision.objects.get().reason == "from the list"
    assert writing(director, new=True).add({"name": "Tunnel"}).portfolios.get() == portfolio
    with pytest.raises(ValidationError) as refused:
        made.add({"end": "2030-01-01"})
    assert refusals(refused.value) == {"name": ["Fill this in."]}
    assert Project.objects.count() == 2


def test_nobody_writes_what_they_may_not(organisation: Organisation, make_account: MakeAccount, project: Project) -> None:
    reader = Actor.of(make_account(organisation, "auditor"), organisation, entrance="page")
    with pytest.raises(Refused):
        writing(reader, project).set_values(project, {"name": "Mine"})
    with pytest.raises(Refused):
        writing(reader, new=True).add({"name": "Mine"})
    with pytest.raises(Refused):
        remove(registers["projects"], reader, project)
    nobody = Actor.of(make_account(organisation), organisation, entrance="page")
    with pytest.raises(Http404):
        writing(nobody, project).set_values(project, {"name": "Mine"})
    with pytest.raises(Http404):
        writing(reader, name="reports")
    assert Project.objects.get().name == "Crossrail"
    assert not Change.objects.exists()


def test_a_removal_of_an_older_version_is_refused(director: Actor, project: Project) -> None:
    seen = project.version
    services.update_project(by=director, project=project, name="Second")
    with pytest.raises(EditConflict):
        remove(registers["projects"], director, project, version=seen)
    assert Project.objects.exists()
    remove(registers["projects"], director, project, version=seen + 1, reason="twice")
    assert not Project.objects.exists()
    with pytest.raises(Http404) as gone:
        remove(registers["projects"], director, project)
    assert "may not see it" in said(gone.value)


def test_a_refusal_that_belongs_to_no_column_is_said_whole(director: Actor) -> None:
    assert refusals(ValidationError("Not now.")) == {NO_FIELD: ["Not now."]}
    assert said(Refused("project", "edit", {"pmo_director"})).startswith("Refused: you may not edit")


@pytest.mark.parametrize(
    ("text", "month_first", "date"),
    [
        ("2026-03-31", False, "2026-03-31"), ("31 Mar 2026", False, "2026-03-31"), ("31-March-26", False, "2026-03-31"),
        ("March 31, 2026", False, "2026-03-31"), ("3rd Sept 2026", False, "2026-09-03"), ("03/04/2026", False, "2026-04-03"),
        ("03/04/2026", True, "2026-03-04"), ("31.03.26", False, "2026-03-31"), ("2026-03-31 00:00:00", False, "2026-03-31"),
    ],
)  # fmt: skip
def test_dates_as_spreadsheets_write_them(text: str, month_first: bool, date: str) -> None:
    assert date_of(text, month_first=month_first).isoformat() == date


@pytest.mark.parametrize("text", ["", "31 Foo 2026", "31/02/2026", "2026", "13/13/2026", "soon", "2026-3-1x"])
def test_what_is_no_date_is_said(text: str) -> None:
    with pytest.raises(ValueError, match="not a date"):
        date_of(text)


def test_a_column_says_which_part_of_its_dates_is_the_month() -> None:
    assert months_first(["03/25/2024", "04/01/2024"])
    assert not months_first(["25/03/2024", "04/01/2024"])
    assert not months_first(["03/25/2024", "25/03/2024"])
    assert not months_first(["04/01/2024", "1 Mar 2024"])
