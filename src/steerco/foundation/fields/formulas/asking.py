"""A formula as a question to the database, so that its values filter, sort and group; nothing in, nothing out, on either database."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import BooleanField, Case, CharField, DateField, DecimalField, F, Q, TextField, Value, When
from django.db.models.expressions import Func
from django.db.models.functions import Abs, Cast, Coalesce, NullIf, Round
from django.db.models.lookups import Exact, GreaterThan, GreaterThanOrEqual, IsNull, LessThan, LessThanOrEqual
from django.utils import timezone

from steerco.foundation.fields.formulas.checking import WORDS, Part
from steerco.foundation.fields.formulas.parsing import COMPARED
from steerco.foundation.fields.formulas.working_out import FURTHEST, MOST
from steerco.foundation.registers.columns import Column, Kind

FIRST_DAY, LAST_DAY = dt.date(1, 1, 1), dt.date(9999, 12, 31)
COMPARISONS: dict[str, type[Any]] = {
    "=": Exact, "<": LessThan, "<=": LessThanOrEqual, ">": GreaterThan, ">=": GreaterThanOrEqual,
}  # fmt: skip


class Figure(Func):
    """A number of any size, that divides as numbers do."""

    template = "CAST(%(expressions)s AS REAL)"
    output_field = DecimalField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """PostgreSQL has exact numbers of any size."""
        return super().as_sql(compiler, connection, template="(%(expressions)s)::numeric", **context)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite has floating ones."""
        return super().as_sql(compiler, connection, **context)


class Sum(Func):
    """Two numbers and a sign between them."""

    template = "(%(expressions)s)"
    output_field = DecimalField()

    def __init__(self, sign: str, *parts: Any) -> None:
        super().__init__(*parts)
        self.arg_joiner = f" {sign} "

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """As it is: the parts are numbers already."""
        return super().as_sql(compiler, connection, **context)


class Days(Func):
    """Days between two dates."""

    template = "(%(expressions)s)::numeric"
    arg_joiner = " - "
    output_field = DecimalField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Days since noon of one day, less those since noon of the other."""
        parts = [Func(part, function="julianday", output_field=DecimalField()) for part in self.source_expressions]
        sql: list[str] = []
        params: list[Any] = []
        for part in parts:
            each, given = Func.as_sql(part, compiler, connection)
            sql.append(each)
            params += given
        return f"({' - '.join(sql)})", params


class Moved(Func):
    """A date so many days later."""

    template = "(%(expressions)s)"
    arg_joiner = " + "
    output_field = DateField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """A date and whole days."""
        day, days = self.source_expressions
        (left, first), (right, second) = compiler.compile(day), compiler.compile(days)
        return f"({left} + ROUND({right})::integer)", [*first, *second]

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """The date functions of SQLite take the days as a text."""
        day, days = self.source_expressions
        (left, first), (right, second) = compiler.compile(day), compiler.compile(days)
        return f"date({left}, CAST(ROUND({right}) AS INTEGER) || ' days')", [*first, *second]


def asked(part: Part) -> Any:
    """The expression of a checked formula; the paths of its fields must be there already."""
    made: Any = condition(part) if part.kind == Kind.YES_NO and part.column is None else _of(part)
    if part.kind == Kind.YES_NO:
        return _said(made) if part.column is None else made
    if part.kind == Kind.DATE:
        return Case(When(Q(GreaterThanOrEqual(made, Value(FIRST_DAY))) & Q(LessThanOrEqual(made, Value(LAST_DAY))), then=made),
                    output_field=DateField(null=True))  # fmt: skip
    if part.kind in WORDS:
        return made
    return Case(
        When(LessThan(Abs(made), Figure(Value(MOST))), then=Round(Cast(made, DecimalField(max_digits=30, decimal_places=6)), 4)),
        output_field=DecimalField(max_digits=30, decimal_places=4, null=True),
    )


def condition(part: Part) -> Q:
    """A part that is yes or no, as a condition."""
    if part.act == "value":
        return Q(Exact(Value(1), Value(1 if part.value else 0)))
    if part.column is not None:
        return Q(Exact(_path(part.column), Value(True)))
    if part.act in COMPARED:
        left, right = (_of(each) for each in part.parts)
        return ~Q(Exact(left, right)) if part.act == "<>" else Q(COMPARISONS[part.act](left, right))
    if part.act == "given":
        inner = part.parts[0]
        return Q(IsNull(_said(condition(inner)) if inner.kind == Kind.YES_NO and inner.column is None else _of(inner), False))
    if part.act == "if":
        return Q(Exact(_branches(part, BooleanField(null=True)), Value(True)))
    if part.act == "first":
        return Q(Exact(Coalesce(*[asked(each) for each in part.parts], output_field=BooleanField(null=True)), Value(True)))
    asks = [condition(each) for each in part.parts]
    return ~asks[0] if part.act == "not" else asks[0] & asks[1] if part.act == "and" else asks[0] | asks[1]


def _said(asks: Q) -> Case:
    """Yes, no, or nothing."""
    return Case(When(asks, then=Value(True)), When(~asks, then=Value(False)), output_field=BooleanField(null=True))


def _of(part: Part) -> Any:
    if part.act == "value":
        return _literal(part.value)
    if part.column is not None:
        return _path(part.column)
    if part.kind == Kind.YES_NO:
        return asked(part)
    if part.act == "today":
        return Value(timezone.localdate(), output_field=DateField())
    if part.act == "if":
        return _branches(part, _field(part.kind))
    parts = [_of(each) for each in part.parts]
    if part.act == "first":
        return Coalesce(*parts, output_field=_field(part.kind))
    if part.act in ("min", "max"):
        left, right = parts
        keeps = LessThanOrEqual(left, right) if part.act == "min" else GreaterThanOrEqual(left, right)
        return Case(When(Q(keeps), then=left), When(~Q(keeps), then=right), output_field=_field(part.kind))
    return _figure(part, parts)


def _figure(part: Part, parts: list[Any]) -> Any:
    if part.act in ("later", "earlier"):
        days = parts[1] if part.act == "later" else Sum("*", parts[1], Figure(Value(Decimal(-1))))
        near = LessThan(Abs(days), Figure(Value(Decimal(FURTHEST))))
        return Case(When(near, then=Moved(parts[0], days)), output_field=DateField(null=True))
    if part.act == "days":
        return Days(*parts)
    if part.act == "abs":
        return Abs(parts[0])
    if part.act == "round":
        return Figure(Round(parts[0], part.value))
    if part.act == "/":
        return Sum("/", parts[0], NullIf(parts[1], Figure(Value(Decimal(0)))))
    return Sum(part.act, *parts)


def _branches(part: Part, field: Any) -> Case:
    asks = condition(part.parts[0])
    yes, no = (asked(each) if part.kind == Kind.YES_NO else _of(each) for each in part.parts[1:])
    return Case(When(asks, then=yes), When(~asks, then=no), output_field=field)


def _path(column: Column) -> Any:
    if column.kind in (Kind.NUMBER, Kind.MONEY):
        return Figure(F(column.key))
    if column.kind in WORDS and not any(isinstance(value, int) for value, _label in column.choices):
        return NullIf(Cast(F(column.words), TextField()), Value("", output_field=TextField()))
    return F(column.words)


def _literal(value: Any) -> Any:
    if isinstance(value, bool):
        return Value(value, output_field=BooleanField())
    if isinstance(value, Decimal):
        return Figure(Value(value))
    if isinstance(value, dt.date):
        return Value(value, output_field=DateField())
    return Cast(Value(value, output_field=CharField()), TextField()) if isinstance(value, str) else Value(value)


def _field(kind: Kind) -> Any:
    return (
        DateField(null=True)
        if kind == Kind.DATE
        else DecimalField(null=True)
        if kind in (Kind.NUMBER, Kind.MONEY)
        else TextField(null=True)
    )
