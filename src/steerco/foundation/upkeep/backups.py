"""Backups: the database as it stands at one instant, the files and the signing key, in one archive that says what it holds."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.utils import timezone

from steerco import __version__
from steerco.foundation.upkeep import embedded, postgres
from steerco.foundation.upkeep.archives import ArchiveWriter, written

KIND, FORMAT = "steerco-backup", 1
DATABASE, TABLE, FILES, KEY = "database.sqlite3", "tables/", "files/", "secret-key"
NOT_KEPT = frozenset({"kept"})
"""Tables whose rows are made anew by themselves: the cache."""


class Made(NamedTuple):
    """A backup that was made: where it lies, how large it is, where each ledger stands in it."""

    path: Path
    size: int
    organisations: list[dict[str, Any]]
    files: int


def backup_folder() -> Path:
    """Where backups lie that nobody has said another place for."""
    return Path(settings.HOME) / "backups"


def files_folder() -> Path:
    """Where the files of the office lie."""
    options: Any = settings.STORAGES["default"]
    return Path(options["OPTIONS"]["location"])


def make_backup(path: Path | None = None, *, with_key: bool = True) -> Made:
    """Writes a backup while everybody goes on working."""
    made_at = timezone.now()
    place = path or backup_folder() / f"steerco-{made_at:%Y%m%d-%H%M%S}.zip"
    about: dict[str, Any] = {"kind": KIND, "format": FORMAT, "version": __version__, "made_at": made_at.isoformat()}
    with written(place, about) as archive:
        about |= _embedded(archive) if connection.vendor == "sqlite" else _postgres(archive)
        count = _files(archive)  # after the database: every file that it names is there already
        key = Path(settings.HOME) / KEY
        if with_key and key.exists():
            archive.add_file(KEY, key)
    return Made(place, place.stat().st_size, about["organisations"], count)


def old_backups(folder: Path) -> list[Path]:
    """The backups in a folder, oldest first."""
    return sorted(folder.glob("steerco-*.zip"), key=lambda path: (path.stat().st_mtime, path.name))


def drop_older(folder: Path, keep: int) -> list[Path]:
    """Removes all but the newest so many backups of a folder."""
    gone = old_backups(folder)[:-keep] if keep > 0 else []
    for path in gone:
        path.unlink()
    return gone


def _embedded(archive: ArchiveWriter) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(dir=settings.HOME) as folder:
        copy = Path(folder) / DATABASE
        embedded.snapshot(Path(connection.settings_dict["NAME"]), copy)
        archive.add_file(DATABASE, copy)
        return {"database": "sqlite", "organisations": embedded.heads_in(copy), "migrations": embedded.migrations_in(copy)}


def _postgres(archive: ArchiveWriter) -> dict[str, Any]:
    with postgres.one_instant() as held:
        found = {name: columns for name, columns in postgres.tables(held).items() if name not in NOT_KEPT}
        for name, columns in found.items():
            archive.add(f"{TABLE}{name}", postgres.rows_of(held, name, columns))
        return {
            "database": "postgresql", "tables": found, "sequences": postgres.sequences(held), "organisations": postgres.heads(held),
            "migrations": postgres.migrations(held),
        }  # fmt: skip


def _files(archive: ArchiveWriter) -> int:
    """The files of the office; one that went away meanwhile is no longer named by the database either."""
    folder, count = files_folder(), 0
    for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
        if path.is_file() and not path.is_symlink():
            archive.add_file(f"{FILES}{path.relative_to(folder).as_posix()}", path)
            count += 1
    return count
