"""Backup and restore as a keeper does them: while everybody writes, into another home, over what is there, and from what is damaged."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
import pytest

from steerco.foundation.upkeep.archives import BadArchive, opened, written
from steerco.foundation.upkeep.restoring import CannotRestore, restore
from steerco.foundation.upkeep.tests.conftest import DESCRIBED, Installation, Make

COUNT = "from steerco.capabilities.projects.models import Project; print(Project.everywhere.count())"
WRITER = """
import time
from steerco.capabilities.projects.services import create_project
from steerco.foundation.access.actor import Actor
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import within
organisation = Organisation.objects.get(key="alpha")
with within(organisation):
    for number in range(100000):
        create_project(by=Actor.system(organisation), name=f"Written {number}")
        print(number, flush=True)
        time.sleep(0.02)
"""


def heads(installation: Installation) -> Any:
    """What verify-ledger says, as one object."""
    code, said = installation("verify-ledger", "--json")
    assert code == 0, said
    return json.loads(said)["organisations"]


def backed_up(installation: Installation, path: Path) -> Any:
    """A backup, and what was said of it."""
    code, said = installation("backup", "--output", str(path), "--json")
    assert code == 0, said
    return json.loads(said)


def test_a_backup_comes_back_as_it_was(installation: Installation, tmp_path: Path) -> None:
    made = backed_up(installation, tmp_path / "b.zip")
    before, key = heads(installation), (installation.home / "secret-key").read_text()
    assert (tmp_path / "b.zip").stat().st_mode & 0o077 == 0
    assert made["organisations"][0]["hash"] == before[0]["newest_hash"]
    assert made["files"] > 0
    installation("seed", "--organisation", "alpha", "--projects", "3", "--reports", "1", "--seed", "7")
    (installation.home / "secret-key").write_text("another")
    assert heads(installation) != before

    code, said = installation("restore", str(tmp_path / "b.zip"))
    assert code == 1
    assert "--force" in said
    code, said = installation("restore", str(tmp_path / "b.zip"), "--dry-run")
    assert code == 0
    assert "nothing was changed" in said
    assert heads(installation) != before

    code, said = installation("restore", str(tmp_path / "b.zip"), "--force", "--reason", "the seed was a mistake")
    assert code == 0, said
    assert heads(installation) == before
    assert next((installation.home / "backups").glob("replaced-*/why.txt")).read_text() == "the seed was a mistake\n"
    assert installation.django(COUNT) == "12"
    assert (installation.home / "secret-key").read_text() == key
    assert list((installation.home / "backups").glob("replaced-*"))
    code, said = installation("check", "--json")
    assert code == 0, said


def test_a_backup_under_load_restores_to_ledgers_that_hold(installation: Installation, installations: Make, tmp_path: Path) -> None:
    code = f"import django; django.setup()\n{WRITER}"
    writer = subprocess.Popen([sys.executable, "-c", code], env=installation.environment, stdout=subprocess.PIPE, text=True)
    try:
        assert writer.stdout is not None
        for _ in range(5):
            writer.stdout.readline()
        made = [backed_up(installation, tmp_path / f"{number}.zip") for number in range(2)]
        assert writer.poll() is None
    finally:
        writer.kill()
        writer.wait()
    numbers = [each["organisations"][0]["number"] for each in made]
    assert numbers == sorted(numbers)
    assert numbers[0] < numbers[-1]
    fresh = installations()
    assert fresh("prepare")[0] == 0
    code_, said = fresh("restore", str(tmp_path / "1.zip"))
    assert code_ == 0, said
    found = heads(fresh)[0]
    assert (found["newest_hash"], found["revisions"]) == (made[1]["organisations"][0]["hash"], numbers[1])
    code_, said = fresh("create-user", "again@alpha.test", "--organisation", "alpha")
    assert code_ == 0, said  # numbers count on from where they were


def _rewritten(source: Path, target: Path, change: Callable[[dict[str, bytes]], None], *, digests: bool) -> Path:
    """An archive with its parts changed; with digests that fit, or as they were."""
    with zipfile.ZipFile(source) as held:
        parts = {name: held.read(name) for name in held.namelist()}
    change(parts)
    if digests:
        told = json.loads(parts["manifest.json"])
        told["parts"] = {
            name: {"sha256": sha256(data).hexdigest(), "size": len(data)} for name, data in parts.items() if name != "manifest.json"
        }
        parts["manifest.json"] = json.dumps(told).encode()
    with zipfile.ZipFile(target, "w") as held:
        for name, data in parts.items():
            held.writestr(name, data)
    return target


def _database_part(parts: dict[str, bytes]) -> str:
    return next(name for name in parts if name in ("database.sqlite3", "tables/ledger_change"))


def test_what_is_not_whole_is_refused_before_anything_is_touched(archive: Path, db: None, tmp_path: Path) -> None:
    def damage(parts: dict[str, bytes]) -> None:
        name = _database_part(parts)
        parts[name] = parts[name][:-1] + bytes([parts[name][-1] ^ 1])

    def lose(parts: dict[str, bytes]) -> None:
        del parts[_database_part(parts)]

    def newer(parts: dict[str, bytes]) -> None:
        told = json.loads(parts["manifest.json"])
        told["migrations"]["projects"].append("9999_to_come")
        parts["manifest.json"] = json.dumps(told).encode()

    def other(parts: dict[str, bytes]) -> None:
        parts["manifest.json"] = parts["manifest.json"].replace(b"steerco-backup", b"something-else")

    (tmp_path / "none.zip").write_text("no archive")
    told: list[str] = []
    for name, change in {"damage": damage, "lose": lose, "newer": newer, "other": other}.items():
        path = _rewritten(archive, tmp_path / f"{name}.zip", change, digests=False)
        with pytest.raises((BadArchive, CannotRestore)):
            restore(path, force=True, tell=told.append)
    for path in (tmp_path / "none.zip", tmp_path / "nothing.zip"):
        with pytest.raises(BadArchive):
            restore(path, force=True, tell=told.append)
    assert told == []


def test_no_part_is_laid_out_beyond_its_folder(tmp_path: Path) -> None:
    with written(tmp_path / "a.zip", {}) as archive:
        archive.add("files/inside", [b"x"])
        archive.add("files/../../outside", [b"x"])
    (tmp_path / "deep" / "files").mkdir(parents=True)
    with opened(tmp_path / "a.zip") as found, pytest.raises(BadArchive, match="outside"):
        found.lay_out("files/", tmp_path / "deep" / "files")
    assert not (tmp_path / "outside").exists()


def test_a_ledger_that_was_edited_in_the_backup_is_refused(installation: Installation, archive: Path, tmp_path: Path) -> None:
    before = heads(installation)

    def edit(parts: dict[str, bytes]) -> None:
        if DESCRIBED:
            parts["tables/ledger_change"] = parts["tables/ledger_change"].replace(b"projects.project\t", b"projects.edited!\t", 1)
            return
        path = tmp_path / "edited.sqlite3"
        path.write_bytes(parts["database.sqlite3"])
        with sqlite3.connect(path) as held:
            held.execute("DROP TRIGGER ledger_change_final")
            held.execute("UPDATE ledger_change SET record_label = 'edited' WHERE id = 5")
        held.close()
        parts["database.sqlite3"] = path.read_bytes()

    path = _rewritten(archive, tmp_path / "e.zip", edit, digests=True)
    code, said = installation("restore", str(path), "--force", "--reason", "Tried with an edited ledger.")
    assert code == 1
    assert "does not hold" in said
    assert heads(installation) == before
    assert installation.django(COUNT) == "12"


def test_a_database_in_use_is_not_replaced(installation: Installation, archive: Path) -> None:
    held: Any
    if DESCRIBED:
        named = dict(pair.split("=", 1) for pair in installation.database.split())
        held = psycopg.connect(dbname=named.pop("name"), **named)
    else:
        held = sqlite3.connect(installation.home / "steerco.sqlite3")
    held.execute("SELECT count(*) FROM ledger_revision").fetchone()
    code, said = installation("restore", str(archive), "--force", "--reason", "a drill")
    held.close()
    assert code == 1
    assert "Stop the server" in said
    assert installation.django(COUNT) == "12"


def test_old_backups_go_and_the_newest_stay(installation: Installation) -> None:
    folder = installation.home / "backups"
    folder.mkdir(mode=0o700)
    for day in (1, 2, 3):
        path = folder / f"steerco-2020010{day}-000000.zip"
        path.write_text("old")
        os.utime(path, (day, day))
    code, said = installation("backup", "--keep", "2")
    assert code == 0, said
    left = sorted(path.name for path in folder.glob("*.zip"))
    assert len(left) == 2
    assert left[0] == "steerco-20200103-000000.zip"
