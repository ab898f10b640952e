"""Every page that is kept, beside the same page drawn afresh, after a write of every kind of record: nobody ever sees what was."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger import drawn
from steerco.foundation.ledger.seen import ANY_WRITE, unsealed
from steerco.foundation.ledger.stores import forget_everything
from steerco.foundation.ledger.writer import revise
from steerco.foundation.organisations.models import OrganisationRecord
from steerco.foundation.organisations.scope import within
from steerco.foundation.registers.models import SavedView
from tests.isolation.worlds import OPEN, World

TOKEN = re.compile(rb"[A-Za-z0-9]{64}")  # of forms, another each time


def kept_views() -> Iterator[URLPattern]:
    """The addresses whose pages are kept."""
    waiting: list[URLPattern | URLResolver] = list(get_resolver().url_patterns)
    while waiting:
        each = waiting.pop()
        if isinstance(each, URLResolver):
            waiting += each.url_patterns
        elif getattr(each.callback, "drawn_once", False):
            yield each


def addresses(world: World) -> dict[str, list[str]]:
    """For each page that is kept, addresses of it as they are asked for."""
    portfolio, project = world.held["portfolios"][0].ref, world.project(OPEN)
    period = world.held["periods"][0]
    unit = next(each.code for each in world.held["units"] if each.pk == project.unit_id)
    return {
        "portfolio_overview": [f"/portfolio/{portfolio}/", f"/portfolio/{portfolio}/?as_of={period.status_on}"],
        "portfolio_why": [f"/portfolio/{portfolio}/why/projects/?of={unit}", f"/portfolio/{portfolio}/why/cost/?of={project.ref}"],
        "project": [f"/projects/{project.ref}/", f"/projects/{project.ref}/?table=1", f"/projects/{project.ref}/?as_of={period.status_on}"],
        "report": [f"/projects/{project.ref}/reports/{period.status_on}/"],
    }


def texts(client: Client, asked: list[str]) -> list[bytes]:
    """The pages; what is found no more under its address says so alike."""
    answers = [client.get(address) for address in asked]
    return [TOKEN.sub(b"", answer.content) for answer in answers]


def lists() -> list[str]:
    """The lists of registers: each is drawn by the same view."""
    return sorted(pattern.name for pattern in kept_views() if pattern.default_args.get("name") == pattern.name and pattern.name)


def asked_of(world: World) -> list[str]:
    return [address for some in addresses(world).values() for address in some] + [reverse(name) for name in lists()]


def other(field: models.Field[Any, Any], value: Any) -> Any:
    """Another value that a field may hold; the same where only this one may stand."""
    if field.choices:
        return next((choice for choice, _ in field.flatchoices if choice not in (value, "")), value)
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.DateTimeField | models.JSONField) or field.is_relation or field.primary_key:
        return value
    if isinstance(field, models.DateField):
        return (value or dt.date(2021, 5, 5)) + dt.timedelta(days=1)
    if isinstance(field, models.DecimalField | models.IntegerField):
        return (value or 0) + 1
    if isinstance(field, models.SlugField | models.CharField | models.TextField):
        return f"other{value}"[: field.max_length or 200]
    return value


def change(world: World, record: OrganisationRecord, field: models.Field[Any, Any]) -> bool:
    """Writes another value into a field; false where the record or the database refuses."""
    value = other(field, getattr(record, field.attname))
    if value == getattr(record, field.attname):
        return False
    try:
        with transaction.atomic(), revise(world.system, "change") as revision:
            return revision.update(record, **{field.name: value})
    except Exception:  # whatever refuses: only what is written matters here
        record.refresh_from_db()
        return False


KINDS = sorted((model for model in apps.get_models() if issubclass(model, OrganisationRecord)), key=lambda model: model._meta.label)


@pytest.fixture
def visitor(alpha: World, member: Callable[..., Account], client_of: Callable[[Account], Client]) -> Client:
    return client_of(member(alpha, "pmo_director", clearance=2))


def test_every_kept_page_is_looked_at(alpha: World) -> None:
    names = {pattern.name for pattern in kept_views()}
    assert names == {*addresses(alpha), *lists()}
    assert len(lists()) > 5


def test_after_a_write_no_page_is_stale(alpha: World, visitor: Client) -> None:
    stale: list[str] = []
    for model in KINDS:
        with transaction.atomic():
            stale += [f"{address} after a write of {model._meta.label}" for address in stale_after_a_write(alpha, visitor, model)]
            transaction.set_rollback(True)  # the next kind begins with what all began with, and its pages still hold
    assert stale == []


def stale_after_a_write(world: World, visitor: Client, model: type[OrganisationRecord]) -> list[str]:
    """The addresses whose page is not what is drawn afresh, after every field of a record of this kind was written."""
    asked = asked_of(world)
    assert all(visitor.get(address).status_code == 200 for address in asked)
    with within(world.organisation):
        record = model.objects.order_by("pk").first()
        changed = record is not None and sum(change(world, record, field) for field in model._meta.concrete_fields[4:]) > 0
        if not changed and record is not None:
            with revise(world.system, "touch") as revision:
                revision.create(SavedView(register="units", name="Touches something at least"))
    if model._meta.label_lower == "projects.project" and changed:
        asked = [address.replace(world.project(OPEN).ref, record.ref) for address in asked]  # type: ignore[union-attr]

    kept = texts(visitor, asked)
    with unsealed():  # nothing that is kept is taken
        fresh = texts(visitor, asked)
    return [address for address, one, another in zip(asked, kept, fresh, strict=True) if one != another]


def test_a_page_hangs_on_what_it_shows_and_nothing_else(alpha: World, visitor: Client) -> None:
    for name, asked in addresses(alpha).items():
        texts(visitor, asked)
        kinds = {kind for kept, _ in drawn._drawn._kept.values() for kind, _ in kept.read}
        assert ANY_WRITE not in kinds, f"{name} is drawn again after any write"
        assert name == "project" or "work.task" not in kinds  # a project says how many tasks it has
        assert {"projects.project", "status.statusreport"} <= kinds
        forget_everything()


def test_a_write_elsewhere_draws_nothing_anew(alpha: World, visitor: Client) -> None:
    asked = addresses(alpha)["portfolio_overview"][0]
    visitor.get(asked)
    with within(alpha.organisation), revise(alpha.system, "touch") as revision:
        revision.update(alpha.held["tasks"][0], description="Says more")
    with CaptureQueriesContext(connection) as counted:
        visitor.get(asked)
    assert len(counted) <= 6  # session, account, organisations, roles, head of the ledger
