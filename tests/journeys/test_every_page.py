"""Every main page: nothing serious for axe, no sideways scroll, a small weight, of use without scripts and in print."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Response

from tests.journeys.conftest import WIDTHS, MakeVisit

pytestmark = pytest.mark.journey
CROSSRAIL = "/projects/?q=crossrail"
PAGES = (
    "/portfolio/GMPP/",
    "/portfolio/GMPP/compare/",
    "/portfolio/movements/",
    "/projects/",
    "/projects/?group=unit&sort=-whole_life_cost",
    "/reports/",
    "/projects/new/",
    "/programmes/",
    "/portfolios/",
    "/people/",
    "/units/",
    "/units/tree/",
    "/roles/",
    "/imports/",
    "/imports/new/",
    "/imports/1/check/",
    "/imports/1/loaded/",
    "/merge/",
    "/merge/similar/",
    "/search/?q=rail",
    "/ledger/",
    "/ledger/2/",
    "/preferences/",
    "/start/",
    "/work/",
    "/inbox/",
    "/inbox/settings/",
    "/jobs/",
    "/jobs/schedules/",
    "/calendars/",
    "/mailings/",
    "/mailings/new/projects/",
    "/portfolio/GMPP/?as_of=2021-03-31",
)
WEIGHT = 300 * 1024
LOOKED_AT = (390, 1440)


def project_pages(window: object) -> list[str]:
    """The pages of Crossrail."""
    page = window.open(CROSSRAIL)  # type: ignore[attr-defined]
    home = page.locator("main table a.pn").first.get_attribute("href")
    return [
        home,
        f"{home}reports/",
        f"{home}compare/",
        f"{home}people/",
        f"{home}history/",
        f"{home}files/",
        f"/comments{home}",
        f"{home}edit/",
        f"{home}reports/new/",
        f"{home}?as_of=2019-09-30",
    ]


def test_axe_finds_nothing_serious_and_no_page_scrolls_sideways(visit: MakeVisit) -> None:
    window = visit(1440)
    wrong: list[str] = []
    for path in [*PAGES, *project_pages(window)]:
        page = window.open(path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            wrong += window.scrolls_sideways()
            if width in LOOKED_AT:
                wrong += window.serious(colours=width == LOOKED_AT[-1])  # small screens have the same colours
        page.emulate_media(color_scheme="dark")
        wrong += window.serious(words=False)  # only the colours differ from the light page
        page.emulate_media(color_scheme="light")
    assert not wrong, "\n".join(wrong)


def test_a_page_weighs_little(visit: MakeVisit) -> None:
    heavy = []
    for path in ("/portfolio/GMPP/", "/projects/", "/merge/", "/reports/", *project_pages(visit(1440))[:1]):
        window = visit(1440)
        answers: list[Response] = []
        window.page.on("response", lambda answer, answers=answers: answers.append(answer))
        window.open(path)
        window.page.wait_for_load_state("networkidle")
        weight = sum(answer.request.sizes()["responseBodySize"] for answer in answers)
        if weight > WEIGHT:
            heavy.append(f"{path} weighs {weight // 1024} KB")
    assert not heavy, "\n".join(heavy)


def test_the_pages_are_of_use_without_scripts(visit: MakeVisit) -> None:
    window = visit(1440, scripts=False)
    page = window.open("/portfolio/GMPP/")
    assert "£471.8bn" in page.locator(".say").inner_text()
    window.open("/portfolio/GMPP/?department=DFT")
    assert "23 projects" in page.locator(".say").inner_text()
    window.open("/projects/")
    page.locator("main input[type=search], main input[name=q]").first.fill("crossrail")
    page.locator("main input[name=q]").first.press("Enter")
    page.wait_for_url("**q=crossrail**")
    page.locator("main table a.pn").first.click()
    page.wait_for_url(re.compile(r"/projects/[\w-]+/$"))
    assert "£18.8bn" in page.locator("main").inner_text()
    window.open("/search/")
    page.locator("main input[name=q]").fill("crosrail")
    page.locator("main input[name=q]").press("Enter")
    page.wait_for_url("**q=crosrail**")
    assert "Crossrail Programme" in page.locator("main").inner_text()


def test_the_pages_print_without_their_frame(visit: MakeVisit) -> None:
    window = visit(1440, "dark")
    for path in ("/portfolio/GMPP/", project_pages(window)[0]):
        page = window.open(path)
        page.emulate_media(media="print")
        assert page.locator("h1").is_visible()
        assert page.locator("main").is_visible()
        for frame in ("header.top", "nav.nav, .side, aside.nav"):
            assert page.locator(frame).first.is_hidden() or page.locator(frame).count() == 0, frame
        paper = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
        assert paper in {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
        assert len(page.pdf(format="A4")) > 10_000
        page.emulate_media(media="screen")
