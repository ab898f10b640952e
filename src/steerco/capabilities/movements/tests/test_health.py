"""Health at two dates: what turned, from which colour to which, who parted from the facts; good ratings beside facts that had moved."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from steerco.capabilities.health.queries.source import HealthSource
from steerco.capabilities.health.tests.factories import END, MONTHS, project_with
from steerco.capabilities.movements.queries.health import ABSENT, HealthMove, health_beside
from steerco.capabilities.movements.queries.rated_well import rated_well_but_moved
from steerco.foundation.access.actor import Actor
from steerco.foundation.accounts.models import Account
from steerco.foundation.organisations.models import Organisation
from steerco_engine.health import Health
from steerco_engine.reasons import Direction
from steerco_engine.rules import Dimension

LATE = END + dt.timedelta(days=300)
ADDRESS = "/portfolio/health/compare/"
PAGES = (ADDRESS, "/portfolio/health/moved/")


@pytest.fixture
def client(organisation: Organisation, make_account: Callable[..., Account], client_of: Callable[[Account], Client]) -> Client:
    """The PMO director's browser."""
    return client_of(make_account(organisation, "pmo_director", clearance=2))


@pytest.fixture
def five(system: Actor) -> Actor:
    """Five projects: late in March, dearer and rated Red, steady, without benefits any more, and one that joined in March."""
    project_with(system, "Quay", {}, {}, {"end_on": LATE})
    project_with(system, "Lock", {}, {}, {"whole_life_cost_amount": 1080, "confidence": "red"})
    project_with(system, "Dock", {}, {}, {})
    project_with(system, "Weir", {}, {}, {"benefits_amount": None, "gaps": {"benefits_amount": {"kind": "not_applicable"}}})
    return system


def moves(by: Actor, as_of: dt.date = MONTHS[2], against: dt.date | None = None) -> dict[str, HealthMove]:
    told = health_beside(HealthSource(by), as_of, against)
    assert told is not None
    return {move.project.name: move for move in told.moves}


def text_of(page: bytes) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.decode())))


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_organisation_has_every_page(client: Client, page: str) -> None:
    assert client.get(page).status_code == 200
    assert client.get(f"{ADDRESS}?form=csv").status_code == 404


def test_each_colour_is_compared_and_the_worst_comes_first(five: Actor) -> None:
    told = moves(five)
    assert (told["Quay"].facts.then, told["Quay"].facts.now, told["Quay"].facts.way) == (Health.GREEN, Health.RED, Direction.WORSE)
    assert told["Quay"].kinds == {"facts_worse", "parted"}
    assert list(told["Quay"].dimensions) == [Dimension.SCHEDULE]
    assert told["Lock"].kinds == {"facts_worse", "report_worse"} and told["Lock"].reported.steps == 2
    assert told["Dock"].kinds == frozenset() and told["Dock"].went == ("green", "green")
    beside = health_beside(HealthSource(five), MONTHS[2])
    assert beside is not None
    assert [move.project.name for move in beside.turned] == ["Quay", "Lock", "Weir"]
    assert beside.then.newest_on == MONTHS[1] and beside.both == 4
    assert beside.went["green", "red"] == 1


def test_any_two_dates_can_be_chosen_and_what_is_later_is_not_known(five: Actor) -> None:
    assert {move.facts.then for move in moves(five, MONTHS[1], MONTHS[0]).values()} == {None}
    assert moves(five, MONTHS[1])["Quay"].facts.now is Health.GREEN
    assert moves(five, MONTHS[2], MONTHS[0])["Quay"].facts.now is Health.RED
    assert health_beside(HealthSource(five), MONTHS[0]) is None
    assert health_beside(HealthSource(five), MONTHS[2], MONTHS[0] - dt.timedelta(days=1)) is None


def test_who_is_there_at_one_date_only_left(five: Actor) -> None:
    project_with(five, "Pier", {})
    pier = moves(five, MONTHS[2], MONTHS[0])["Pier"]
    assert (pier.kinds, pier.went[1], pier.dimensions) == ({"left"}, ABSENT, {})


def test_what_can_no_longer_be_checked_says_so(system: Actor) -> None:
    project_with(system, "Weir", {"year_budget_amount": None}, {"year_budget_amount": None},
                 {"year_budget_amount": None, "whole_life_cost_amount": None})  # fmt: skip
    move = moves(system)["Weir"]
    assert "grey" in move.kinds and move.dimensions[Dimension.COST].way is None


def test_the_page_narrows_by_its_address_and_gives_the_same_as_a_file(client: Client, five: Actor) -> None:
    both = f"{ADDRESS}?as_of={MONTHS[2]}&against={MONTHS[1]}"
    text = text_of(client.get(both).content)
    assert "Of 4 projects with a report then and now" in text
    assert "the facts of 2 got worse" in text
    assert "+300 days" in text and "Cost:" in text

    def named(query: str) -> list[str]:
        return re.findall(r'<a class="pn" href="[^"]*">([^<]*)</a>', client.get(f"{both}&{query}").content.decode())

    assert named("kind=parted") == ["Quay"]
    assert named("kind=report_worse") == ["Lock"]
    assert named("dimension=cost") == ["Lock"]
    assert named("went=green-red") == ["Quay"]
    assert "Dock" in named("went=green-green")
    assert named("q=LOCK&kind=nonsense&went=blue-red") == ["Lock"]
    assert named("portfolio=none") == []
    rows = list(csv.DictReader(io.StringIO(client.get(f"{both}&form=csv&kind=parted").content.decode("utf-8-sig"))))
    assert [(row["Project"], row["Facts then"], row["Facts now"], row["Schedule now"]) for row in rows] == [("Quay", "green", "red", "red")]
    assert client.get(f"{both}&form=exe").status_code == 404
    assert client.get(f"{ADDRESS}?as_of=nonsense").status_code == 200


def test_good_ratings_beside_moved_facts_are_listed_by_period(system: Actor) -> None:
    project_with(system, "Moved", {}, {"end_on": LATE})
    project_with(system, "Red", {}, {"end_on": LATE, "confidence": "red"})
    newest, first = rated_well_but_moved(HealthSource(system))
    assert (newest.rated, newest.checked, [each.project.name for each in newest.moved]) == (1, 1, ["Moved"])
    assert (first.rated, first.checked, first.moved) == (2 - 0, 0, ())


def test_year_by_year_is_a_page_and_a_file(client: Client, system: Actor) -> None:
    project_with(system, "Quay", {}, {"end_on": LATE})
    assert "+300 days" in client.get("/portfolio/health/moved/").content.decode()
    assert b"Quay" in client.get("/portfolio/health/moved/?form=csv").content
    assert client.get("/portfolio/health/moved/?form=exe").status_code == 404
