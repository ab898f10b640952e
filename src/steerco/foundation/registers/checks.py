"""Checks that every service asks before it writes: each field's own rules, and that nothing of another organisation is named."""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any, NoReturn, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import DecimalField
from django.utils.translation import gettext as _, gettext_lazy

from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.snapshot import is_exact, too_large
from steerco.foundation.ledger.writer import EditConflict
from steerco.foundation.organisations.models import OrganisationRecord

R = TypeVar("R", bound=OrganisationRecord)
SAY_WHY = gettext_lazy("Say why. The reason stays in the history, beside your name.")
"""What is said wherever a reason is needed and none is given."""


def refuse(field: str, message: str) -> NoReturn:
    """Raises a refusal that belongs to one field of the form."""
    raise ValidationError({field: message})


def given_reason(reason: str) -> str:
    """The reason of an act that needs one, without the space around it; refuses a blank one."""
    if not reason.strip():
        refuse("reason", str(SAY_WHY))
    return reason.strip()


def reason_over_others(own: bool, reason: str) -> str:
    """The reason of an act that one may do to what is one's own without any, and to what is another's with one only."""
    return reason.strip() if own else given_reason(reason)


def check_fields(record: OrganisationRecord, by: Actor, changed: Collection[str] | None = None) -> None:
    """Raises `ValidationError`, by field, where a value does not fit its field or names a record of another organisation.

    Of a record that is there, only what is changed need be checked.
    """
    if record.organisation_id is None:
        record.organisation = by.organisation
    fields = record._meta.concrete_fields
    checked = [field for field in fields if changed is None or field.name in changed]
    left_out = {field.name for field in fields if changed is not None and field.name not in changed}
    record.clean_fields(exclude={"organisation"} | left_out)
    for field in checked:
        value = getattr(record, field.attname)
        if isinstance(field, DecimalField) and isinstance(value, Decimal) and not is_exact(value):
            refuse(field.name, too_large())
        if field.many_to_one and field.related_model is not None and issubclass(field.related_model, OrganisationRecord):
            named = getattr(record, field.name)
            if named is not None and named.organisation_id != record.organisation_id:
                refuse(field.name, _("This belongs to another organisation."))


def as_changed(record: R, changes: dict[str, Any], editable: Iterable[str]) -> R:
    """A copy of the record with the changes on it, to check before anything is written; only editable fields may change."""
    unknown = set(changes) - set(editable)
    if unknown:
        raise TypeError(f"Not a field that can be edited: {', '.join(sorted(unknown))}")
    draft = copy.copy(record)
    for name, value in changes.items():
        setattr(draft, name, value)
    return draft


def refuse_stale(record: OrganisationRecord, version: int | None) -> None:
    """Raises `EditConflict` when the page that was edited showed an older version of the record."""
    if version is not None and version != record.version:
        raise EditConflict(record)
