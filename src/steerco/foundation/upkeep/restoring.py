"""Bringing a backup back: nothing is touched before the archive proves whole, and its ledgers hold."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from psycopg.errors import LockNotAvailable

from steerco.foundation.organisations.models import Organisation
from steerco.foundation.upkeep import embedded, postgres
from steerco.foundation.upkeep.archives import Archive, opened
from steerco.foundation.upkeep.backups import DATABASE, FILES, FORMAT, KEY, KIND, TABLE, files_folder, make_backup
from steerco.foundation.upkeep.trial import ledgers

Tell = Callable[[str], None]
SETTINGS = "steerco.config.settings"
PATIENCE = "5s"


class CannotRestore(LookupError):
    """The backup can't be brought back here; the text says why, and that nothing was changed."""


def restore(path: Path, *, force: bool = False, reason: str = "", dry_run: bool = False, tell: Tell = print) -> None:
    """Brings a backup back. What is there is only replaced by force and with a reason, and then kept aside together."""
    with opened(path) as archive:
        _fits(archive)
        archive.check()
        said = archive.manifest
        tell(f"The archive is whole: {len(archive.parts)} parts, made {said['made_at']} by version {said['version']}.")
        if connection.vendor == "sqlite":
            _restore_embedded(archive, force=force, reason=reason, dry_run=dry_run, tell=tell)
        else:
            _restore_postgres(archive, force=force, reason=reason, dry_run=dry_run, tell=tell)


def holds_records() -> bool:
    """Whether there is anything in the installation that a restore would replace."""
    try:
        with transaction.atomic():
            return Organisation.objects.exists()
    except DatabaseError:
        return False


def _fits(archive: Archive) -> None:
    said = archive.manifest
    if said.get("kind") != KIND:
        raise CannotRestore("This is no backup of Steerco. Nothing was changed.")
    if said.get("format") != FORMAT:
        raise CannotRestore("The backup was made by a newer version. Install that version first. Nothing was changed.")
    if said.get("database") != connection.vendor:
        raise CannotRestore(f"The backup is of {said.get('database')}; this installation runs on {connection.vendor}. Nothing was changed.")
    known = set(MigrationLoader(None).disk_migrations)
    unknown = sorted((app, name) for app, names in said["migrations"].items() for name in names if (app, name) not in known)
    if unknown:
        raise CannotRestore(
            f"The backup was made by another version ({said['version']}): {unknown[0][0]}.{unknown[0][1]} is not known here. "
            "Install that version first. Nothing was changed."
        )


def _refuse_overwriting(force: bool, reason: str) -> str:
    """The reason to keep beside what is replaced; none where nothing is."""
    if not holds_records():
        return ""
    if not force:
        raise CannotRestore("There are records here already. With --force they are replaced, and kept aside. Nothing was changed.")
    if not reason.strip():
        raise CannotRestore("Say why with --reason. It is kept beside what is replaced. Nothing was changed.")
    return reason.strip()


def _note(aside: Path, why: str) -> None:
    """Keeps the reason beside what was replaced: the ledger that comes back is to be the one that was kept, to the last entry."""
    if why:
        aside.mkdir(mode=0o700, parents=True, exist_ok=True)
        (aside / "why.txt").write_text(f"{why}\n", encoding="utf-8")


def _restore_embedded(archive: Archive, *, force: bool, reason: str, dry_run: bool, tell: Tell) -> None:
    home = Path(settings.HOME)
    with tempfile.TemporaryDirectory(dir=home, prefix="restore-") as folder:
        trial = Path(folder)
        made = trial / "steerco.sqlite3"
        archive.write_to(DATABASE, made)
        _prove(trial, archive.manifest["organisations"], tell)
        if dry_run:
            tell("Dry run: nothing was changed." if not holds_records() else "Dry run: nothing was changed; --force would be needed.")
            return
        why = _refuse_overwriting(force, reason)
        connection.close()
        place = Path(connection.settings_dict["NAME"])
        aside = home / "backups" / f"replaced-{timezone.now():%Y%m%d-%H%M%S}"
        with embedded.held_alone(place):
            embedded.put_in_place(made, place, aside)
        _note(aside, why)
        _bring_files(archive, aside)
        _bring_key(archive, aside)
    tell(f"Restored. What was there is kept in {aside}." if aside.exists() else "Restored.")


def _prove(trial: Path, heads: list[dict[str, Any]], tell: Tell) -> None:
    """Brings the copy up to this version in a home of its own, and verifies its ledgers there."""
    own = {"STEERCO_HOME": str(trial), "STEERCO_DATABASE": "", "STEERCO_SECRET_KEY": "of a trial", "DJANGO_SETTINGS_MODULE": SETTINGS}
    command = [sys.executable, "-m", "steerco.foundation.upkeep.trial"]
    done = subprocess.run(command, env={**os.environ, **own}, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines() or ["no reason given"]
        raise CannotRestore(f"The backup does not prove sound: {said[-1]} Nothing was changed.")
    _compare(json.loads(done.stdout), heads, tell)


def _compare(found: dict[str, Any], heads: list[dict[str, Any]], tell: Tell) -> None:
    for head in heads:
        stood = found.get(head["key"])
        if stood is None or stood["problem"] or (head["number"] and stood["hash"] != head["hash"]):
            why = stood["problem"] if stood and stood["problem"] else "its newest seal is not that of the backup"
            raise CannotRestore(f"The ledger of {head['key']} does not hold: {why}. Nothing was changed.")
        tell(f"{head['key']}: the ledger holds, {head['number']:,} revisions.")


def _restore_postgres(archive: Archive, *, force: bool, reason: str, dry_run: bool, tell: Tell) -> None:
    if dry_run:
        for head in archive.manifest["organisations"]:
            tell(f"{head['key']}: {head['number']:,} revisions.")
        tell("Dry run: nothing was changed; --force would be needed." if holds_records() else "Dry run: nothing was changed.")
        return
    why = _refuse_overwriting(force, reason)
    aside = Path(settings.HOME) / "backups" / f"replaced-{timezone.now():%Y%m%d-%H%M%S}"
    if holds_records():
        tell(f"What is there is kept in {make_backup(aside / 'steerco-before.zip').path}.")
    try:
        with transaction.atomic():
            _replace_tables(archive, tell)
    except (OperationalError, LockNotAvailable) as error:
        if "lock timeout" in str(error):
            raise embedded.InUse(
                "Another process uses the database. Stop the server and its workers first. Nothing was changed."
            ) from error
        raise
    _note(aside, why)
    _bring_files(archive, aside)
    _bring_key(archive, aside)
    tell("Restored.")


def _replace_tables(archive: Archive, tell: Tell) -> None:
    """Makes the tables anew with the rows of the backup, and verifies the ledgers; whatever refuses takes all of it back."""
    said = archive.manifest
    with connection.cursor() as cursor:
        held = cursor.connection
        held.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
        postgres.empty(held)
        _migrate_to(said["migrations"])
        held.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what the migrations left to check would stand in the way of emptying the tables
        held.execute("SET CONSTRAINTS ALL DEFERRED")
        postgres.clear_rows(held, list(said["tables"]))
        postgres.clear_queues(held)
        for name, columns in said["tables"].items():
            with archive.part(f"{TABLE}{name}") as part:
                postgres.take_rows(held, name, columns, part)
        held.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is left to check at the end would stand in the way of the migrations
        postgres.count_on(held, said["sequences"])
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    _compare(ledgers(), said["organisations"], tell)


def _migrate_to(recorded: dict[str, list[str]]) -> None:
    """Makes the tables as they were when the backup was made."""
    graph = MigrationLoader(None).graph
    had = {(app, name) for app, names in recorded.items() for name in names}
    for app, names in recorded.items():
        last = [
            name for name in names if not any(child.key[0] == app and child.key in had for child in graph.node_map[(app, name)].children)
        ]
        call_command("migrate", app, last[0], verbosity=0)


def _bring_files(archive: Archive, aside: Path) -> None:
    folder = files_folder()
    if folder.is_dir() and any(folder.iterdir()):
        aside.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.rename(aside / "files")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    archive.lay_out(FILES, folder)


def _bring_key(archive: Archive, aside: Path) -> None:
    """The signing key comes back with what was signed by it, unless the environment names one."""
    key = Path(settings.HOME) / KEY
    if KEY not in archive.parts or os.environ.get("STEERCO_SECRET_KEY"):
        return
    if key.exists():
        aside.mkdir(mode=0o700, parents=True, exist_ok=True)
        key.replace(aside / KEY)
    with archive.part(KEY) as part:
        key.touch(mode=0o600)
        key.write_bytes(part.read())
