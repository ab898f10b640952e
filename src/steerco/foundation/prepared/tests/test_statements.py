"""A query written once gives what Django gives, for other values each time, in every thread."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, models
from django.utils import timezone

from steerco.foundation.accounts.models import Account
from steerco.foundation.prepared.statements import Given, Statement, columns_of, record_of

JOINED_SINCE = Statement(
    lambda: Account.objects.filter(
        email__startswith="of.", is_service=False, date_joined__gte=Given("since", models.DateTimeField())
    ).order_by("email").values_list(*columns_of(Account))
)  # fmt: skip


@pytest.mark.django_db
def test_values_change_and_the_query_stays() -> None:
    now = timezone.now()
    old, new = (
        Account.objects.create_user(f"of.{name}@prepared.test", "a long pass phrase", name=name, date_joined=now - dt.timedelta(days=days))
        for name, days in (("old", 9), ("new", 1))
    )
    Account.objects.create_user("of.program@prepared.test", None, is_service=True)
    for days, expected in ((10, [new, old]), (2, [new]), (0, [])):
        found = [record_of(Account, row) for row in JOINED_SINCE.rows(since=now - dt.timedelta(days=days))]
        assert found == expected
        assert [(each.date_joined, each.single_keys) for each in found] == [(each.date_joined, True) for each in expected]
    first = JOINED_SINCE.first(since=now - dt.timedelta(days=10))
    assert first is not None
    assert record_of(Account, first) == new
    assert JOINED_SINCE.first(since=now) is None


@pytest.mark.django_db
def test_a_value_that_is_not_said_is_refused() -> None:
    with pytest.raises(KeyError, match="since"):
        JOINED_SINCE.rows()


def test_each_thread_writes_its_own() -> None:
    def written() -> object:
        try:
            return JOINED_SINCE._write().compiler.connection
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as one, ThreadPoolExecutor(1) as other:
        assert one.submit(written).result() is not other.submit(written).result()
