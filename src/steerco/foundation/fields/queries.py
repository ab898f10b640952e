"""Reads of own fields: which there are on a register, and what hangs on one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet

from steerco.foundation.access.actor import Actor
from steerco.foundation.fields.access import FIELDS
from steerco.foundation.fields.models import OwnField
from steerco.foundation.organisations.scope import current_organisation_id
from steerco.foundation.prepared.statements import Given, Statement, columns_of, record_of
from steerco.foundation.registers.models import SavedView
from steerco.foundation.registers.register import Register, registers

People = Callable[[Actor], QuerySet[Any]]
_people: list[People] = []


def people_are(rows: People) -> None:
    """A room says which records a field of kind “person” names; each has a name."""
    _people[:] = [rows]


def people(by: Actor) -> QuerySet[Any]:
    """The records that a field of kind “person” may name."""
    return _people[0](by)


def fields(by: Actor) -> QuerySet[OwnField]:
    """The fields that the actor may see."""
    return OwnField.objects.none() if FIELDS.reach(by, "view").nothing else OwnField.objects.all()


_IN_USE = Statement(
    lambda: OwnField.everywhere.filter(
        organisation=Given("organisation", models.BigIntegerField()), register=Given("register", models.CharField()), retired=False
    ).values_list(*columns_of(OwnField))
)


def own_fields(register: str, *, retired: bool = False) -> list[OwnField]:
    """The fields of a register in their order, those in use unless `retired` asks for all (one query)."""
    if retired:
        return list(OwnField.objects.filter(register=register))
    return [record_of(OwnField, row) for row in _IN_USE.rows(organisation=current_organisation_id(), register=register)]


def fielded() -> dict[str, Register]:
    """The registers whose records take fields of an organisation's own, by name."""
    return {name: register for name, register in registers.items() if register.own is not None and register.form is not None}


def carrying(field: OwnField) -> Any:
    """The records that have a value of a field."""
    records: Any = registers[field.register].model._default_manager
    return records.filter(custom__has_key=field.key)


def leaning_on(field: OwnField) -> list[OwnField]:
    """The formulas and roll-ups that are worked out from a field."""
    named = Q(register=field.register, formula__contains=f"[{field.key}]")
    above = Q(children__in=[name for name in registers if name == field.register], child_field=field.key)
    return list(OwnField.objects.filter(named | above).exclude(pk=field.pk))


def views_with(field: OwnField) -> list[SavedView]:
    """The saved views that show, filter, sort or group by a field."""
    views = SavedView.objects.filter(register=field.register, query__contains=field.key)
    return [view for view in views if any(field.key in part.split(":")[0] for part in _parts(view.query))]


def _parts(query: str) -> list[str]:
    return [word.removeprefix("-") for part in query.split("&") for word in part.partition("=")[2].replace("%2C", ",").split(",")]
