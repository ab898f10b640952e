"""Installations of their own, on the database that the suite runs on, each asked through the command line as its keeper would."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests.migrated import TEMPLATE, lay

DESCRIBED = os.environ.get("STEERCO_DATABASE", "")


@dataclass(frozen=True)
class Installation:
    """An installation: its home, and what `STEERCO_DATABASE` says."""

    home: Path
    database: str

    @property
    def environment(self) -> dict[str, str]:
        """The environment of its commands."""
        own = {"STEERCO_HOME": str(self.home), "STEERCO_DATABASE": self.database, "DJANGO_SETTINGS_MODULE": "steerco.config.settings"}
        kept = {
            name: value for name, value in os.environ.items() if name not in ("STEERCO_SECRET_KEY", "STEERCO_DEBUG", "STEERCO_TEST_HOME")
        }
        return {**kept, **own}

    def __call__(self, *words: str, given: str = "", **environment: str) -> tuple[int, str]:
        """Runs a verb; its exit code and all that it says."""
        command = [sys.executable, "-m", "steerco.interfaces.cli", *words]
        done = subprocess.run(command, env={**self.environment, **environment}, input=given, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def django(self, code: str) -> str:
        """What a piece of code prints inside of the installation."""
        whole = f"import django; django.setup()\n{code}"
        done = subprocess.run([sys.executable, "-c", whole], env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


Make = Callable[..., Installation]


def _described(name: str) -> str:
    """What `STEERCO_DATABASE` says of a database on the server of the suite."""
    return " ".join(f"{key}={value}" for key, value in {**_named(), "name": name}.items())


def _named() -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in DESCRIBED.split())


def _new_database(like: str = "template1") -> str:
    name = f"upkeep_{uuid.uuid4().hex[:12]}"
    _on_server(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
    return name


@pytest.fixture(scope="session")
def _filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation with an organisation and some generated projects, made once and copied for each test."""
    name = _new_database(TEMPLATE or "template1") if DESCRIBED else ""
    made = Installation(tmp_path_factory.mktemp("filled") / "home", _described(name) if name else "")
    if not name:
        lay(made.home)
    for words in (
        ("prepare",),
        ("create-user", "keeper@alpha.test", "--new-organisation", "Alpha"),
        ("seed", "--organisation", "alpha", "--projects", "12", "--reports", "2"),
    ):
        code, said = made(*words)
        assert code == 0, said
    yield made
    if name:
        _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def archive(_filled: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of that installation, made once."""
    path = tmp_path_factory.mktemp("archive") / "b.zip"
    code, said = _filled("backup", "--output", str(path))
    assert code == 0, said
    return path


@pytest.fixture
def installations(tmp_path: Path) -> Iterator[Make]:
    """Makes installations, empty or like another; their databases go with the test."""
    made: list[str] = []

    def make(like: Installation | None = None) -> Installation:
        home = tmp_path / f"home-{len(list(tmp_path.glob('home-*')))}"
        if like is not None:
            shutil.copytree(like.home, home)
        else:
            home.mkdir(mode=0o700)
        if not DESCRIBED:
            return Installation(home, "")
        named = dict(pair.split("=", 1) for pair in like.database.split())["name"] if like is not None else "template1"
        made.append(_new_database(named))
        return Installation(home, _described(made[-1]))

    yield make
    for name in made:
        _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def installation(_filled: Installation, installations: Make) -> Installation:
    """An installation with an organisation and some generated projects."""
    return installations(_filled)


def _on_server(command: str) -> None:
    named = _named()
    words = {"host": named.get("host", ""), "user": named.get("user", ""), "port": named.get("port", ""), "dbname": "postgres"}
    with psycopg.connect(**{key: value for key, value in words.items() if value}, autocommit=True) as held:  # type: ignore[arg-type]
        held.execute(command)  # type: ignore[call-overload]
