"""Many rows into a table at once: values in their columns' order, past the objects of Django, in the same transaction."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import chain, islice
from operator import itemgetter
from typing import Any

from django.db import connection, models

FEW, MANY = 100, 2000
MOST_VALUES = 8000  # in one statement: SQLite takes 32,766
Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """How the records of a model become rows: its columns, what reads their values, and which of them have another form in the database."""

    table: str
    columns: tuple[str, ...]
    read: Callable[[dict[str, Any]], tuple[Any, ...]]
    convert: tuple[tuple[int, Convert], ...]
    points: tuple[tuple[str, str], ...]

    def rows(self, records: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
        """The rows of new records, each column turned into what the database takes at one go.

        Raises `ValueError` where a record points to one that is not saved.
        """
        for record in records:
            held = record._state.__dict__.get("fields_cache")
            if held and any(record.__dict__[attname] is None and held.get(name) is not None for attname, name in self.points):
                record._prepare_related_fields_for_save(operation_name="bulk_create")
        columns: list[Sequence[Any]] = list(zip(*(self.read(record.__dict__) for record in records), strict=True))
        for index, convert in self.convert:
            columns[index] = each_changed(columns[index], convert)
        return zip(*columns, strict=True)


def each_changed(column: Sequence[Any], change: Convert) -> Sequence[Any]:
    """A column with each value changed that is none of None; the one that all rows share is changed once."""
    first = column[0]
    if all(value is first for value in column):
        return [None if first is None else change(first)] * len(column)
    return [None if value is None else change(value) for value in column]


def plan_of(model: type[models.Model]) -> Plan | None:
    """The plan of a model; None where Django has to write it itself (parts of it in other tables, values made by the database)."""
    return _plan(model, connection.vendor, connection.timezone is dt.UTC)


@cache
def _plan(model: type[models.Model], vendor: str, universal: bool) -> Plan | None:
    fields = list(model._meta.concrete_fields)
    if vendor not in {"sqlite", "postgresql"} or model._meta.parents or not isinstance(model._meta.pk, models.BigAutoField):
        return None
    if any(_made_elsewhere(field) for field in fields):
        return None
    convert = tuple((index, made) for index, field in enumerate(fields) if (made := _converter(field, vendor, universal)) is not None)
    read = itemgetter(*(field.attname for field in fields))
    points = tuple((field.attname, field.name) for field in fields if isinstance(field, models.ForeignKey))
    return Plan(model._meta.db_table, tuple(str(field.column) for field in fields), read, convert, points)


def _made_elsewhere(field: Any) -> bool:
    """Whether the value comes from the clock, a file store or the database at the moment of writing."""
    own = type(field).pre_save is not models.Field.pre_save and not isinstance(field, models.DateField | models.TimeField)
    now = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    return bool(own or now or field.generated or field.db_default is not models.NOT_PROVIDED)


def _converter(field: Any, vendor: str, universal: bool) -> Convert | None:
    """What turns a value of a field into what the database takes; None where it is taken as it is."""
    target = field
    while isinstance(target, models.ForeignKey):
        target = target.target_field
    if isinstance(target, models.BooleanField):
        return None
    if isinstance(target, models.CharField | models.TextField | models.IntegerField):
        return int if isinstance(target, models.IntegerField) else str
    told = _usual(field, vendor, universal)

    def convert(value: Any) -> Any:
        return told[1](value) if told is not None and type(value) is told[0] else field.get_db_prep_save(value, connection=connection)

    return convert


def _usual(field: Any, vendor: str, universal: bool) -> tuple[type, Convert] | None:
    """The type of most values of a field, and what Django makes of them, without its way there."""
    kind, postgresql = type(field), vendor == "postgresql"
    if kind is models.DateTimeField and universal:
        return dt.datetime, _moment(field, postgresql)
    if kind is models.DateField:
        return dt.date, (_itself if postgresql else dt.date.isoformat)
    if kind is models.DecimalField:
        return Decimal, lambda value: value if value.is_finite() else field.get_db_prep_save(value, connection=connection)
    if kind is models.JSONField and field.encoder is None and not postgresql:
        return dict, json.JSONEncoder().encode
    return None


def _moment(field: Any, postgresql: bool) -> Convert:
    def convert(value: dt.datetime) -> Any:
        if value.tzinfo is not dt.UTC:
            return field.get_db_prep_save(value, connection=connection)
        return value if postgresql else value.isoformat(" ")[:-6]  # without the +00:00

    return convert


def _itself(value: Any) -> Any:
    return value


def insert_many(records: Sequence[Any]) -> bool:
    """Inserts many new records of one kind, with the keys that they get; says no, and does nothing, where Django has to do it itself."""
    model: Any = type(records[0])
    plan = plan_of(model) if len(records) > FEW and all(record.pk is None for record in records) else None
    if plan is None:
        return False
    name, alias = model._meta.pk.attname, connection.alias
    for record, key in zip(records, keys_for(model, len(records)), strict=True):
        record.__dict__[name] = key
        record._state.adding, record._state.db = False, alias
    write_rows(plan.table, plan.columns, plan.rows(records))
    return True


def runs(keys: Sequence[int]) -> list[range]:
    """Keys in order as runs without gaps."""
    found: list[range] = []
    for key in keys:
        if found and found[-1].stop == key:
            found[-1] = range(found[-1].start, key + 1)
        else:
            found.append(range(key, key + 1))
    return found


def keys_for(model: type[models.Model], count: int) -> list[int]:
    """New primary keys. On SQLite nobody else writes meanwhile; PostgreSQL's sequence gives each key once."""
    table = model._meta.db_table
    column = str(model._meta.pk.column)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            given, there = "SELECT seq FROM sqlite_sequence WHERE name = %s", f"SELECT max({_q(column)}) FROM {_q(table)}"  # noqa: S608
            cursor.execute(f"SELECT max(COALESCE(({given}), 0), COALESCE(({there}), 0))", [table])
            last = cursor.fetchone()[0]
            return list(range(last + 1, last + count + 1))
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", [_q(table), column, count])
        return [key for (key,) in cursor.fetchall()]


def write_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Writes rows as they come, so that never all of them are in memory."""
    names = ", ".join(_q(column) for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f"COPY {_q(table)} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        line = f"({', '.join(['%s'] * len(columns))})"
        for some in _chunks(rows, min(MANY, MOST_VALUES // len(columns))):
            lines = ", ".join([line] * len(some))  # one statement for all: what its triggers do to the word index is written once
            cursor.execute(f"INSERT INTO {_q(table)} ({names}) VALUES {lines}", list(chain.from_iterable(some)))  # noqa: S608  names of a model


def _chunks(rows: Iterable[Sequence[Any]], size: int) -> Iterator[list[Sequence[Any]]]:
    source = iter(rows)
    while some := list(islice(source, size)):
        yield some


def _q(name: str) -> str:
    return connection.ops.quote_name(name)
