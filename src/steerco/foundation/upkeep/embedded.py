"""The embedded database as one file: a snapshot of it while it is written to, and putting one in its place."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

BESIDE = ("-wal", "-shm")


class InUse(OSError):
    """Another process has the database open, so it can't be replaced."""


def snapshot(source: Path, target: Path) -> None:
    """Copies the database as it stands at one instant; whoever writes meanwhile neither waits nor is waited for."""
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as whole, closing(sqlite3.connect(target)) as copy:
        whole.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode=DELETE")


def heads_in(path: Path) -> list[dict[str, Any]]:
    """Where the ledger of each organisation stands in a snapshot."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as held:
        rows = held.execute(HEADS).fetchall()
    return [dict(zip(("key", "name", "number", "hash"), row, strict=True)) for row in rows]


def migrations_in(path: Path) -> dict[str, list[str]]:
    """The migrations that a snapshot has."""
    found: dict[str, list[str]] = {}
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as held:
        for app, name in held.execute("SELECT app, name FROM django_migrations ORDER BY app, name"):
            found.setdefault(app, []).append(name)
    return found


def sound(path: Path) -> str:
    """What the database says of its own pages: `ok`, or what is wrong."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as held:
        return str(held.execute("PRAGMA quick_check(1)").fetchone()[0])


@contextmanager
def held_alone(path: Path) -> Iterator[None]:
    """Makes sure that nobody else has the database open; raises `InUse`."""
    if path.exists():
        with closing(sqlite3.connect(path, timeout=1, isolation_level=None)) as held:
            try:
                held.execute("PRAGMA journal_mode=DELETE")  # leaves the log of writes, which takes the database for itself
                held.execute("BEGIN EXCLUSIVE")
                held.execute("ROLLBACK")
            except sqlite3.OperationalError as error:
                raise InUse("Another process has the database open. Stop the server and its workers first.") from error
    yield


def put_in_place(made: Path, place: Path, aside: Path) -> None:
    """Moves the database that is there aside, and the new one in its place."""
    if place.exists():
        aside.mkdir(mode=0o700, parents=True, exist_ok=True)
        place.replace(aside / place.name)
    for ending in BESIDE:
        place.with_name(place.name + ending).unlink(missing_ok=True)
    made.chmod(0o600)
    made.replace(place)


HEADS = (
    "SELECT o.key, o.name, COALESCE(h.number, 0), COALESCE(h.hash, '') FROM organisations_organisation o "
    "LEFT JOIN ledger_ledgerhead h ON h.organisation_id = o.id ORDER BY o.key"
)
