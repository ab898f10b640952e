"""A PostgreSQL database as files: every table read in one transaction, without any program of the server, and put back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from django.db import connections
from psycopg import Connection, sql

from steerco.foundation.upkeep.embedded import HEADS

CHUNK = 1 << 20
TABLES = r"SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename NOT LIKE 'huey\_%' ORDER BY tablename"
QUEUES = r"SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename LIKE 'huey\_%'"  # the queue makes them itself
COLUMNS = (
    "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = %s "
    "AND is_generated = 'NEVER' ORDER BY ordinal_position"
)
SEQUENCES = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema()"


@contextmanager
def one_instant() -> Iterator[Connection[Any]]:
    """A connection that sees the database as it stands now, however long it reads."""
    wrapper = connections.create_connection("default")
    raw: Connection[Any] = wrapper.get_new_connection(wrapper.get_connection_params())
    try:
        raw.execute("SET TIME ZONE 'UTC'")
        raw.commit()
        raw.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield raw
    finally:
        raw.close()


def tables(held: Connection[Any]) -> dict[str, list[str]]:
    """Every table with the columns that are not worked out by the database itself."""
    names = [row[0] for row in held.execute(TABLES).fetchall()]
    return {name: [row[0] for row in held.execute(COLUMNS, [name]).fetchall()] for name in names}


def sequences(held: Connection[Any]) -> dict[str, int]:
    """How far each number has counted."""
    return {name: last for name, last in held.execute(SEQUENCES).fetchall() if last is not None}


def heads(held: Connection[Any]) -> list[dict[str, Any]]:
    """Where the ledger of each organisation stands."""
    return [dict(zip(("key", "name", "number", "hash"), row, strict=True)) for row in held.execute(HEADS).fetchall()]


def migrations(held: Connection[Any]) -> dict[str, list[str]]:
    """The migrations that the database has."""
    found: dict[str, list[str]] = {}
    for app, name in held.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall():
        found.setdefault(app, []).append(name)
    return found


def rows_of(held: Connection[Any], table: str, columns: list[str]) -> Iterator[bytes]:
    """All rows of a table, as the server writes them."""
    with held.cursor() as cursor, cursor.copy(_copy(table, columns, "TO STDOUT")) as copy:
        for piece in copy:
            yield bytes(piece)


def take_rows(held: Connection[Any], table: str, columns: list[str], part: IO[bytes]) -> None:
    """Puts the rows of a part into a table."""
    with held.cursor() as cursor, cursor.copy(_copy(table, columns, "FROM STDIN")) as copy:
        while piece := part.read(CHUNK):
            copy.write(piece)


def empty(held: Connection[Any]) -> None:
    """Removes every table, so that the migrations make them anew."""
    names = [row[0] for row in held.execute(TABLES).fetchall()]
    if names:
        listed = sql.SQL(", ").join(sql.Identifier(name) for name in names)
        held.execute(sql.SQL("DROP TABLE {} CASCADE").format(listed))


def clear_rows(held: Connection[Any], names: list[str]) -> None:
    """Empties the tables that the migrations filled by themselves."""
    if names:
        listed = sql.SQL(", ").join(sql.Identifier(name) for name in names)
        held.execute(sql.SQL("TRUNCATE {}").format(listed))


def clear_queues(held: Connection[Any]) -> None:
    """Forgets what waits for a worker: it is of the records that are replaced; jobs of the backup that had not ended are queued again."""
    clear_rows(held, [row[0] for row in held.execute(QUEUES).fetchall()])


def count_on(held: Connection[Any], counted: dict[str, int]) -> None:
    """Lets each number count on from where it was."""
    there = {row[0] for row in held.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = current_schema()").fetchall()}
    for name, last in counted.items():
        if name in there:
            held.execute("SELECT setval(%s::regclass, %s)", [f'"{name}"', last])


def _copy(table: str, columns: list[str], way: str) -> sql.Composed:
    listed = sql.SQL(", ").join(sql.Identifier(name) for name in columns)
    return sql.SQL("COPY {} ({}) {}").format(sql.Identifier(table), listed, sql.SQL(way))
