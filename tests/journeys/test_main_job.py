"""The main job: sign in, look at the real portfolio, ask a number where it comes from, filter, and read one project."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import MakeVisit

pytestmark = pytest.mark.journey


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark")])
def test_from_the_sign_in_to_the_story_of_crossrail(visit: MakeVisit, width: int, scheme: str) -> None:
    window = visit(width, scheme, who="sample", fresh=True)
    page = window.page
    page.wait_for_url("**/portfolio/GMPP/")
    said = page.locator(".say").inner_text()
    for figure in ("244 projects", "£471.8bn", "51 give none (46 withheld)", "60 of 121", "76 of 106"):
        assert figure in said, figure
    assert "193 of 244" in page.locator("main").inner_text()

    page.locator(".say").get_by_text("£471.8bn").click()
    opened = page.locator("[popover]:popover-open")
    expect(opened).to_be_visible()
    assert re.search(r"193", opened.inner_text())
    page.keyboard.press("Escape")
    expect(opened).to_have_count(0)

    page.goto(f"{window.site.address}/portfolio/GMPP/?department=DFT")
    assert "23 projects" in page.locator(".say").inner_text()

    window.open("/search/?q=crosrail")
    page.get_by_role("link", name=re.compile("Crossrail Programme")).first.click()
    page.wait_for_url("**/projects/DFT_0001_1112-Q1/**") if "DFT_0001" in page.url else page.wait_for_url(re.compile(r"/projects/PRJ-\d+/"))
    story = page.locator("main").inner_text()
    for figure in ("£14.7bn", "£18.8bn"):
        assert figure in story, figure
    page.emulate_media(media="print")  # paper counts as a narrow screen; it shows what the wide one does
    expect(page.locator(".newest-right")).to_be_visible()
    page.emulate_media(media="screen")
    page.get_by_role("link", name="History").first.click()
    page.wait_for_url("**/history/")
    assert "2021" in page.locator("main").inner_text()
