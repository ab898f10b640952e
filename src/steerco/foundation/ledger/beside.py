"""What pages show but no act writes: names of accounts, currencies of organisations. A change of it marks the head of the ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from steerco.foundation.accounts.models import Account
from steerco.foundation.accounts.noticed import written
from steerco.foundation.ledger.services import mark
from steerco.foundation.organisations.models import Membership, Organisation

SHOWN = frozenset({"name", "email", "is_active"})  # of an account, to others


@receiver(post_save, sender=Account)
def account_changed(instance: Account, created: bool, update_fields: Iterable[str] | None = None, **_told: Any) -> None:
    """Marks the organisations in which an account is known, where what others see of it has changed."""
    if not created and (update_fields is None or SHOWN & set(update_fields)):
        _mark_accounts([instance.pk])


@receiver(post_save, sender=Organisation)
def organisation_changed(instance: Organisation, created: bool, **_told: Any) -> None:
    """Marks an organisation whose name, currency or time zone may have changed."""
    if not created:
        mark(Organisation, [instance.pk])


@receiver(written, sender=Account)
def accounts_changed(keys: Collection[int], fields: Collection[str], **_told: Any) -> None:
    """The same of many accounts that were written at once."""
    if SHOWN & set(fields):
        _mark_accounts(keys)


@receiver(written, sender=Organisation)
def organisations_changed(keys: Collection[int], **_told: Any) -> None:
    """The same of many organisations."""
    mark(Organisation, keys)


def _mark_accounts(keys: Collection[int]) -> None:
    of = Membership.everywhere.filter(account__in=keys).order_by("organisation_id")
    mark(Account, of.values_list("organisation_id", flat=True).distinct())
