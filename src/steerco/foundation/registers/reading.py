"""What people type or paste, as the controls of a form take it: names of records, words of choices, dates as they are written."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from steerco.foundation.registers.columns import Column
from steerco.foundation.registers.dates import date_of

_SPACES = re.compile(r"[\s\u00a0\u202f]+")


def as_control(control: forms.Field, column: Column | None, text: str, *, month_first: bool = False) -> str:
    """A text as somebody would give it to this control; one that means nothing to it stays as it is, and the control refuses it."""
    text = text.strip()
    if not text:
        return ""
    if isinstance(control, forms.ModelChoiceField):
        return _named(control, column, text)
    if isinstance(control, forms.ChoiceField):
        return _chosen(control, text)
    if isinstance(control, forms.DateField):
        return _day(text, month_first=month_first)
    if isinstance(control, forms.IntegerField):
        return re.sub(r"(?<=\d)[,\u00a0\u202f ](?=\d{3}\b)", "", text).replace("−", "-")
    return text


def plain_text(value: Any) -> str:
    """A value as somebody would type it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _named(control: forms.ModelChoiceField[Any], column: Column | None, text: str) -> str:
    """The key of the one record that a text names: by what names it in addresses or in words, else by its number."""
    assert control.queryset is not None
    paths = [path for path in (column.key, column.words) if "__" in path] if column is not None else []
    known = {field.name for field in control.queryset.model._meta.concrete_fields}
    tails = [
        tail for tail in dict.fromkeys([*(path.rpartition("__")[2] for path in paths), "ref", "code", "name", "email"]) if tail in known
    ]
    for lookup in ("", "__iexact"):
        for tail in tails:
            found = list(control.queryset.filter(Q(**{f"{tail}{lookup}": text})).values_list("pk", flat=True)[:2])
            if len(found) > 1:
                raise ValidationError(_("There are several called “%(text)s”. Choose one from the list.") % {"text": text})
            if found:
                return str(found[0])
    return text


def _chosen(control: forms.ChoiceField, text: str) -> str:
    """The value of the choice that a text says by its value or in its words."""
    folded = _SPACES.sub(" ", text).casefold()
    offered = [(str(value), str(label)) for value, label in flat(control.choices)]
    by_value = next((value for value, _label in offered if value == text), None)
    by_words = next((value for value, label in offered if label.casefold() == folded or value.casefold() == folded), None)
    return by_value or by_words or text


def flat(choices: Any) -> list[tuple[Any, Any]]:
    """Choices without their groups."""
    found: list[tuple[Any, Any]] = []
    for value, label in choices:
        found += flat(label) if isinstance(label, list | tuple) else [(value, label)]
    return found


def _day(text: str, *, month_first: bool) -> str:
    try:
        return date_of(text, month_first=month_first).isoformat()
    except ValueError:
        return text
