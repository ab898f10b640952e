"""Values of own fields: checked by kind, and kept as exact texts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from steerco.foundation.access.actor import Actor
from steerco.foundation.fields.models import FieldKind as Kind, OwnField
from steerco.foundation.fields.queries import own_fields, people
from steerco.foundation.organisations.models import OrganisationRecord
from steerco.foundation.ui.numbers import number_in

LONGEST_NUMBER, PLACES, LONGEST_TEXT = 60, 8, 2000


def checked_values(register: str, by: Actor, current: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a record after the changes, each checked by kind; an empty value takes the field off the record."""
    known = {field.key: field for field in own_fields(register)}
    values = dict(current)
    problems: dict[str, str] = {}
    for key, given in changes.items():
        if key not in known:
            problems["custom"] = _("There is no field “%(key)s”. Define it first.") % {"key": key}
            continue
        try:
            value = stored_value(known[key], given, by)
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


def stored_value(field: OwnField, given: Any, by: Actor | None = None) -> Any:
    """A value as it is kept: exact text for numbers, money and dates; None for an empty one. Raises ValueError with what is wrong."""
    if not field.is_typed:
        raise ValueError(_("“%(label)s” is worked out. Nothing can be written into it.") % {"label": field.label})
    if given is None or given == [] or (isinstance(given, str) and not given.strip()):
        return None
    text = given.strip() if isinstance(given, str) else str(given)
    if field.kind in (Kind.NUMBER, Kind.MONEY):
        return _number(text)
    if field.kind == Kind.DATE:
        return _date(given, text)
    if field.kind == Kind.YES_NO:
        return _yes_no(given, text)
    if field.kind == Kind.PERSON:
        return _person(given, text, by)
    if field.kind == Kind.CHOICES:
        return _several(field, given)
    if field.kind == Kind.CHOICE:
        return _choice(field, text)
    if len(text) > LONGEST_TEXT:
        raise ValueError(_("Keep it under 2,000 characters."))
    return text


def divided(text: str, choices: list[str]) -> list[str]:
    """Several choices that were typed as one text: a semicolon or a line divides them, a comma too where no choice has one."""
    if text.strip() in choices:
        return [text.strip()]
    commas = any("," in choice for choice in choices)
    parts = [part.strip() for part in re.split(r"[;\n]" if commas else r"[;,\n]", text) if part.strip()]
    return _listed(text.strip(), choices) or parts if commas and not set(parts) <= set(choices) else parts


def _listed(text: str, choices: list[str]) -> list[str]:
    """Choices as a list shows and exports them, a comma between them, though some have one themselves; empty where it is no such text."""
    longest_first = sorted(choices, key=len, reverse=True)
    after: dict[int, str] = {}  # where the rest of the text is such a list, and the choice with which it begins
    for place in range(len(text) - 1, -1, -1):
        if place and not text.startswith(", ", place - 2):
            continue
        for choice in longest_first:
            end = place + len(choice)
            if text.startswith(choice, place) and (end == len(text) or (text.startswith(", ", end) and end + 2 in after)):
                after[place] = choice
                break
    found, place = [], 0
    while place in after:
        found.append(after[place])
        place += len(after[place]) + 2
    return found


def _choice(field: OwnField, text: str) -> str:
    if text not in field.choices:
        raise ValueError(_("Choose one of: %(choices)s.") % {"choices": ", ".join(field.choices)})
    return text


def _several(field: OwnField, given: Any) -> list[str] | None:
    parts = [str(each) for each in given] if isinstance(given, list | tuple) else divided(str(given), field.choices)
    unknown = [part for part in parts if part not in field.choices]
    if unknown:
        said = {"text": unknown[0], "choices": ", ".join(field.choices)}
        raise ValueError(_("“%(text)s” is not one of: %(choices)s.") % said)
    return [choice for choice in field.choices if choice in parts] or None


def _person(given: Any, text: str, by: Actor | None) -> int:
    """The number of a person: given as the record, by number, or by a name that only one has."""
    if isinstance(given, OrganisationRecord):
        given, text = given.pk, str(given.pk)
    rows = people(by) if by is not None else None
    if rows is None:
        raise ValueError(_("Nobody can be named here."))
    key = given if type(given) is int else number_in(text)  # true is no number
    found = list((rows.filter(pk=key) if key is not None else rows.filter(name__iexact=text)).values_list("pk", flat=True)[:2])
    if len(found) > 1:
        raise ValueError(_("There are several called “%(text)s”. Choose one from the list.") % {"text": text})
    if not found:
        raise ValueError(_("There is nobody called “%(text)s” that you may choose.") % {"text": text})
    return int(found[0])


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
