"""The look in a real browser: nothing that axe calls serious, nothing that the policy blocks, all by keyboard, nothing lost in print."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from steerco.foundation.accounts.models import Account
from steerco.foundation.organisations.models import Organisation

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SCREENS = [(1440, 900, "light"), (1440, 900, "dark"), (390, 844, "light"), (390, 844, "dark")]
OPEN_PAGES = ["/accounts/login/", "/accounts/password/reset/", "/no/such/page/"]
INNER_PAGES = ["/gallery/", "/preferences/", "/accounts/password/change/", "/nothing/here/"]


@pytest.fixture
def account(organisation: Organisation, make_account: Callable[..., Account]) -> Account:
    return make_account(organisation, "pmo_director", email="ada@alpha.test", clearance=2)


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """Opens a page at a size and in a theme; whatever the console complains about fails the test at its end."""
    complaints: list[str] = []
    contexts, asked = [], list[Any]()

    def make(width: int = 1440, height: int = 900, scheme: Any = "light") -> Page:
        context = browser.new_context(base_url=live_server.url, viewport={"width": width, "height": height}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" and "404" not in said.text else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: asked.append(request))
        page.on("requestfinished", lambda request: request in asked and asked.remove(request))
        page.on("requestfailed", lambda request: request in asked and asked.remove(request))
        return page

    yield make
    for context in contexts:
        for _ in range(100):  # whatever the server still answers reads the database that is emptied next
            if asked:
                context.pages[0].wait_for_timeout(20)
        context.close()
    assert complaints == []


def arrive(page: Page, path: str) -> None:
    page.wait_for_url(lambda url: urlsplit(url).path == path)


def sign_in(page: Page) -> None:
    page.goto("/accounts/login/?next=/preferences/")
    page.get_by_label("E-mail address").fill("ada@alpha.test")
    page.get_by_label("Password").fill("a long pass phrase")
    page.keyboard.press("Enter")
    arrive(page, "/preferences/")


def serious(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found if v["impact"] in ("serious", "critical")]


@pytest.mark.parametrize(("width", "height", "scheme"), SCREENS)
def test_nothing_is_hard_to_reach_and_no_page_scrolls_sideways(
    width: int, height: int, scheme: str, account: Account, open_page: Callable[..., Page]
) -> None:
    page = open_page(width, height, scheme)
    found = {}
    for address in OPEN_PAGES:
        page.goto(address)
        found[address] = serious(page)
    sign_in(page)
    for address in INNER_PAGES:
        page.goto(address)
        assert page.evaluate("document.documentElement.dataset.bsTheme") == scheme
        found[address] = serious(page)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert {address: said for address, said in found.items() if said} == {}


def test_what_floats_can_be_read_too(account: Account, open_page: Callable[..., Page]) -> None:
    page = open_page(scheme="dark")
    sign_in(page)
    page.goto("/gallery/")
    page.locator("button.x").first.click()
    assert serious(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.wait_for_selector("#palette[open] a.it")
    assert serious(page) == []


def test_the_keyboard_alone_suffices(account: Account, open_page: Callable[..., Page]) -> None:
    page = open_page()
    sign_in(page)
    page.goto("/gallery/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("?")
    assert page.locator("#shortcuts").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#shortcuts").is_visible()
    page.keyboard.press("t")
    assert page.locator("#as-of").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator("tr.sel a.pn").all_inner_texts() == ["Universal Credit Programme"]
    assert page.locator("[data-bulk]:visible [data-count]").first.inner_text() == "1"
    page.keyboard.press("Escape")
    assert page.locator("tr.sel").count() == 0
    page.keyboard.press("g")
    page.keyboard.press("f")
    page.wait_for_url(lambda url: "/gallery/" not in url)
    assert page.locator(".nav .sec.open").count() == 1


def test_the_palette_travels_and_jumps(account: Account, open_page: Callable[..., Page]) -> None:
    page = open_page()
    sign_in(page)
    page.goto("/gallery/?q=rail")
    page.keyboard.press("Control+k")
    page.keyboard.type("31 mar 2021")
    page.keyboard.press("Enter")
    page.wait_for_url("**as_of=2021-03-31")
    assert page.url.endswith("/gallery/?q=rail&as_of=2021-03-31")
    page.keyboard.press("/")
    page.keyboard.type("units")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.endswith("/units/"))


def test_single_keys_can_be_switched_off(account: Account, open_page: Callable[..., Page]) -> None:
    account.single_keys = False
    account.save()
    page = open_page()
    sign_in(page)
    page.keyboard.press("?")
    assert not page.locator("#shortcuts").is_visible()
    page.keyboard.press("Control+k")
    assert page.locator("#palette").is_visible()


def test_the_theme_is_remembered_for_the_person(account: Account, open_page: Callable[..., Page]) -> None:
    page = open_page()
    sign_in(page)
    with page.expect_response("**/preferences/theme/"):
        page.get_by_role("button", name="Light or dark").first.click()
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"
    page.goto("/preferences/")
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"


def test_pages_work_without_any_script(account: Account, browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page)
    page.get_by_role("button", name="Signed in as").click()
    page.get_by_role("button", name="Sign out").click()
    arrive(page, "/accounts/login/")
    context.close()


def test_print_keeps_every_number_and_drops_the_shell(account: Account, open_page: Callable[..., Page]) -> None:
    page = open_page()
    sign_in(page)
    page.goto("/gallery/")
    page.emulate_media(media="print")
    assert page.locator("button.x").first.is_visible()
    assert page.locator(".card").first.is_visible()
    for gone in (".nav", ".top", ".tabbar", ".toasts"):
        assert not page.locator(gone).first.is_visible()


def test_htmx_sends_the_token_and_an_answer_can_raise_a_notice(account: Account, open_page: Callable[..., Page]) -> None:
    page = open_page()
    sign_in(page)
    page.route(
        "**/saved/",
        lambda route: route.fulfill(
            status=200, headers={"HX-Trigger": '{"notice": {"text": "Saved.", "undo": "/ledger/1/"}}'}, body="<p>ok</p>"
        ),
    )
    page.evaluate(
        """() => {
            const main = document.querySelector("main");
            main.insertAdjacentHTML("beforeend",
                '<button id="t" hx-post="/preferences/theme/" hx-vals=\\'{"theme": "dark"}\\' hx-swap="none">t</button>'
                + '<button id="s" hx-get="/saved/" hx-target="#s">s</button>');
            htmx.process(main);
        }"""
    )
    with page.expect_response("**/preferences/theme/") as answer:
        page.locator("#t").click()
    assert answer.value.status in (200, 204, 302)
    page.locator("#s").click()
    page.locator(".toasts .note", has_text="Saved.").wait_for()
    assert page.locator(".toasts form").last.get_attribute("action") == "/ledger/1/"
    account.refresh_from_db()
    assert account.theme == "dark"
