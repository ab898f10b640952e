"""Walking every address as somebody, and saying what leaked, crashed or was written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

from steerco.foundation.ledger.models import LedgerHead
from steerco.foundation.organisations.models import OrganisationRecord
from tests.isolation.addresses import Address, text_of
from tests.isolation.worlds import World

KINDS = [model for model in apps.get_models() if issubclass(model, OrganisationRecord)]


class Back(Exception):
    """Ends a request whose writes are taken back."""


def ask(
    browser: Client, address: str, method: str = "get", data: dict[str, Any] | None = None, after: Callable[[], None] | None = None
) -> tuple[HttpResponse, str]:
    """One request, and all that its answer says; what it wrote is taken back once `after` has looked at it."""
    answer, said = None, ""
    try:
        with transaction.atomic():
            answer = getattr(browser, method)(address, data or {})
            said = text_of(answer)
            if after is not None:
                after()
            if method != "get":
                raise Back
    except Back:
        connection.run_on_commit = []
    assert answer is not None
    return answer, said


def leaks(said: str, marks: Iterable[str]) -> list[str]:
    """The marks that an answer shows, each with the words around it."""
    found, plain = [], said.casefold()
    for mark in marks:
        place = plain.find(mark.casefold())
        if place >= 0:
            found.append(f"{mark}: …{said[max(place - 60, 0) : place + 60]}…")
    return found


def walk(
    browser: Client, trail: Iterable[Address], marks: Iterable[str], *, allowed: Iterable[int], queries: Iterable[str] = ("",)
) -> list[str]:
    """What was wrong on a walk: a mark that shows, a status that may not be, a crash."""
    wrong, fine = [], set(allowed)
    for address in trail:
        for query in queries:
            answer, said = ask(browser, address.path + query)
            where = f"GET {address.path}{query} ({address.name}) → {answer.status_code}"
            if answer.status_code not in fine:
                wrong.append(where)
            wrong += [f"{where} shows {leak}" for leak in leaks(said, marks)]
    return wrong


def standing(world: World) -> dict[str, Any]:
    """How many records of each kind an organisation has, and where its ledger stands."""
    head = LedgerHead.objects.get(organisation=world.organisation)
    asked = _counting()
    with connection.cursor() as cursor:
        cursor.execute(asked, [world.organisation.pk] * len(KINDS))
        return {**dict(cursor.fetchall()), "head": (head.number, head.hash)}


def strays() -> list[str]:
    """Records that name a record of another organisation."""
    with connection.cursor() as cursor:
        cursor.execute(_straying())
        return [f"{said} {key}" for said, key in cursor.fetchall()]


@cache
def _counting() -> str:
    """One question for all kinds of records: a walk asks it hundreds of times."""
    quoted = connection.ops.quote_name
    return " UNION ALL ".join(
        f"SELECT '{model._meta.label}', COUNT(*) FROM {quoted(model._meta.db_table)} WHERE organisation_id = %s" for model in KINDS
    )


@cache
def _straying() -> str:
    """One question for all references between records."""
    quoted, parts = connection.ops.quote_name, []
    for model in KINDS:
        for column in model._meta.concrete_fields:
            if column.many_to_one and issubclass(column.related_model, OrganisationRecord):
                own, other = quoted(model._meta.db_table), quoted(column.related_model._meta.db_table)
                parts.append(
                    f"SELECT '{model._meta.label} by {column.name}', one.id FROM {own} one "
                    f"JOIN {other} another ON one.{quoted(column.column)} = another.id "
                    "WHERE one.organisation_id <> another.organisation_id"
                )
    return " UNION ALL ".join(parts)
