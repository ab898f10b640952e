"""A record as plain values: what the ledger keeps before and after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache, partial
from operator import itemgetter
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext

from steerco.foundation.ledger.rows import each_changed

DIGITS, MOST = 15, Decimal(10) ** 16
_CENT, _USUAL = Decimal("0.01"), Decimal(10) ** 13
_BOOKKEEPING = frozenset({"created_at", "updated_at", "version", "organisation_id"})


def record_type(model: type[models.Model]) -> str:
    """The ledger's name for a kind of record, e.g. `projects.project`."""
    return model._meta.label_lower


def plain(value: Any) -> Any:
    """A field's value as JSON holds it: exact text for decimals and dates, the rest unchanged."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    return value


def plain_of(field: models.Field[Any, Any], value: Any) -> Any:
    """A field's value as the database will hold it, so that 5 and 5.00 are no change; refuses an amount that it would not hold exactly."""
    if isinstance(field, models.DecimalField) and value is not None:
        if not is_exact(value := Decimal(value)):
            raise ValidationError({field.name: too_large()})
        value = value.quantize(Decimal(1).scaleb(-field.decimal_places))
    return plain(value)


def is_exact(amount: Decimal) -> bool:
    """Whether every database keeps all digits of an amount: SQLite holds fifteen, and reads a larger one back as another or not at all."""
    if not amount.is_finite():
        return False
    if -_USUAL < amount < _USUAL and amount.same_quantum(_CENT):
        return True
    return abs(amount) < MOST and len(amount.normalize().as_tuple().digits) <= DIGITS


def refuse_inexact(record: models.Model) -> None:
    """Refuses a record with an amount that no database keeps exactly, before one says so in its own words."""
    for field in _amounts(type(record)):
        plain_of(field, getattr(record, field.attname))


def too_large() -> str:
    """What is said of an amount that no database keeps exactly."""
    return gettext("This amount is too large. Check the unit.")


@cache
def _amounts(model: type[models.Model]) -> tuple[models.Field[Any, Any], ...]:
    return tuple(field for field in _kept(model) if isinstance(field, models.DecimalField))


@cache
def _kept(model: type[models.Model]) -> tuple[models.Field[Any, Any], ...]:
    left_out = _BOOKKEEPING | getattr(model, "not_in_ledger", frozenset())
    return tuple(f for f in model._meta.concrete_fields if f.attname not in left_out and not f.primary_key)


def kept_fields(model: type[models.Model]) -> list[str]:
    """The column attributes that the ledger keeps of a model, in order."""
    return [field.attname for field in _kept(model)]


def snapshot(record: models.Model) -> dict[str, Any]:
    """All kept fields of a record as plain values."""
    names, read, typed = _reading(type(record))
    try:
        held = read(record.__dict__)
    except KeyError:  # what was left out when it was read
        held = tuple(getattr(record, name) for name in names)
    values = dict(zip(names, held, strict=True))
    for name, field in typed:
        if values[name] is not None:
            values[name] = plain_of(field, values[name])
    return values


def kept_columns(records: Sequence[models.Model]) -> tuple[list[str], list[Sequence[Any]]]:
    """The kept fields of records of one kind, and for each of them the plain values of all records."""
    names, read, typed = _reading(type(records[0]))
    columns: list[Sequence[Any]] = list(zip(*(read(record.__dict__) for record in records), strict=True))
    for name, field in typed:
        index = names.index(name)
        columns[index] = each_changed(columns[index], partial(plain_of, field))
    return names, columns


@cache
def _reading(model: type[models.Model]) -> tuple[list[str], Callable[[Any], tuple[Any, ...]], list[tuple[str, models.Field[Any, Any]]]]:
    """The kept fields of a model, what reads all of them, and those whose values JSON may not hold as they are."""
    names = kept_fields(model)
    simple = (models.CharField, models.TextField, models.IntegerField, models.BooleanField, models.ForeignKey, models.JSONField)
    typed = [(field.attname, field) for field in _kept(model) if not isinstance(field, simple)]
    return names, itemgetter(*names) if len(names) > 1 else lambda held: (held[names[0]],), typed


def restored(model: type[models.Model], values: dict[str, Any]) -> dict[str, Any]:
    """Plain values back as what the fields hold."""
    fields = {f.attname: f for f in model._meta.concrete_fields}
    return {name: _typed(fields[name], value) for name, value in values.items() if name in fields}


def _typed(field: models.Field[Any, Any], value: Any) -> Any:
    if value is None or isinstance(field, models.JSONField):
        return value
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    return target.to_python(value)
