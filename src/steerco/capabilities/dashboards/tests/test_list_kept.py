"""The list of a portfolio's projects comes from its picture; what it adds up to is the same as when it is gone through."""

from __future__ import annotations

import pytest

from steerco.capabilities.dashboards.registers import PORTFOLIO
from steerco.capabilities.dashboards.registers.listing import PortfolioListing, listed
from steerco.capabilities.scorecards.tests.factories import invented_portfolio
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.writer import revise
from steerco.foundation.registers.asked import Asked
from steerco.foundation.registers.filters import Filter
from steerco.foundation.registers.held import HeldListing


def of_many(by: Actor, asked: Asked) -> PortfolioListing:
    found = listed(PORTFOLIO, by, asked)
    assert isinstance(found, PortfolioListing)
    return found


@pytest.mark.parametrize("membership", ["returns", "listed"])
def test_the_sums_of_all_are_those_of_the_rows(system: Actor, membership: str) -> None:
    invented_portfolio(system, projects=40, periods=2, membership=membership)
    found = of_many(system, Asked())

    assert found.sums() == HeldListing._add_up(found)
    assert {rating: count for rating, count in found.ratings.items() if count} == {
        rating: sum(1 for row in found.ordered if row["rating"] == rating) for rating in found.ratings if found.ratings[rating]
    }
    assert 0 < of_many(system, Asked(words="Project 3")).sums().total < 40


def test_the_rows_stay_in_order_until_the_picture_changes(system: Actor) -> None:
    portfolio = invented_portfolio(system, projects=12, periods=2)
    first, again = of_many(system, Asked()), of_many(system, Asked())
    assert first.ordered is again.ordered
    assert first.page().rows[0] is not again.page().rows[0]  # what a page adds to its rows is its own
    with revise(system, "rename") as revision:
        revision.update(portfolio, name="Renamed")
    assert of_many(system, Asked()).ordered is not first.ordered


def test_what_is_wrong_with_a_filter_is_said_each_time(system: Actor) -> None:
    invented_portfolio(system, projects=3, periods=1)
    asked = Asked(filters=(Filter("days", "min", ("many",)),))
    told = [of_many(system, asked) for _ in range(2)]
    assert [len(each.ordered) for each in told] == [0, 0]
    assert told[0].problems == told[1].problems
    assert told[0].problems
