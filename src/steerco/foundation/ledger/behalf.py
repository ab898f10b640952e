"""On whose behalf something was done, as the ledger knows it and as a person reads it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, cast

from django.db import models
from django.utils.translation import gettext as _

from steerco.foundation.accounts.models import Account
from steerco.foundation.ledger.models import Change
from steerco.foundation.ledger.seen import changes_of
from steerco.foundation.ledger.snapshot import record_type


def doer(account: object, on_behalf_of: object) -> str:
    """Who did it, and for whom."""
    who = str(account or _("the system"))
    return _("%(who)s on behalf of %(whom)s") % {"who": who, "whom": on_behalf_of} if on_behalf_of else who


def on_behalf(model: type[models.Model], keys: Collection[int], field: str) -> dict[int, Account]:
    """Records → for whom a field of theirs was written last, where it was for somebody (a query; one more where there is one)."""
    if not keys:
        return {}
    written = Change.objects.filter(record_type=record_type(model), record_id__in=keys, after__has_key=field).order_by("id")
    with changes_of(model):
        found = dict(written.values_list("record_id", "revision__on_behalf_of_id"))
    people = Account.objects.in_bulk({key for key in found.values() if key is not None}) if any(found.values()) else {}
    return {record: people[key] for record, key in found.items() if key is not None}


def note_behalf(found: Iterable[models.Model], field: str) -> None:
    """Puts beside whoever a field names, for whom they did it: `added_by` gets an `added_by_for`, None where for nobody else."""
    records = list(found)
    for model in {type(record) for record in records}:
        own = [record for record in records if type(record) is model]
        principals = on_behalf(model, [record.pk for record in own], cast("models.Field[Any, Any]", model._meta.get_field(field)).attname)
        for record in own:
            setattr(record, f"{field}_for", principals.get(record.pk))
