"""The real portfolio, loaded once a test module; whatever a test writes on top is rolled back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from steerco.capabilities.scorecards.tests.factories import real_portfolio
from steerco.foundation.access.actor import Actor
from steerco.foundation.organisations.models import Organisation
from steerco.foundation.organisations.scope import within


@pytest.fixture(scope="module")
def real_organisation(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Organisation]:
    """An organisation that holds the seven real returns."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = Organisation.objects.create(key="gov", name="UK Government")
        with within(made):
            real_portfolio(Actor.system(made))
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def gmpp(real_organisation: Organisation, db: None) -> Iterator[Actor]:
    """The system acting in the organisation of the real returns."""
    with within(real_organisation):
        yield Actor.system(real_organisation)
