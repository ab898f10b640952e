"""The keyboard alone: search with a mistake, go to a section, walk a list, ask for the keys, step back, skip to the content."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import MakeVisit, sign_in

pytestmark = pytest.mark.journey
FOCUS = """() => { const e = document.activeElement, s = getComputedStyle(e);
  return e !== document.body && (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0 || s.boxShadow !== 'none'); }"""


def focused(page: Page) -> str:
    """The words of whatever has the focus."""
    return str(page.evaluate("() => (e => (e.innerText || e.getAttribute('aria-label') || e.id).trim())(document.activeElement)"))


def test_crossrail_with_a_mistake_in_four_keys(visit: MakeVisit) -> None:
    page = visit(1440).open("/portfolio/GMPP/")
    page.keyboard.press("/")
    page.keyboard.type("crosrail")
    expect(page.get_by_text("Crossrail Programme").first).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/projects/[\w-]+/"))
    assert page.locator("h1").inner_text() == "Crossrail Programme"


def test_go_to_projects_walk_the_list_and_open_one(visit: MakeVisit) -> None:
    page = visit(1440).open("/portfolio/GMPP/")
    page.keyboard.press("g")
    page.keyboard.press("p")
    page.wait_for_url("**/projects/")
    for key in ("j", "j", "j", "k"):
        page.keyboard.press(key)
    chosen = focused(page)
    assert chosen
    assert page.evaluate(FOCUS)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/projects/[\w-]+/$"))
    assert page.locator("h1").inner_text() == chosen


def test_the_keys_explain_themselves_and_step_back(visit: MakeVisit) -> None:
    page = visit(1440).open("/projects/")
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#shortcuts")).to_be_hidden()
    page.keyboard.press("/")
    page.keyboard.type("abc")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator("#palette, dialog[open]").first).to_be_hidden()


def test_tab_reaches_the_content_first_and_shows_where_it_is(visit: MakeVisit) -> None:
    page = visit(1440).open("/portfolio/GMPP/")
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to content"
    assert page.evaluate(FOCUS)
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "main"
    unseen = []
    for _turn in range(25):
        page.keyboard.press("Tab")
        if not page.evaluate(FOCUS):
            unseen.append(focused(page))
    assert unseen == []


def test_an_explanation_opens_and_closes_by_keys_and_gives_the_focus_back(visit: MakeVisit) -> None:
    page = visit(1440).open("/portfolio/GMPP/")
    number = page.locator(".say button", has_text="£471.8bn")
    number.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[popover]:popover-open").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[popover]:popover-open")).to_have_count(0)
    assert "£471.8bn" in focused(page)


def test_another_organisation_without_signing_out_and_out_again(visit: MakeVisit) -> None:
    window = visit(1440, fresh=True)
    page = window.page
    page.wait_for_url("**/portfolio/**")
    page.get_by_role("button", name=re.compile("UK Government")).first.click()
    page.get_by_role("button", name=re.compile("Your guide office")).first.click()
    page.wait_for_load_state()
    assert "Your guide office" in page.locator("body").inner_text()
    assert "GMPP" not in page.url
    assert window.page.goto(f"{window.site.address}/portfolio/GMPP/").status == 404  # type: ignore[union-attr]
    page.get_by_role("button", name=re.compile("Signed in as")).click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/**")
    page.goto(f"{window.site.address}/projects/")
    assert "/accounts/login/" in page.url


def test_light_or_dark_is_remembered(visit: MakeVisit) -> None:
    window = visit(1440, who="late")
    page = window.open("/projects/")
    assert page.locator("html").get_attribute("data-bs-theme") == "light"
    with page.expect_response(lambda answer: "/preferences/theme/" in answer.url):
        page.get_by_role("button", name="Light or dark").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    window.open("/portfolio/")
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    other = visit(390, who=None)
    sign_in(other, "late")
    assert other.page.locator("html").get_attribute("data-bs-theme") == "dark"
    with page.expect_response(lambda answer: "/preferences/theme/" in answer.url):
        page.get_by_role("button", name="Light or dark").click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "light")


def test_the_figures_of_the_river_are_one_stop_and_arrows_go_through_them(visit: MakeVisit) -> None:
    page = visit(1440).open("/portfolio/GMPP/")
    stops = page.locator("svg.river a[data-why][tabindex='0']")
    expect(stops).to_have_count(1)
    stops.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "ArrowUp"):
        page.keyboard.press(key)
    expect(stops).to_have_attribute("href", re.compile(r"of=2015-09-30(:|%3A)amber_green"))
    page.keyboard.press("Tab")
    assert not page.evaluate("() => Boolean(document.activeElement.closest('svg.river'))")
    page.keyboard.press("Shift+Tab")
    expect(stops).to_be_focused()
