"""The search in a list: the index only narrows it, so it finds what a search without an index would find."""

from __future__ import annotations

import random
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from conftest import MakeAccount
from steerco.capabilities.projects.models import Project
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.writer import revise
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import within
from steerco.foundation.registers.asked import Asked
from steerco.foundation.registers.register import registers
from steerco.foundation.registers.taking import listing
from steerco.foundation.search.queries import possible

SEARCH = registers["projects"].search


def found(by: Actor, typed: str, register: str = "projects") -> list[str]:
    query = QueryDict(mutable=True)
    query["q"] = typed
    return [row["name"] for row in listing(registers[register], by, Asked.from_query(query)).every_row()]


@pytest.fixture
def written(system: Actor) -> list[Project]:
    rows: list[dict[str, Any]] = [
        {"ref": "P-1", "name": "Crossrail Programme", "key": "DFT_0001_1112-Q1"},
        {"ref": "P-2", "name": "Übergang São Tomé", "category": "Transformation and service delivery"},
        {"ref": "P-3", "name": "A400M", "key": "MOD-7", "category": "Military capability"},
        {"ref": "X/31", "name": "East West Rail", "category": "Infrastructure"},
    ]
    with revise(system, "add_projects") as revision:
        made = [Project(**row) for row in rows]
        revision.create_many(made)
    return made


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("ossra", ["Crossrail Programme"]), ("RAIL", ["Crossrail Programme", "East West Rail"]), ("0001_1112-q", ["Crossrail Programme"]),
        ("form", ["Übergang São Tomé"]), ("vice del", ["Übergang São Tomé"]), ("ão", ["Übergang São Tomé"]), ("400m mod-7", ["A400M"]),
        ("x/31", ["East West Rail"]), ("infra", ["East West Rail"]), ("a4", ["A400M"]), ("rail zzz", []), ("sao", []), ("%", []),
    ],
)  # fmt: skip
def test_parts_of_each_field_are_found(system: Actor, written: list[Project], typed: str, names: list[str]) -> None:
    assert found(system, typed) == names


def test_whatever_is_typed_the_list_is_that_of_a_search_without_index(
    system: Actor, written: list[Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(3)
    texts = [text for project in written for text in (project.name, project.ref, project.key, project.category) if text]
    typed = []
    for text in (chance.choice(texts) for _ in range(150)):
        start = chance.randrange(len(text))
        typed.append(chance.choice([str.upper, str.lower, str])(text[start : start + chance.randrange(1, 9)]))
    narrowed = [found(system, each) for each in typed]
    monkeypatch.setattr("steerco.foundation.registers.typed.possible", lambda *_asked: None)
    assert narrowed == [found(system, each) for each in typed]
    assert any(narrowed)


def test_the_index_follows_what_is_written(system: Actor, written: list[Project]) -> None:
    assert found(system, "ossra") == ["Crossrail Programme"]
    with revise(system, "rename") as revision:
        revision.update(written[0], name="Elizabeth line", category="Railways of the capital")
    assert (found(system, "ossra"), found(system, "lways")) == ([], ["Elizabeth line"])


def test_it_narrows_only_where_it_knows_the_fields(system: Actor, written: list[Project]) -> None:
    assert possible(system, Project, SEARCH, "rail") is not None
    assert possible(system, Project, (*SEARCH, "description"), "rail") is None
    assert possible(system, Project, SEARCH, "ra il") is None
    assert possible(system, Organisation, ("name",), "rail") is None


def test_what_may_not_be_seen_is_not_found(
    system: Actor, written: list[Project], organisation: Organisation, make_account: MakeAccount
) -> None:
    with revise(system, "close_off") as revision:
        revision.update(written[0], confidentiality=2)
    uncleared = Actor.of(make_account(organisation, "pmo_analyst"), organisation, entrance="page")
    assert found(uncleared, "rail") == ["East West Rail"]


def test_nothing_of_another_organisation(system: Actor, written: list[Project], other_organisation: Organisation) -> None:
    stranger = Actor.system(other_organisation)
    with within(other_organisation):
        assert found(stranger, "rail") == []
    assert len(found(system, "rail")) == 2


def test_many_records_are_narrowed_by_a_query_and_the_first_page_by_none(
    system: Actor, written: list[Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = found(system, "rail")
    monkeypatch.setattr("steerco.foundation.search.queries.MANY", 0)
    assert found(system, "rail") == whole == ["Crossrail Programme", "East West Rail"]
    listed = listing(registers["projects"], system, Asked.from_query(QueryDict("q=rail")))
    with CaptureQueriesContext(connection) as asked:
        assert [row["name"] for row in listed.page().rows] == whole
    assert "search_searchentry" not in asked[-1]["sql"]
    with CaptureQueriesContext(connection) as asked:
        assert listed.sums().total == 2
    assert any("search_searchentry" in each["sql"] for each in asked)
