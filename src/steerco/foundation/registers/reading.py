"""What people type or paste, as the controls of a form take it: names of records, words of choices, dates as they are written."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from steerco.foundation.registers.columns import Column

_NUMBERS = re.compile(r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})$")
_DAY_MONTH = re.compile(r"^(\d{1,2})(?:st|nd|rd|th)?[\s\-]+([a-z]{3,9})\.?[\s\-,]+(\d{4}|\d{2})$")
_MONTH_DAY = re.compile(r"^([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})$")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_SPACES = re.compile(r"[\s\u00a0\u202f]+")


def date_of(text: str, *, month_first: bool = False) -> dt.date:
    """The date that a text says: 2026-03-31, 31 Mar 2026, 31/03/2026 (or 03/31/2026); raises ValueError with what is wrong."""
    said = _SPACES.sub(" ", text).strip().lower()
    try:
        if found := _NUMBERS.match(said):
            first, second, year = found[1], found[2], found[3]
            return dt.date(_year(year), *((int(first), int(second)) if month_first else (int(second), int(first))))
        if found := _DAY_MONTH.match(said):
            return dt.date(_year(found[3]), _month(found[2]), int(found[1]))
        if found := _MONTH_DAY.match(said):
            return dt.date(_year(found[3]), _month(found[1]), int(found[2]))
        return dt.date.fromisoformat(said[:10] if said[10:] in (" 00:00:00", "t00:00:00", " 00:00") else said)
    except ValueError:
        raise ValueError(_("“%(text)s” is not a date. Write it as 2026-03-31.") % {"text": text.strip()}) from None


def months_first(texts: Iterable[str]) -> bool:
    """Whether the dates of one column name the month first: some of them make sense in no other way, and none in this way only."""
    numbers = [found for text in texts if (found := _NUMBERS.match(text.strip()))]
    return any(int(found[2]) > 12 for found in numbers) and not any(int(found[1]) > 12 for found in numbers)


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
        try:
            return date_of(text, month_first=month_first).isoformat()
        except ValueError as error:
            raise ValidationError(str(error)) from None
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
    if text.isdecimal() and len(text) < 19 and control.queryset.filter(pk=text).exists():
        return text
    raise ValidationError(_("There is none called “%(text)s” that you may choose.") % {"text": text})


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


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text) if int(text) < 70 else 1900 + int(text)


def _month(text: str) -> int:
    """The number of a month by its name or the beginning of it."""
    number = next(
        (number for number, name in enumerate(_MONTHS, 1) if name.startswith(text.removesuffix("t") if text == "sept" else text)), 0
    )
    if not number:
        raise ValueError(text)
    return number
