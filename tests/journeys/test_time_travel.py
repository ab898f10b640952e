"""The portfolio as it stood: another date, the band that says so, the way back, two dates beside each other, and a year that comes late."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import MakeVisit, words
from tests.journeys.office import EXAMPLES
from tests.journeys.test_guided_start import give, go_on

pytestmark = pytest.mark.journey


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_to_the_spring_of_2021_and_back(visit: MakeVisit, width: int, scheme: str) -> None:
    window = visit(width, scheme)
    page = window.open("/portfolio/GMPP/")
    expect(page.locator(".violet")).to_have_count(0)
    page.get_by_role("button", name=re.compile("As of")).click()
    page.locator("#as-of").get_by_role("link", name=re.compile("31 Mar 2021")).click()
    page.wait_for_url("**as_of=2021-03-31**")
    assert "184 projects" in words(page.locator(".say"))
    assert "You are looking at 31 Mar 2021." in words(page.locator(".violet"))
    assert window.serious() == []
    page.locator(".violet").get_by_role("link", name="Back to now").click()
    page.wait_for_url("**/portfolio/GMPP/")
    assert "244 projects" in words(page.locator(".say"))


def test_two_dates_beside_each_other(visit: MakeVisit) -> None:
    window = visit(1440)
    page = window.open("/portfolio/GMPP/")
    page.get_by_role("link", name="Compare").first.click()
    page.wait_for_url("**/compare/**")
    said = words(page.locator("main"))
    for figure in ("244", "184", "£471.8bn"):
        assert figure in said, figure
    assert window.serious() == []


def test_a_typed_date_is_a_place_to_travel_to(visit: MakeVisit) -> None:
    window = visit(1440)
    page = window.open("/portfolio/GMPP/")
    page.keyboard.press("/")
    page.keyboard.type("31 Mar 2021")
    page.locator("a[href*='as_of=2021-03-31']:visible").first.click()
    page.wait_for_url("**as_of=2021-03-31**")
    assert "184 projects" in words(page.locator(".say"))


def test_a_year_that_comes_late_slots_in_and_changes_no_other(visit: MakeVisit) -> None:
    window = visit(1440, who="late")
    page = window.open("/portfolio/GMPP/?as_of=2014-09-30")
    first = words(page.locator(".say"))
    assert "188 projects" in first
    window.open("/imports/new/")
    give(page, EXAMPLES / "uk_2016.csv")
    go_on(page)
    page.get_by_role("button", name=re.compile("^Load 143 ")).click()
    page.wait_for_url("**/loaded/")
    window.open("/portfolio/GMPP/?as_of=2015-12-31")
    assert "143 projects" in words(page.locator(".say"))
    assert "You are looking at 30 Sep 2015." in words(page.locator(".violet"))
    window.open("/portfolio/GMPP/?as_of=2014-09-30")
    assert words(page.locator(".say")) == first
    window.open("/portfolio/GMPP/")
    assert [year for year in ("2015", "2016", "2017") if year in words(page.locator("main"))] == ["2015", "2016", "2017"]
