"""Which organisations an account may enter."""

from __future__ import annotations

from django.db.models import QuerySet

from steerco.foundation.organisations.models import Organisation


def organisations_of(account_id: int) -> QuerySet[Organisation]:
    """The organisations that an account is an active member of, by name."""
    return Organisation.objects.filter(memberships__account_id=account_id, memberships__active=True).order_by("name")
