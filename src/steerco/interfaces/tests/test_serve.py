"""Serving for real: a process of its own, from an empty folder to the first page with its style sheet."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from email.message import Message
from pathlib import Path

import pytest

from steerco.foundation.access.actor import Actor
from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger.models import LedgerHead
from steerco.foundation.ledger.writer import revise
from steerco.interfaces.cli import main
from tests.migrated import lay


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetch(address: str) -> tuple[int, str, Message]:
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return answer.status, answer.read().decode(), answer.headers
    except urllib.error.HTTPError as error:
        return error.code, "", error.headers


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server on an empty folder; stopped as a person stops it, with an interrupt."""
    home, port = tmp_path_factory.mktemp("home"), free_port()
    own = {"STEERCO_HOME": str(home), "STEERCO_DATABASE": "", "DJANGO_SETTINGS_MODULE": "steerco.config.settings"}
    kept = {name: value for name, value in os.environ.items() if name not in {"STEERCO_TEST_HOME", "STEERCO_SECRET_KEY"}}
    command = [sys.executable, "-m", "steerco.interfaces.cli"]
    lay(home)
    subprocess.run([*command, "prepare"], env={**kept, **own}, check=True, cwd=home)
    process = subprocess.Popen(
        [*command, "serve", "--port", str(port), "--workers", "1"], env={**kept, **own}, cwd=home, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        assert f"http://localhost:{port}" in process.stdout.readline()
        for _try in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://localhost:{port}"
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(90)


def test_the_sign_in_comes_with_its_style_and_its_policy(served: str) -> None:
    status, page, headers = fetch(f"{served}/accounts/login/")
    assert status == 200
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    sheet = re.search(r'href="(/static/[^"]+\.css)"', page)
    assert sheet
    status, _text, headers = fetch(served + sheet.group(1))
    assert status == 200
    assert "immutable" in headers["Cache-Control"]


def test_what_is_not_there_is_said_without_a_fault(served: str) -> None:
    assert fetch(f"{served}/nothing-here/")[0] == 404


def test_the_signing_key_is_kept_for_its_owner_only(served: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    keys = list(Path(tmp_path_factory.getbasetemp()).glob("home*/secret-key"))
    assert keys
    assert all(key.stat().st_mode & 0o077 == 0 for key in keys)


@pytest.mark.django_db
def test_a_port_that_is_taken_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert main(["serve", "--port", str(port)]) == 1
    assert f"Port {port} is taken" in capsys.readouterr().err


def test_a_broken_ledger_is_said_at_the_start(system: Actor, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with revise(system, "grant_role") as revision:
        revision.create(RoleAssignment(account=Account.objects.create_user("a@alpha.test"), role="auditor"))
    LedgerHead.objects.update(hash="x")
    monkeypatch.setenv("STEERCO_JOBS", "workers")
    monkeypatch.setattr("steerco.interfaces.serve.Granian", lambda *_args, **_options: type("Server", (), {"serve": lambda self: None})())
    assert main(["serve", "--port", str(free_port())]) == 0
    assert "Warning: alpha: the ledger is BROKEN" in capsys.readouterr().err


def worker_of(server: int) -> int:
    """The number of the worker beside a server: its child that bears the verb."""
    children = " ".join(path.read_text(encoding="ascii") for path in Path(f"/proc/{server}/task").glob("*/children"))
    for child in children.split():
        if b"worker" in Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0"):
            return int(child)
    return 0


def until(true: Callable[[], object], seconds: float = 30) -> None:
    last = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < last, "it did not happen in time"
        time.sleep(0.2)


def test_a_worker_lives_beside_the_pages_and_ends_with_them(tmp_path: Path) -> None:
    own = {"STEERCO_HOME": str(tmp_path), "STEERCO_DATABASE": "", "DJANGO_SETTINGS_MODULE": "steerco.config.settings"}
    kept = {name: value for name, value in os.environ.items() if name not in {"STEERCO_TEST_HOME", "STEERCO_SECRET_KEY"}}
    command = [sys.executable, "-m", "steerco.interfaces.cli"]
    lay(tmp_path)
    subprocess.run([*command, "prepare"], env={**kept, **own}, check=True, cwd=tmp_path)
    server = subprocess.Popen([*command, "serve", "--port", str(free_port()), "--workers", "1"], env={**kept, **own}, cwd=tmp_path)
    try:
        until(lambda: worker_of(server.pid))
        first = worker_of(server.pid)
        os.kill(first, signal.SIGKILL)
        until(lambda: worker_of(server.pid) not in {0, first})
        second = worker_of(server.pid)
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(90)  # ten seconds for the pages and 25 for a job, and a busy machine takes its own
    until(lambda: not Path(f"/proc/{second}").exists())
