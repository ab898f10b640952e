"""A webhook: made, its secret seen once, tried, refused where it leads into the own network, held back and deleted."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import MakeVisit, words

pytestmark = pytest.mark.journey


def test_a_webhook_from_its_secret_to_its_end(visit: MakeVisit) -> None:
    window = visit(1440, who="plain")
    page = window.open("/webhooks/")
    assert "Nobody is told yet" in words(page.locator("main"))
    page.get_by_label("Name").fill("Board portal")
    page.get_by_label("Address").fill("https://localhost/hook")
    page.get_by_label("Project changed").check()
    page.get_by_role("button", name="Make the webhook").click()
    assert page.get_by_label("The secret").input_value().startswith("whsec_")
    page.get_by_role("link", name="Board portal").click()
    expect(page.get_by_label("The secret")).to_have_count(0)
    page.get_by_role("button", name="Send a test").click()
    expect(page.locator("#log")).to_contain_text("private network", timeout=30_000)
    page.get_by_role("link", name="Test", exact=True).click()
    assert "Given up" in words(page.locator(".say"))
    assert window.serious() == []
    page.get_by_role("link", name="Board portal").click()
    page.get_by_role("button", name="Hold back").click()
    expect(page.locator(".say")).to_contain_text("held back")
    page.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_role("button", name="Delete the webhook").click()
    expect(page.locator("main")).to_contain_text("Nobody is told yet")
