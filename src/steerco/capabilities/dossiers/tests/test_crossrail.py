"""The real story of Crossrail, from the seven returns as they are, under its changing names."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from steerco.capabilities.dossiers.queries.people import people_of
from steerco.capabilities.dossiers.queries.record import ProjectRecord, project_record
from steerco.capabilities.dossiers.views.brief import told_of
from steerco.capabilities.dossiers.views.facts import facts_say, says
from steerco.capabilities.dossiers.views.overview import identity, page_context
from steerco.capabilities.dossiers.views.story import summary
from steerco.capabilities.projects.models import Project
from steerco.capabilities.returns.tests.gmpp import given
from steerco.foundation.access.actor import Actor
from steerco.foundation.imports.services import load_files
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import within


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Organisation]:
    """An organisation with the seven returns as they were published; rolled back after this module."""
    with django_db_blocker.unblock():
        whole = transaction.atomic()
        whole.__enter__()
        made = Organisation.objects.create(key="returns", name="UK Government")
        with within(made):
            load_files(by=Actor.system(made), files=given(), profile="uk-gmpp")
    yield made
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)


@pytest.fixture
def by(loaded: Organisation, db: None) -> Iterator[Actor]:
    with within(loaded):
        yield Actor.system(loaded)


def record_of(by: Actor, name: str = "Crossrail Programme", **dates: dt.date) -> ProjectRecord:
    record = project_record(by, Project.objects.get(name=name).ref, **dates)
    assert record is not None
    return record


def sentence(record: ProjectRecord) -> str:
    return "".join(part.text for part in summary(record)).replace("\xa0", " ")


def test_the_columns_hold_the_published_values(by: Actor) -> None:
    told = [
        (c.period.name, c.report.get_confidence_display(), c.report.whole_life_cost_amount, c.report.end_on)
        for c in record_of(by).reported
        if c.report is not None
    ]
    million, first, last = Decimal(10**6), dt.date(2019, 12, 31), dt.date(2023, 5, 14)
    assert told == [
        ("2015", "Amber/Green", Decimal("14714.37") * million, first),
        ("2016", "Amber/Green", Decimal("14768.87") * million, first),
        ("2017", "Amber/Green", Decimal("14768.87") * million, first),
        ("2019", "Red", Decimal("15474.61") * million, None),
        ("2020", "Red", Decimal("17630.90") * million, None),
        ("2021", "Amber/Red", Decimal("18812.10") * million, last),
        ("2023", "Green", Decimal(18815) * million, last),
    ]


def test_the_sentence_is_the_drawn_one(by: Actor) -> None:
    assert sentence(record_of(by)) == (
        "Rated Green by its responsible owner. It was Amber/Green until 2017, Red in 2019 and 2020 and Amber/Red in 2021. "
        "The end date moved 3 years 4 months to 14 May 2023; whole-life cost rose 27.9% from £14.7bn to £18.8bn."
    )


def test_as_of_2019_the_page_knows_nothing_later(by: Actor) -> None:
    record = record_of(by, as_of=dt.date(2019, 1, 1))
    assert record.is_past and [c.period.name for c in record.returns] == ["2015", "2016", "2017", "2019"]
    assert sentence(record) == (
        "Rated Red by the IPA. It was Amber/Green until 2017. The end date is not provided; "
        "whole-life cost rose 5.2% from £14.7bn to £15.5bn."
    )
    assert record.against is not None and record.against.name == "2017"


def test_who_it_is_names_it_went_by(by: Actor) -> None:
    assert identity(record_of(by)) == (
        "Named Crossrail until 2015 · DFT_0001_1112-Q1 · Department for Transport · Infrastructure and Construction"
    )


def test_each_number_of_the_sentence_has_its_formula_and_the_returns_are_counted(by: Actor) -> None:
    formulas = {part.key: part.formula.replace("\xa0", " ") for part in summary(record_of(by)) if part.rows}
    assert formulas["slip"] == "14 May 2023 − 31 Dec 2019 = +1,230 days"
    assert formulas["change"] == "(£18,815,000,000 − £14,714,370,000) ÷ £14,714,370,000 = +27.9%"
    assert set(formulas) == {"rating", "slip", "end", "change", "cost"} and all(formulas.values())
    held = page_context(record_of(by, as_of=dt.date(2019, 1, 1)))
    assert held["presence"] == "in 4 of 4 returns" and held["held"][-1] == ("2019", "Red")


def test_the_facts_say_by_rule_set_three(by: Actor) -> None:
    record = record_of(by)
    told = {c.period.name: (facts_say(c, record).mark, facts_say(c, record).text, says(c)) for c in record.returns}
    assert told == {
        "2015": ("n", "1 of 3 facts: year within budget; nothing earlier to compare date and cost with.", ""),
        "2016": ("wm", "Date and cost held. Year forecast 15% over budget.", "facts say Red"),
        "2017": ("wm", "Date and cost held. Year 2.8 × budget. Schedule text word for word as in 2016.", "facts say Red"),
        "2019": ("r", "End date not provided. Cost up 4.8%, year 2.3 × budget.", ""),
        "2020": ("r", "End date not provided. Cost up 13.9%.", ""),
        "2021": (
            "a",
            "First new end date: 3 y 4 m later; date not counted: 2020 gave none. Cost up 6.7%, year forecast 9.6% over budget.",
            "",
        ),
        "2023": ("wm", "Date and cost held. Year forecast 50% over budget.", "facts say Red"),
    }


def test_the_picture_shows_gaps_as_diamonds_and_the_new_scale_as_a_break(by: Actor) -> None:
    context = page_context(record_of(by))
    confidence, end = str(context["confidence_row"]), str(context["end_row"])
    assert end.count("#m-n") == 2 and end.count("not provided") == 2
    assert "new scale in 2022" in confidence
    assert confidence.count('stroke-dasharray="4 4"') == 1, "dashes over the missing 2018, and no line across the break"
    assert "2023 Green" in confidence and "2017 Amber/Green" in confidence
    assert "£18,815m" in str(context["cost_row"]) and "+13.9%" in str(context["cost_row"])
    assert "+181%" in str(context["year_row"])


def test_what_changed_in_the_words_since_2021(by: Actor) -> None:
    changed = {topic.label: topic for topic in page_context(record_of(by))["words"]}
    assert list(changed) == ["Schedule", "Whole-life cost", "Confidence and actions", "The year", "New: Benefits"]
    gone = " ".join(run.text for run in changed["Schedule"].runs if run.fate.value == "gone")
    came = " ".join(run.text for run in changed["Schedule"].runs if run.fate.value == "new")
    assert "increased from 31 December 2020 to 14 May 2023" in gone
    assert "remained schedule to finish on 2023-05-14." in came


def test_the_page_the_table_the_comparison_and_the_file(by: Actor, make_account: Any, client_of: Any) -> None:
    client: Client = client_of(make_account(by.organisation, "pmo_director", clearance=2))
    ref = Project.objects.get(name="Crossrail Programme").ref
    page = client.get(f"/projects/{ref}/").content.decode()
    assert "27.9%" in page and "What changed in the words since 2021" in page and "uk_2023.csv" in page
    assert "Contains public sector information licensed under the Open Government Licence v3.0" in page
    assert "not provided" in client.get(f"/projects/{ref}/?table=1").content.decode()
    compared = client.get(f"/projects/{ref}/compare/?against=2020-09-30&as_of=2023-03-31").content.decode()
    assert "not comparable: new scale" in compared
    rows = list(csv.DictReader(io.StringIO(client.get(f"/projects/{ref}/record.csv").content.decode())))
    assert [row["Whole-life cost"] for row in rows] == [
        "18815000000.00", "18812100000.00", "17630900000.00", "15474610000.00", "14768870000.00", "14768870000.00", "14714370000.00",
    ]  # fmt: skip
    assert rows[2]["End date"] == "Data Not Provided"


def test_the_one_pager_says_what_the_page_says(by: Actor, make_account: Any, client_of: Any) -> None:
    record = record_of(by)
    told = told_of(by, record, people_of(by, record.project))
    assert told["story"].replace("\xa0", " ") == sentence(record)
    assert [(row["period"], row["rating"], row["cost"].replace("\xa0", "")) for row in told["returns"][:3]] == [
        ("2023", "Green", "£18,815m"), ("2021", "Amber/Red", "£18,812m"), ("2020", "Red", "£17,631m"),
    ]  # fmt: skip
    assert told["returns"][2]["end"] == "not provided" and told["returns"][0]["share"] == 1.0
    assert told["tiles"][3]["note"] == "price basis not given" and told["made"].startswith("As at 31\xa0Mar\xa02023.")
    earlier = record_of(by, as_of=dt.date(2018, 9, 30))
    assert told_of(by, earlier, people_of(by, earlier.project))["returns"][0]["period"] == "2019"
    address = f"/projects/{record.project.ref}/one-pager.pdf"
    answer = client_of(make_account(by.organisation, "pmo_director", clearance=2)).get(address)
    assert answer["Content-Type"] == "application/pdf" and b"pdfuaid" in answer.content
    assert client_of(make_account(by.organisation, "guest")).get(address).status_code == 403


def test_a_withheld_project_says_so_everywhere(by: Actor) -> None:
    withheld = Project.objects.filter(reports__period__name="2023", reports__whole_life_cost_amount=None, reports__confidence="").first()
    assert withheld is not None
    record = record_of(by, withheld.name)
    assert "withheld" in sentence(record) and "£0" not in sentence(record)
    context = page_context(record)
    assert "#m-n" in str(context["confidence_row"]) and "#m-n" in str(context["cost_row"])
