"""Records lie on the hill as their rooms do, and none lies outside of an organisation."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.urls import get_resolver

from steerco.foundation.ledger.access import decided_kinds
from steerco.foundation.ledger.snapshot import record_type
from steerco.foundation.organisations.models import OrganisationRecord
from steerco.foundation.organisations.scope import ScopedManager
from tests.architecture.checks import records
from tests.architecture.checks.tree import contract

ROOT = Path(__file__).resolve().parents[2]
ORDER = [name for named in ("The hill", "The mechanisms") for layer in contract(ROOT, named) for name in layer]


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("steerco.")]


def room_models() -> list[type[models.Model]]:
    return [model for model in own_models() if model.__module__.startswith("steerco.capabilities.")]


def test_foreign_keys_point_downhill() -> None:
    found = list(records.relations(own_models()))
    assert len(found) > 20
    assert records.uphill(found, ORDER) == []


def test_every_record_of_a_room_belongs_to_an_organisation() -> None:
    assert len(room_models()) > 8
    assert records.without_organisation(room_models()) == []


def test_every_record_of_a_room_is_read_in_the_organisation_in_force() -> None:
    assert records.unscoped(room_models(), ScopedManager) == []


def test_of_every_kind_of_record_it_is_decided_who_reads_its_changes_in_the_ledger() -> None:
    assert get_resolver().url_patterns  # each view is read, and with them what is decided beside them
    kinds = {record_type(model) for model in own_models() if issubclass(model, OrganisationRecord)}
    assert len(kinds) > 30
    assert kinds - decided_kinds() == set()


@pytest.mark.django_db
def test_the_migrations_say_what_the_models_say() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
