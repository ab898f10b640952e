"""A real server over a prepared database, once a test session, and visitors who notice every fault of the pages that they see."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request

from tests.journeys.office import PASSWORD, email_of
from tests.migrated import TEMPLATE, lay

ROOT = Path(__file__).resolve().parents[2]
HEIGHTS = {360: 740, 390: 844, 768: 1024, 1440: 900}
WIDTHS = (360, 390, 768, 1024, 1440)
REPEATED = ("tbody tr:nth-of-type(n+7)", "option:nth-of-type(n+7)")  # drawn alike as those before them; axe looks at each for long

ASK_AXE = """([context, options]) => axe.run(context, options).then(({violations}) => violations
  .filter(({impact}) => ["serious", "critical"].includes(impact))
  .map(({id, nodes}) => [id, nodes.slice(0, 3).map(({html}) => html.slice(0, 150))]))"""


@dataclass
class Site:
    """The server of the journeys and who has signed in to it."""

    address: str
    signed_in: dict[str, Any] = field(default_factory=dict)


def _environment(home: Path, database: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("STEERCO_", "DJANGO_"))}
    return {
        **kept,
        "STEERCO_HOME": str(home),
        "STEERCO_DATABASE": database,
        "DJANGO_SETTINGS_MODULE": "steerco.config.settings",
        "PYTHONPATH": str(ROOT),
    }


def _database(name: str) -> tuple[str, Callable[[], None]]:
    """A database of its own on the cluster that the tests use, and how to remove it; an empty name for the embedded one."""
    described = os.environ.get("STEERCO_DATABASE", "")
    if not described:
        return "", lambda: None
    import psycopg
    from psycopg import sql

    given = dict(pair.split("=", 1) for pair in described.split())
    given.setdefault("password", os.environ.get("STEERCO_DATABASE_PASSWORD", ""))
    login = {"dbname": "postgres", **{part: given[part] for part in ("host", "port", "user", "password") if given.get(part)}}

    def run(command: str) -> None:
        with psycopg.connect(**login, autocommit=True) as connection:
            connection.execute(sql.SQL(command).format(sql.Identifier(name)))

    run("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    run("CREATE DATABASE {} TEMPLATE " + (TEMPLATE or "template1"))
    return " ".join(f"{part}={value}" for part, value in {**given, "name": name}.items() if value), lambda: run(
        "DROP DATABASE IF EXISTS {} WITH (FORCE)"
    )


def _answers(address: str, server: subprocess.Popen[bytes]) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/robots.txt", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        assert server.poll() is None, "the server of the journeys has stopped"
        return False


@pytest.fixture(scope="session")
def site(browser_type_launch_args: dict[str, Any]) -> Iterator[Site]:
    """The server over a database with the seven real returns and some offices of its own."""
    home = Path(tempfile.mkdtemp(prefix="steerco-journeys-"))
    lay(home)
    database, remove = _database(f"steerco_journeys_{os.getpid()}")
    environment = _environment(home, database)
    subprocess.run([sys.executable, "-m", "tests.journeys.office"], env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "steerco.interfaces.cli", "serve", "--port", str(port), "--workers", "1"]
    with (home / "server.log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)
        try:
            address, patience = f"http://localhost:{port}", time.monotonic() + 60
            while not _answers(address, server):
                assert time.monotonic() < patience, (home / "server.log").read_text()
                time.sleep(0.1)
            yield Site(address)
            assert server.poll() is None, f"the server stopped on its own ({server.poll()}): {(home / 'server.log').read_text()[-3000:]}"
        finally:
            server.terminate()
            server.wait(15)
            remove()
            shutil.rmtree(home, ignore_errors=True)


@dataclass
class Visit:
    """A browser window of somebody who is signed in, with everything that went wrong in it."""

    page: Page
    site: Site
    faults: list[str] = field(default_factory=list)

    def open(self, path: str, status: int = 200) -> Page:
        """Opens an address of the product."""
        answer = self.page.goto(f"{self.site.address}{path}")
        assert answer is not None
        assert answer.status == status, f"{path} answers {answer.status}"
        return self.page

    @property
    def path(self) -> str:
        """The address of the page that is open, without its host."""
        parts = urlsplit(self.page.url)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def hear(self, message: ConsoleMessage) -> None:
        """Notes what the console says, refusals of the policy included; a page that says 4xx on purpose says so there, too."""
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(f"{self.path}: {message.text}")

    def ask(self, request: Request) -> None:
        """Notes a request that leaves the product."""
        if not request.url.startswith((self.site.address, "data:", "blob:")):
            self.faults.append(f"{self.path} asks {request.url}")

    def serious(self, *, colours: bool = True, words: bool = True) -> list[str]:
        """What axe finds serious or critical on the page that is open: in its colours, and in all the rest."""
        rules: dict[str, Any] = {}
        if not words:
            rules = {"runOnly": ["color-contrast"]}
        elif not colours:
            rules = {"rules": {"color-contrast": {"enabled": False}}}
        options = {"resultTypes": ["violations"], "preload": False, "iframes": False, **rules}
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)  # once a page, however often it is asked
        found = self.page.evaluate(ASK_AXE, [{"exclude": [[each] for each in REPEATED]}, options])
        return [f"{self.path}: {rule}: {places}" for rule, places in found]

    def scrolls_sideways(self) -> list[str]:
        """What makes the whole page wider than its window, once it is painted at that width."""
        self.page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        wider = self.page.evaluate(
            "() => { const w = document.documentElement.clientWidth;"
            " if (document.documentElement.scrollWidth <= w + 1) return [];"
            " return [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > w + 1)"
            ".slice(0, 4).map(e => e.tagName + '.' + e.className) }"
        )
        over = self.page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return [f"{self.path} at {(self.page.viewport_size or {}).get('width')} px is {over} px too wide: {wider}"] if over > 1 else []


MakeVisit = Callable[..., Visit]


def words(place: Locator) -> str:
    """What a place says, with plain spaces where the page keeps words together."""
    return place.inner_text().replace("\xa0", " ")


@pytest.fixture
def visit(site: Site, browser: Browser) -> Iterator[MakeVisit]:
    """Opens a window: visit(1440, "dark", who="guide", scripts=False); every fault that its pages have fails the test at the end."""
    made: list[Visit] = []

    def make(width: int = 1440, scheme: Any = "light", *, who: str | None = "sample", scripts: bool = True, fresh: bool = False) -> Visit:
        kept = None if who is None or fresh else _signed_in(site, browser, who)
        context = browser.new_context(
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            color_scheme=scheme,
            java_script_enabled=scripts,
            storage_state=kept,
            reduced_motion="reduce",
            has_touch=width < 500,
        )
        page = context.new_page()
        page.set_default_timeout(8_000)
        window = Visit(page, site)
        page.on("console", window.hear)
        page.on("pageerror", lambda error: window.faults.append(f"{window.path}: {error}"))
        page.on("request", window.ask)
        if fresh and who is not None:
            sign_in(window, who)
        made.append(window)
        return window

    yield make
    faults = [fault for window in made for fault in window.faults]
    for window in made:
        window.page.context.close()
    assert faults == []


def sign_in(window: Visit, who: str) -> None:
    """Signs somebody in by the page."""
    page = window.open("/accounts/login/")
    page.get_by_label("E-mail address").fill(email_of(who))
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda address: "/accounts/login/" not in address)


def _signed_in(site: Site, browser: Browser, who: str) -> Any:
    """The cookies of somebody who has signed in once, so that each test need not."""
    if who not in site.signed_in:
        context = browser.new_context()
        sign_in(Visit(context.new_page(), site), who)
        site.signed_in[who] = context.storage_state()
        context.close()
    return site.signed_in[who]
