"""Organisations are founded here; whoever keeps people lets accounts into them."""

from __future__ import annotations

from django.db import transaction

from steerco.foundation.organisations.models import Organisation


@transaction.atomic
def found_organisation(*, key: str, name: str, is_sample: bool = False) -> Organisation:
    """A new organisation without records; raises `ValidationError` where its key is taken or no key."""
    organisation = Organisation(key=key, name=name, is_sample=is_sample)
    organisation.full_clean()
    organisation.save(force_insert=True)
    return organisation
