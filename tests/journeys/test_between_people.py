"""Rights are lent and given back, and a record is shared with a guest and taken back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import MakeVisit, words

pytestmark = pytest.mark.journey


def test_a_deputy_acts_and_every_page_says_for_whom(visit: MakeVisit) -> None:
    director, deputy = visit(1440, who="edits"), visit(390, "dark", who="second", fresh=True)
    page = director.open("/delegations/new/")
    page.get_by_label("Who acts for you").select_option(label="Rail sponsor")
    page.get_by_role("button", name="Lend rights").click()
    expect(page.locator("main")).to_contain_text("Rail sponsor")
    acting = deputy.open("/access/")
    acting.get_by_role("button", name="Act for Director edits").click()
    expect(acting.locator(".band.act")).to_contain_text("You act for Director edits")
    deputy.open("/projects/new/")
    acting.locator(".record-form [name=name]").fill("Signal box of the deputy")
    acting.get_by_role("button", name="Add project").click()
    acting.wait_for_url(lambda address: "/new/" not in address)
    assert deputy.serious() + deputy.scrolls_sideways() == []
    director.open("/ledger/")
    assert "Rail sponsor on behalf of Director edits" in " ".join(words(page.locator("main")).split())
    page.set_viewport_size({"width": 390, "height": 844})
    director.open("/access/")
    assert director.scrolls_sideways() == []
    page.get_by_role("button", name="End it now").click()
    expect(page.locator("main")).not_to_contain_text("End it now")
    deputy.open("/access/")
    expect(acting.locator(".band.act")).to_have_count(0)
    expect(acting.get_by_role("button", name="Act for Director edits")).to_have_count(0)


def test_a_guest_sees_what_is_shared_and_nothing_else(visit: MakeVisit) -> None:
    director = visit(1440, who="late")
    page = director.open("/projects/")
    first, second = (page.locator("main table a.pn").nth(place).get_attribute("href") or "" for place in (0, 1))
    director.open("/guests/new/")
    page.get_by_label("Their e-mail").fill("guest@journeys.example")
    reference = first.strip("/").rpartition("/")[2]
    name = words(director.open(first).locator("h1")).strip()
    director.open("/guests/new/")
    page.get_by_label("Their e-mail").fill("guest@journeys.example")
    page.get_by_label("What they may see").select_option(label=name)
    page.get_by_role("button", name="Share record").click()
    expect(page.locator("main")).to_contain_text("Visitor of the board")
    guest = visit(390, who="guest", fresh=True)
    assert reference in (guest.open("/projects/").locator("main table a.pn").first.get_attribute("href") or "")
    expect(guest.page.locator("main table a.pn")).to_have_count(1)
    guest.open(first)
    assert guest.serious() + guest.scrolls_sideways() == []
    guest.open(second, status=404)
    page.set_viewport_size({"width": 390, "height": 844})
    director.open("/guests/")
    assert director.scrolls_sideways() == []
    page.get_by_role("button", name="Take back").click()
    expect(page.locator("main")).to_contain_text("Shares that are over")
    answer = guest.page.goto(f"{guest.site.address}{first}")
    assert answer is not None
    assert answer.status in (403, 404)
