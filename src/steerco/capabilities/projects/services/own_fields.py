"""Fields of an organisation's own on its projects: defined, removed, and their values checked by kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from steerco.capabilities.projects.access import FIELDS
from steerco.capabilities.projects.models import Project, ProjectField
from steerco.capabilities.projects.queries import own_fields
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.writer import revise
from steerco.foundation.registers.checks import as_changed, check_fields, given_reason, refuse, refuse_stale

Kind = ProjectField.Kind
BUILT_IN = frozenset(field.name for field in Project._meta.get_fields())
LONGEST_NUMBER, PLACES = 60, 8
EDITABLE = ("label", "choices", "position")


def define_field(
    *, by: Actor, label: str, kind: str, key: str = "", choices: list[str] | None = None, position: int | None = None, reason: str = ""
) -> ProjectField:
    """A new field on every project of the organisation; its key is made from the label unless one is given."""
    FIELDS.require(by, "configure")
    key = key or slugify(label).replace("-", "_")[:40]
    if position is None:
        position = (ProjectField.objects.aggregate(last=Max("position"))["last"] or 0) + 1
    field = ProjectField(organisation=by.organisation, key=key, label=label, kind=kind, choices=_tidy(choices), position=position)
    _check(field, by)
    with revise(by, "define_field", reason=reason) as revision:
        return revision.create(field)


def update_field(*, by: Actor, field: ProjectField, version: int | None = None, reason: str = "", **changes: Any) -> ProjectField:
    """Changes label, choices or place of a field; key and kind stay, because values hang on them."""
    FIELDS.require(by, "configure")
    refuse_stale(field, version)
    if "choices" in changes:
        changes["choices"] = _tidy(changes["choices"])
    _check(as_changed(field, changes, EDITABLE), by)
    with revise(by, "update_field", reason=reason) as revision:
        revision.update(field, **changes)
    return field


def remove_field(*, by: Actor, field: ProjectField, reason: str) -> int:
    """Removes a field and its value from each project that has one; the ledger keeps them. Returns how many had a value."""
    FIELDS.require(by, "configure")
    with revise(by, "remove_field", reason=given_reason(reason)) as revision:
        carrying = Project.objects.filter(custom__has_key=field.key)
        count = 0
        for project in carrying.iterator(500):
            revision.update(project, custom={key: value for key, value in project.custom.items() if key != field.key})
            count += 1
        revision.delete(field)
    return count


def checked_values(current: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The own-field values of a project after the changes, each checked by kind; an empty value takes the field off the project."""
    fields = {field.key: field for field in own_fields()}
    values = dict(current)
    problems: dict[str, str] = {}
    for key, given in changes.items():
        if key not in fields:
            problems["custom"] = _("There is no field “%(key)s”. Define it first.") % {"key": key}
            continue
        try:
            value = stored_value(fields[key], given)
        except ValueError as error:
            problems[f"custom_{key}"] = str(error)
            continue
        if value is None:
            values.pop(key, None)
        else:
            values[key] = value
    if problems:
        raise ValidationError(problems)
    return values


def stored_value(field: ProjectField, given: Any) -> Any:
    """A value as it is kept: exact text for numbers, money and dates; None for an empty one. Raises ValueError with what is wrong."""
    if given is None or (isinstance(given, str) and not given.strip()):
        return None
    text = given.strip() if isinstance(given, str) else str(given)
    if field.kind in (Kind.NUMBER, Kind.MONEY):
        return _number(text)
    if field.kind == Kind.DATE:
        return _date(given, text)
    if field.kind == Kind.YES_NO:
        return _yes_no(given, text)
    if field.kind == Kind.CHOICE and text not in field.choices:
        raise ValueError(_("Choose one of: %(choices)s.") % {"choices": ", ".join(field.choices)})
    if len(text) > 2000:
        raise ValueError(_("Keep it under 2,000 characters."))
    return text


def _number(text: str) -> str:
    if len(text) > LONGEST_NUMBER:
        raise ValueError(_("A number has at most %(count)d characters.") % {"count": LONGEST_NUMBER})
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise ValueError(_("“%(text)s” is not a number.") % {"text": text}) from None
    if not number.is_finite() or abs(number) >= Decimal(10) ** 16:
        raise ValueError(_("“%(text)s” is too large.") % {"text": text})
    if int(number.as_tuple().exponent) < -PLACES:  # what a spreadsheet computed, or what would be a million zeros
        number = number.quantize(Decimal(1).scaleb(-PLACES)).normalize()
    return format(number or abs(number), "f")


def _date(given: Any, text: str) -> str:
    if isinstance(given, dt.date):
        return given.isoformat()[:10]
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError(_("“%(text)s” is not a date. Write it as 2026-03-31.") % {"text": text}) from None


def _yes_no(given: Any, text: str) -> bool:
    if isinstance(given, bool):
        return given
    if text.lower() in ("yes", "y", "true", "1"):
        return True
    if text.lower() in ("no", "n", "false", "0"):
        return False
    raise ValueError(_("Say yes or no."))


def _tidy(choices: list[str] | None) -> list[str]:
    return list(dict.fromkeys(choice.strip() for choice in choices or [] if choice.strip()))


def _check(field: ProjectField, by: Actor) -> None:
    check_fields(field, by)
    if field.kind == Kind.CHOICE and not field.choices:
        refuse("choices", _("Give at least one choice."))
    if field.kind != Kind.CHOICE and field.choices:
        refuse("choices", _("Only a field of kind “choice” has choices."))
    if field.key in BUILT_IN:
        refuse("key", _("Projects have a field “%(key)s” already.") % {"key": field.key})
    if ProjectField.objects.filter(key=field.key).exclude(pk=field.pk).exists():
        refuse("key", _("There is a field “%(key)s” already.") % {"key": field.key})
