"""Organisations are founded here, and accounts let into them."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from steerco.foundation.organisations.models import Membership, Organisation


@transaction.atomic
def found_organisation(*, key: str, name: str, is_sample: bool = False) -> Organisation:
    """A new organisation without records; raises `ValidationError` where its key is taken or no key."""
    organisation = Organisation(key=key, name=name, is_sample=is_sample)
    organisation.full_clean()
    organisation.save(force_insert=True)
    return organisation


@transaction.atomic
def admit(*, organisation: Organisation, account: AbstractBaseUser) -> Membership:
    """Lets an account into an organisation; what it may do there is said by its roles. Admitting again changes nothing."""
    membership, made = Membership.objects.get_or_create(organisation=organisation, account_id=account.pk)
    if not made and not membership.active:
        membership.active = True
        membership.save(update_fields=["active"])
    return membership


def set_membership(*, organisation: Organisation, account_id: int, active: bool) -> None:
    """Shuts an account out of an organisation, or lets it in again; its roles stay as they are."""
    Membership.objects.filter(organisation=organisation, account_id=account_id).update(active=active)
