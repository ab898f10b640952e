"""Two populated organisations, built once a test file; whatever a test writes on top is rolled back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from steerco.foundation.access.models import RoleAssignment
from steerco.foundation.accounts.models import Account
from steerco.foundation.organisations.models import Membership
from tests.isolation.worlds import FOREIGN, World, found_world

Member = Callable[..., Account]


@pytest.fixture(scope="module")
def _worlds(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[World, World]]:
    with django_db_blocker.unblock():
        whole = transaction.atomic()
        whole.__enter__()
        made = found_world("alpha", 1), found_world("beta", 9, FOREIGN)
    yield made
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)
        connection.close()


@pytest.fixture
def alpha(_worlds: tuple[World, World], db: None) -> World:
    """The organisation that a test acts in."""
    return _worlds[0]


@pytest.fixture
def beta(_worlds: tuple[World, World], db: None) -> World:
    """The organisation of somebody else."""
    return _worlds[1]


@pytest.fixture
def member() -> Member:
    """Makes a member of a world with a role at scopes: member(alpha, "auditor", ("project", 3), clearance=1)."""

    def make(world: World, role: str | None, *scopes: tuple[str, int | None], clearance: int = 0, **dates: Any) -> Account:
        number = Account.objects.count() + 1
        account = Account.objects.create_user(
            f"{role}{number}@{world.organisation.key}.test", "a long pass phrase", name=f"{role} {number}"
        )
        Membership.everywhere.create(organisation=world.organisation, account=account)
        for kind, key in scopes or (("organisation", None),):
            if role is not None:
                RoleAssignment.everywhere.create(
                    organisation=world.organisation, account=account, role=role, scope_kind=kind, scope_id=key, clearance=clearance, **dates
                )
        return account

    return make


@pytest.fixture
def browser_of() -> Callable[[Account], Client]:
    """A signed-in browser of an account, which reports a crash as an answer."""

    def make(account: Account) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(account)
        return client

    return make
