"""Which organisations an account may enter, and finding one by its key."""

from __future__ import annotations

import datetime as dt
import os

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone

from steerco.foundation.organisations.models import Organisation
from steerco.foundation.prepared.statements import Given, Statement, columns_of, record_of


class NoSuchOrganisation(LookupError):
    """No organisation has this key; the text names those that there are."""


def organisations_of(account_id: int) -> QuerySet[Organisation]:
    """The organisations that an account is an active member of, by name."""
    return _of_member(account_id, timezone.localdate())


def _of_member(account_id: int | Given, today: dt.date | Given) -> QuerySet[Organisation]:
    lasting = Q(memberships__ends_on__isnull=True) | Q(memberships__ends_on__gte=today)
    return Organisation.objects.filter(lasting, memberships__account_id=account_id, memberships__active=True).order_by("name")


_ENTERED = Statement(
    lambda: _of_member(Given("account", models.BigIntegerField()), Given("today", models.DateField())).values_list(
        *columns_of(Organisation), "memberships__pk"
    )
)


def entered_by(account_id: int) -> list[tuple[Organisation, int]]:
    """The same with the number of each membership, which says which came first; asked at every request (one query)."""
    rows = _ENTERED.rows(account=account_id, today=timezone.localdate())
    return [(record_of(Organisation, row[:-1]), row[-1]) for row in rows]


def organisation_named(key: str | None) -> Organisation:
    """The organisation with this key; without one that of `STEERCO_ORGANISATION`, or the only one. For commands, which see them all."""
    key = key or os.environ.get("STEERCO_ORGANISATION") or None
    found = list(Organisation.objects.order_by("key"))
    if key is None and len(found) == 1:
        return found[0]
    there = ", ".join(organisation.key for organisation in found) or "none yet; steerco create-user EMAIL --new-organisation NAME makes one"
    if key is None:
        raise NoSuchOrganisation(f"Say which organisation with --organisation KEY. There are: {there}.")
    for organisation in found:
        if organisation.key == key:
            return organisation
    raise NoSuchOrganisation(f"There is no organisation “{key}”. There are: {there}.")
