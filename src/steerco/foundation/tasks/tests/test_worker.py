"""Real workers as processes of their own: killed in the middle of a job, told to end, cancelled. No job is lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings

from tests.migrated import TEMPLATE, lay

SLOW = [sys.executable, "-m", "steerco.foundation.tasks.tests.slow"]


@pytest.fixture(scope="module")
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of an installation of its own, on the database that the tests run on."""
    home = tmp_path_factory.mktemp("jobs")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("STEERCO_", "DJANGO_SETTINGS"))}
    own = {"STEERCO_HOME": str(home), "DJANGO_SETTINGS_MODULE": "steerco.config.settings"}
    held = settings.DATABASES["default"]
    name = f"steerco_jobs_{os.getpid()}"
    server = {
        "host": held.get("HOST"),
        "port": held.get("PORT") or None,
        "user": held.get("USER"),
        "password": held.get("PASSWORD") or None,
    }
    if "postgresql" in held["ENGINE"]:
        with psycopg.connect(dbname="postgres", autocommit=True, **server) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE or 'template1'}")
        own["STEERCO_DATABASE"] = f"name={name} " + " ".join(f"{key}={value}" for key, value in server.items() if value)
    lay(home)
    subprocess.run([sys.executable, "-m", "steerco.interfaces.cli", "prepare"], env={**kept, **own}, check=True, cwd=home)
    yield {**kept, **own}
    if "postgresql" in held["ENGINE"]:
        with psycopg.connect(dbname="postgres", autocommit=True, **server) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def note(surroundings: dict[str, str], tmp_path: Path) -> Path:
    """Where the job notes each of its starts; no job is there before."""
    code = "from steerco.foundation.tasks.models import Job; Job.everywhere.all().delete()"
    subprocess.run([*SLOW[:1], "-c", f"import django; django.setup(); {code}"], env=surroundings, check=True, cwd=tmp_path)
    return tmp_path / "starts"


@pytest.fixture
def worker(surroundings: dict[str, str], tmp_path: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts workers, and ends those that are left."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        started.append(subprocess.Popen([*SLOW, "work"], env=surroundings, cwd=tmp_path))
        return started[-1]

    yield start
    for each in started:
        each.kill()
        each.wait()


def ask(surroundings: dict[str, str], *words: str) -> dict[str, Any]:
    done = subprocess.run([*SLOW, *words], env=surroundings, check=True, capture_output=True, text=True, timeout=60)
    return json.loads(done.stdout or "{}")


def wait_for(true: Callable[[], bool], seconds: float = 60) -> None:
    last = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < last, "it did not happen in time"
        time.sleep(0.1)


def starts(note: Path) -> list[str]:
    return note.read_text(encoding="utf-8").split() if note.exists() else []


def test_a_job_whose_worker_is_killed_is_run_again_by_the_next(surroundings: dict[str, str], note: Path, worker: Any) -> None:
    ask(surroundings, "ask", str(note), "600", "0.2")
    first = worker()
    wait_for(lambda: starts(note) == ["1"])
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert ask(surroundings, "state")["state"] == "running"
    worker()
    wait_for(lambda: starts(note) == ["1", "2"])
    wait_for(lambda: ask(surroundings, "state")["state"] == "done")
    assert ask(surroundings, "state") == {
        "state": "done",
        "attempt": 2,
        "result": "Done at attempt 2.",
        "worker": ask(surroundings, "state")["worker"],
    }


def test_a_worker_that_is_told_to_end_gives_its_job_back_soon(surroundings: dict[str, str], note: Path, worker: Any) -> None:
    ask(surroundings, "ask", str(note), "600", "0.2")
    first = worker()
    wait_for(lambda: starts(note) == ["1"])
    first.send_signal(signal.SIGTERM)
    assert first.wait(15) == 0
    told = ask(surroundings, "state")
    assert (told["state"], told["attempt"]) == ("queued", 0)
    ask(surroundings, "cancel")


def test_a_running_job_is_cancelled_from_another_process(surroundings: dict[str, str], note: Path, worker: Any) -> None:
    ask(surroundings, "ask", str(note), "600", "0.2")
    worker()
    wait_for(lambda: starts(note) == ["1"])
    ask(surroundings, "cancel")
    wait_for(lambda: ask(surroundings, "state")["state"] == "cancelled")
    assert starts(note) == ["1"]


def test_what_was_asked_for_while_no_worker_was_there_is_done_by_the_first(surroundings: dict[str, str], note: Path, worker: Any) -> None:
    ask(surroundings, "ask", str(note), "0.1", "0.1")
    assert ask(surroundings, "state")["state"] == "queued"
    worker()
    wait_for(lambda: ask(surroundings, "state")["state"] == "done")
