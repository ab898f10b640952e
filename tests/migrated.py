"""Databases that are migrated once for a run, and copied wherever a test begins with an empty one: migrating takes eight seconds."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg

FILE = os.environ.get("STEERCO_TEST_FILE", "")  # a migrated SQLite file; empty where pytest was not started by `make test`
TEMPLATE = os.environ.get("STEERCO_TEST_TEMPLATE", "")  # the name of a migrated PostgreSQL database beside those of the tests


def lay(home: Path) -> None:
    """Puts the migrated file into a home, so that preparing it has nothing left to migrate."""
    if FILE:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        shutil.copyfile(FILE, home / "steerco.sqlite3")


def migrated_file(folder: Path) -> Path:
    """Migrates a SQLite database in a folder; its file."""
    _prepare(folder, "")
    whole = folder / "whole.sqlite3"
    with contextlib.closing(sqlite3.connect(folder / "steerco.sqlite3")) as held:
        held.execute("VACUUM INTO ?", [str(whole)])  # with what still stands in the log beside the file
    return whole


@contextlib.contextmanager
def migrated_template(folder: Path, database: str) -> Iterator[str]:
    """Migrates a database beside the one that `STEERCO_DATABASE` describes; its name. It goes at the end."""
    named = dict(pair.split("=", 1) for pair in database.split())
    name = f"steerco_migrated_{os.getpid()}"
    server = {key: value for key, value in named.items() if key != "name"}
    password = os.environ.get("STEERCO_DATABASE_PASSWORD")
    with psycopg.connect(**server, **({"password": password} if password else {}), dbname="postgres", autocommit=True) as held:  # type: ignore[arg-type]
        held.execute(f'CREATE DATABASE "{name}"'.encode())
        try:
            _prepare(folder, " ".join(f"{key}={value}" for key, value in {**named, "name": name}.items()))
            yield name
        finally:
            held.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def _prepare(home: Path, database: str) -> None:
    kept = {name: value for name, value in os.environ.items() if name not in ("STEERCO_SECRET_KEY", "STEERCO_TEST_HOME")}
    own = {"STEERCO_HOME": str(home), "STEERCO_DATABASE": database, "DJANGO_SETTINGS_MODULE": "steerco.config.settings"}
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    subprocess.run([sys.executable, "-m", "steerco.interfaces.cli", "prepare"], env={**kept, **own}, check=True, stdout=subprocess.DEVNULL)
