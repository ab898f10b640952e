"""Each number of a list opens what explains it: of how many it is, by which rule, from which records; nobody reads another's."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client

from conftest import MakeAccount
from steerco.capabilities.people.tests.factories import make_unit
from steerco.capabilities.projects.tests.factories import make_portfolio, make_project
from steerco.foundation.access.actor import Actor
from steerco.foundation.organisations.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor(organisation: Organisation, director: Actor, client_of: Callable[[Any], Client]) -> Client:
    """The browser of a director, and four projects of two units: two in pounds, one in euros, one without a cost."""
    north = make_unit(organisation, code="N", name="North")
    for place, (unit, currency, cost) in enumerate(((north, "GBP", 100), (north, "GBP", 300), (None, "EUR", 200), (None, "GBP", None))):
        amount = Decimal(cost) if cost else None
        make_project(organisation, f"Project {place}", unit=unit, currency=currency, whole_life_cost_amount=amount)
    make_portfolio(organisation)
    assert director.account is not None
    return client_of(director.account)


def text_of(response: Any) -> str:
    """What a reader sees of an answer."""
    assert response.status_code == 200
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def test_each_number_of_a_list_opens_what_explains_it(visitor: Client) -> None:
    links: dict[str, None] = {}
    for page in ("/projects/?group=unit&q=project", "/portfolios/"):
        links |= dict.fromkeys(re.findall(r'data-why href="([^"]+)"', unescape(visitor.get(page).content.decode())))
    assert {link.split("/why/")[1].split("?")[0] for link in links} == {"count/", "sum/", "cell/"}
    for link in links:
        told = visitor.get(f"{link}&part=told")
        assert told.status_code == 200 and "Formula" in told.content.decode() and "<html" not in told.content.decode()


def test_a_sum_says_of_how_many_it_is_and_what_was_left_out(visitor: Client) -> None:
    told = text_of(visitor.get("/projects/why/sum/?of=whole_life_cost&f=unit:is:N"))
    assert "Of the projects where Department: N." in told and "Exact sum £400" in told and "Disclosed by 2 of 2" in told
    several = text_of(visitor.get("/projects/why/sum/?of=whole_life_cost"))
    assert re.search(r"In EUR, prices \w+ \(1\) €200", several) and re.search(r"In GBP, prices \w+ \(2\) £400", several)
    assert "not added to one sum" in several and "Left out: none given 1" in several


def test_a_count_says_what_each_filter_lets_through(visitor: Client) -> None:
    count = text_of(visitor.get("/projects/why/count/?f=unit:is:N&f=whole_life_cost:min:200"))
    assert "All that you may see 4" in count and "Where Department: N 2" in count and "On the list 1" in count
    assert "each of the projects once, where Department: N and Whole-life cost ≥ 200" in count


def test_filters_without_end_are_refused_in_words_by_the_list_and_by_what_explains_it(visitor: Client) -> None:
    many = "&".join(f"f=name:has:x{number}" for number in range(1100))
    wide = "f=portfolio:in:" + "|".join(map(str, range(1100)))
    for query in (many, wide):
        assert "at most 100 filters, each with at most 500 values" in text_of(visitor.get(f"/projects/?{query}"))
        told = text_of(visitor.get(f"/projects/why/count/?{query}"))
        assert "On the list 0" in told and "Where Project contains x1 " not in told


def test_what_is_no_number_is_not_found_and_nothing_of_others_is_told(visitor: Client, make_account: MakeAccount, client_of: Any,
                                                                       other_organisation: Organisation) -> None:  # fmt: skip
    for what in ("sum/?of=name", "sum/?of=nothing", "sum/", "cell/?of=name:PRJ-0001", "cell/?of=against_budget:NOBODY", "weather/"):
        assert visitor.get(f"/projects/why/{what}").status_code == 404
    stranger = client_of(make_account(other_organisation, "pmo_director", clearance=2))
    assert "On the list 0" in text_of(stranger.get("/projects/why/count/"))
    assert "Disclosed by 0 of 0" in text_of(stranger.get("/projects/why/sum/?of=whole_life_cost"))
