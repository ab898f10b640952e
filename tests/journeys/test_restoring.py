"""A backup brings everything back as it was: a page shows the former state, and the ledger holds."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import ROOT, Site, Visit, _answers, _database, _environment, sign_in, words

pytestmark = pytest.mark.journey


@pytest.fixture
def home() -> Iterator[tuple[Path, dict[str, str]]]:
    """A home of its own with one small office: a server that can be stopped."""
    place = Path(tempfile.mkdtemp(prefix="steerco-restore-"))
    database, remove = _database(f"steerco_restore_{os.getpid()}")
    environment = _environment(place, database)
    subprocess.run([sys.executable, "-m", "tests.journeys.office", "small"], env=environment, cwd=ROOT, check=True)
    yield place, environment
    remove()
    shutil.rmtree(place, ignore_errors=True)


@contextmanager
def serving(home: Path, environment: dict[str, str]) -> Iterator[str]:
    """A server over the home, while it is needed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "steerco.interfaces.cli", "serve", "--port", str(port), "--workers", "1"]
    with (home / "server.log").open("ab") as log, subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log) as server:
        address, patience = f"http://localhost:{port}", time.monotonic() + 60
        try:
            while not _answers(address, server):
                assert time.monotonic() < patience, (home / "server.log").read_text()
                time.sleep(0.1)
            yield address
        finally:
            server.terminate()


@contextmanager
def looking(browser: Browser, address: str, width: int) -> Iterator[Visit]:
    """Somebody signed in at the page of the project."""
    context = browser.new_context(viewport={"width": width, "height": 844}, reduced_motion="reduce")
    window = Visit(context.new_page(), Site(address))
    sign_in(window, "small")
    window.page.set_default_timeout(8_000)
    window.open("/projects/PRJ-0001/")
    yield window
    context.close()


def test_a_backup_brings_everything_back_as_it_was(home: tuple[Path, dict[str, str]], browser: Browser) -> None:
    place, environment = home

    def steerco(*said: str) -> str:
        command = [sys.executable, "-m", "steerco.interfaces.cli", *said]
        done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    archive = str(place / "before.zip")
    with serving(place, environment) as address, looking(browser, address, 1440) as before:
        steerco("backup", "--output", archive)
        page = before.open("/projects/PRJ-0001/edit/")
        page.locator(".record-form [name=name]").fill("Harbour wall, twice as long")
        page.get_by_role("button", name=re.compile("^Save")).first.click()
        expect(page.locator("h1")).to_contain_text("twice as long")
    steerco("restore", archive, "--force", "--reason", "the rename was a mistake")
    with serving(place, environment) as address, looking(browser, address, 390) as after:
        assert words(after.page.locator("h1")).strip() == "Harbour wall"
        assert after.scrolls_sideways() == []
        after.open("/ledger/")
        assert "twice as long" not in words(after.page.locator("main"))
        after.page.get_by_role("button", name="Check the chain").click()
        expect(after.page.locator("main")).to_contain_text("The chain holds")
