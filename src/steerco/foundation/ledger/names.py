"""What records are called where their label alone says too little: rooms name theirs by their values, whether they are there or gone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, NamedTuple

from django.apps import apps
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext

from steerco.foundation.ledger.models import Change
from steerco.foundation.organisations.models import OrganisationRecord

Words = Callable[[Mapping[str, str]], str]
Held = dict[int, dict[str, Any]]


class _Rule(NamedTuple):
    """Which values of a record make its name (`report_id`, `period_id.status_on`), and the words around them."""

    values: tuple[str, ...]
    words: Words


_rules: dict[str, _Rule] = {}


def called(kind: str, *values: str) -> Callable[[Words], Words]:
    """A room says what a kind of record is called: `words` gets each value as it is shown, of what a key points to its name.

    `period_id.status_on` is a value of what the key points to.
    """

    def register(words: Words) -> Words:
        _rules[kind] = _Rule(values, words)
        return words

    return register


def names_of(kind: str, numbers: Iterable[int]) -> dict[int, str]:
    """What these records are called, removed ones too; nothing of a kind whose labels say enough (a fixed number of queries)."""
    rule, wanted = _rules.get(kind), set(numbers)
    if rule is None or not wanted:
        return {}
    held = held_values(kind, wanted, {value.partition(".")[0] for value in rule.values})
    shown = {value: _shown(kind, value, held) for value in rule.values}
    return {number: rule.words({value: texts.get(number, "") for value, texts in shown.items()}) for number in held}


def labels_of(kind: str, numbers: Collection[int]) -> dict[int, str]:
    """What these records are called by their rooms, else as the ledger wrote it last (the names of the rooms win)."""
    kept = Change.objects.filter(record_type=kind, record_id__in=numbers).order_by("id")
    return dict(kept.values_list("record_id", "record_label")) | names_of(kind, numbers)


def held_values(kind: str, numbers: Collection[int], fields: Collection[str]) -> Held:
    """Values of records that are there, and of those that are gone as they last were (one query; one more where some are gone)."""
    model: type[OrganisationRecord] = apps.get_model(kind)
    found = {row["pk"]: row for row in model.objects.filter(pk__in=numbers).values("pk", *fields)}
    gone = set(numbers) - set(found)
    if gone:
        removed = Change.objects.filter(record_type=kind, record_id__in=gone, action=Change.DELETED).order_by("id")
        for number, before in removed.values_list("record_id", "before"):
            found[number] = {name: (before or {}).get(name) for name in fields}
    return found


def _shown(kind: str, value: str, held: Held) -> dict[int, str]:
    """One of the values that make a name, as it is shown, for each record."""
    name, _, inner = value.partition(".")
    field = next(each for each in apps.get_model(kind)._meta.concrete_fields if each.attname == name)
    given = {number: row[name] for number, row in held.items() if row[name] is not None}
    if not isinstance(field, models.ForeignKey):
        return {number: _text(field, each) for number, each in given.items()}
    other, keys = field.remote_field.model._meta.label_lower, {int(key) for key in given.values()}
    texts = _shown(other, inner, held_values(other, keys, {inner})) if inner else labels_of(other, keys)
    return {number: texts.get(int(key), gettext("no. %(number)s") % {"number": key}) for number, key in given.items()}


def _text(field: Any, value: Any) -> str:
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.DateField):
        return date_format(field.to_python(value), "j F Y")
    return str(value)
