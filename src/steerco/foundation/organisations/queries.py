"""Which organisations an account may enter, and finding one by its key."""

from __future__ import annotations

import os

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from steerco.foundation.organisations.models import Organisation


class NoSuchOrganisation(LookupError):
    """No organisation has this key; the text names those that there are."""


def organisations_of(account_id: int) -> QuerySet[Organisation]:
    """The organisations that an account is an active member of, by name; `joined` says which came first."""
    lasting = Q(memberships__ends_on__isnull=True) | Q(memberships__ends_on__gte=timezone.localdate())
    found = Organisation.objects.filter(lasting, memberships__account_id=account_id, memberships__active=True)
    return found.annotate(joined=F("memberships__pk")).order_by("name")


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
