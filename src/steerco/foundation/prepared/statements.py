"""A query that Django writes once for each thread: to run it again only its values are put in, which costs a sixth of writing it anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import local
from typing import Any, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Expression, Field, Model, QuerySet

Converters = dict[int, Any]
M = TypeVar("M", bound=Model)


class Given(Expression):
    """Stands in a query for a value that is said when the query is run."""

    def __init__(self, name: str, field: Field[Any, Any]) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """A parameter; this object stands for its value."""
        return "%s", (self,)


class _Written(NamedTuple):
    """A query as text, its parameters with the places to fill, and what makes values of what the database gives."""

    sql: str
    parameters: tuple[Any, ...]
    compiler: Any
    converters: Converters


class Statement:
    """Rows of values; `build` says which, by `values_list`, with a `Given` for each value that changes."""

    def __init__(self, build: Callable[[], QuerySet[Any, Any]]) -> None:
        self._build, self._held = build, local()

    def rows(self, **given: Any) -> list[tuple[Any, ...]]:
        """All rows for these values (one query)."""
        written: _Written = getattr(self._held, "written", None) or self._write()
        parameters = [
            each.output_field.get_db_prep_value(given[each.name], connection) if isinstance(each, Given) else each
            for each in written.parameters
        ]
        with connection.cursor() as cursor:
            cursor.execute(written.sql, parameters)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        if not written.converters or not found:
            return found
        return [tuple(row) for row in written.compiler.apply_converters(found, written.converters)]

    def first(self, **given: Any) -> tuple[Any, ...] | None:
        """The first row, if there is one; for what is found by a key."""
        return next(iter(self.rows(**given)), None)

    def _write(self) -> _Written:
        compiler = self._build().query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        written = _Written(sql, tuple(parameters), compiler, compiler.get_converters([column for column, _, _ in compiler.select]))
        self._held.written = written
        return written


def columns_of(model: type[Model], path: str = "") -> list[str]:
    """The columns of a record, as `values_list` names them, beginning at a path."""
    return [f"{path}{field.attname}" for field in model._meta.concrete_fields]


def record_of(model: type[M], values: Sequence[Any]) -> M:
    """The record that these columns hold."""
    return model.from_db(DEFAULT_DB_ALIAS, columns_of(model), values)
