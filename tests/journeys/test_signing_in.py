"""Signing in with a passkey, and the pages of access at two widths: in a real browser, with the content policy in force."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import MakeVisit
from tests.journeys.office import PASSWORD, email_of

pytestmark = pytest.mark.journey
KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True,
    "automaticPresenceSimulation": True,
}  # fmt: skip
PAGES = (
    "/access/", "/delegations/new/", "/tokens/", "/guests/", "/guests/new/", "/emergency/", "/access-reviews/", "/roles/catalogue/",
    "/programs/", "/group-roles/", "/accounts/2fa/", "/accounts/sessions/", "/people/leavers/",
)  # fmt: skip


def with_key(page: Page) -> None:
    """Puts a key into the browser that answers by itself."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})


def test_a_passkey_is_added_and_signs_in_without_a_password(visit: MakeVisit) -> None:
    window = visit(1440, who="lists", fresh=True)
    page = window.page
    with_key(page)
    window.open("/accounts/2fa/webauthn/add/")
    if "reauthenticate" in page.url:
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("[name=password]").press("Enter")
        page.wait_for_url("**/webauthn/add/**")
    page.locator("[name=name]").fill("My laptop")
    page.locator("[name=passwordless]").check()
    page.get_by_role("button", name="Add key").click()
    page.wait_for_url(lambda address: "/webauthn/add/" not in address)
    expect(page.locator("body")).not_to_contain_text("not right")
    window.open("/accounts/2fa/webauthn/")
    expect(page.get_by_text("My laptop")).to_be_visible()
    window.open("/preferences/")
    page.get_by_role("button", name="Signed in as").click()
    page.locator("#person").get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/**")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(lambda address: "/accounts/login/" not in address)
    window.open("/preferences/")
    expect(page.locator("main")).to_contain_text(email_of("lists"))


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("path", PAGES)
def test_the_pages_of_access_fit_and_can_be_read_by_everybody(visit: MakeVisit, path: str, width: int) -> None:
    window = visit(width, "dark" if width == 390 else "light", who="late")
    window.open(path)
    assert window.serious() + window.scrolls_sideways() == []
