"""Changes as a person reads them: the fields' own labels, values as they are shown, links instead of keys."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.contrib.humanize.templatetags.humanize import intcomma
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext

from steerco.foundation.ledger.models import Change
from steerco.foundation.ledger.names import labels_of, names_of
from steerco.foundation.ledger.queries import states_as_of
from steerco.foundation.ledger.snapshot import snapshot
from steerco.foundation.organisations.models import OrganisationRecord
from steerco_engine.words import Run, compared

NO_LABELS: Mapping[str, str] = {}
_LONG = 60  # characters; longer texts are shown as what changed in the words


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after, ready to show; `runs` marks the words of long texts."""

    label: str
    before: str
    after: str
    runs: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordChange:
    """What happened to one record: its kind, its label, where it is shown, and its fields."""

    kind: str
    label: str
    action: str
    url: str
    fields: tuple[FieldChange, ...]


def model_of(record_type: str) -> type[models.Model] | None:
    """The model behind a kind of record, or None for a kind that no longer exists."""
    try:
        return apps.get_model(record_type)
    except (LookupError, ValueError):
        return None


def kind_of(record_type: str, *, many: bool = False) -> str:
    """A kind of record in words: `project`, `status reports`."""
    model = model_of(record_type)
    if model is None:
        return record_type
    return str(model._meta.verbose_name_plural if many else model._meta.verbose_name)


class Names:
    """The labels of the records that changes point to, as the ledger wrote them last, read once for all (one query a kind)."""

    def __init__(self, pairs: Iterable[tuple[type[models.Model], Mapping[str, Any]]]) -> None:
        wanted: dict[type[models.Model], set[int]] = defaultdict(set)
        for model, values in pairs:
            for field in model._meta.concrete_fields:
                if isinstance(field, models.ForeignKey) and values.get(field.attname) is not None:
                    wanted[field.remote_field.model].add(values[field.attname])
        self._labels = {(target, pk): label for target, pks in wanted.items() for pk, label in _labels(target, pks).items()}

    def label(self, target: type[models.Model], pk: Any) -> str:
        """What a record was last called; one that never was in the ledger is named by its number."""
        return self._labels.get((target, pk)) or gettext("no. %(number)s") % {"number": pk}


def _labels(target: type[models.Model], pks: set[int]) -> dict[int, str]:
    if not issubclass(target, OrganisationRecord):
        return {pk: str(record) for pk, record in target._default_manager.in_bulk(pks).items()}
    return labels_of(target._meta.label_lower, pks)


def record_changes(changes: Iterable[Change], labels: Mapping[str, str] = NO_LABELS) -> list[RecordChange]:
    """The changes in words (one query for each kind of record that they point to, one for each kind they are about).

    `labels` are better words for fields, where all changes are of one kind.
    """
    listed = list(changes)
    known = [(model, change) for change in listed if (model := model_of(change.record_type)) is not None]
    names = Names((model, side) for model, change in known for side in (change.before, change.after) if side)
    urls, called = _urls(known), _called(listed)
    return [
        RecordChange(
            kind=kind_of(change.record_type),
            label=called.get((change.record_type, change.record_id)) or change.record_label,
            action=change.action,
            url=urls.get((change.record_type, change.record_id), ""),
            fields=tuple(field_changes(change, names, labels)),
        )
        for change in listed
    ]


def field_changes(change: Change, names: Names, labels: Mapping[str, str] = NO_LABELS) -> list[FieldChange]:
    """The fields that a change touched, without those that were and stayed empty."""
    model = model_of(change.record_type)
    before, after = flat(change.before or {}), flat(change.after or {})
    told: list[FieldChange] = []
    for name in {**before, **after}:
        old, new = before.get(name), after.get(name)
        if old == new or (_empty(old) and _empty(new)):
            continue
        label, shown_old, shown_new = (
            labels.get(name) or label_of(model, name),
            shown(model, name, old, names),
            shown(model, name, new, names),
        )
        words = min(len(shown_old), len(shown_new)) > _LONG
        told.append(FieldChange(label, shown_old, shown_new, compared(shown_old, shown_new) if words else ()))
    return told


def flat(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values with the entries of a mapping as fields of their own, named `field.entry`."""
    told: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, dict):
            told.update({f"{name}.{entry}": inner for entry, inner in value.items()})
        else:
            told[name] = value
    return told


def label_of(model: type[models.Model] | None, name: str) -> str:
    """The label of a field in a sentence's case: `Whole-life cost`; an entry of a mapping follows its field."""
    column, _, entry = name.partition(".")
    field = _field(model, column)
    label = str(getattr(field, "verbose_name", column)).replace("_", " ")
    if entry:
        within = _field(model, entry)
        label = f"{label}: {getattr(within, 'verbose_name', entry.replace('_', ' '))}"
    return label[:1].upper() + label[1:]


def shown(model: type[models.Model] | None, name: str, value: Any, names: Names) -> str:
    """A kept value as a page shows it; nothing is an empty text."""
    if _empty(value):
        return ""
    field = _field(model, name) if "." not in name else None
    if isinstance(field, models.ForeignKey):
        return names.label(field.remote_field.model, value)
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    said = getattr(model, "SAID", {}).get(name)  # by its model, where a code stands for a name that no field holds
    if said is not None:
        return str(said(value))
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list | tuple):
        return ", ".join(str(part) for part in value)
    if isinstance(value, dict):
        return ", ".join(str(part) for part in value.values() if not _empty(part))
    return _typed(field, value)


def _typed(field: models.Field[Any, Any] | None, value: Any) -> str:
    if isinstance(field, models.DecimalField):
        amount = Decimal(str(value))
        return intcomma(format(amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount, "f"))
    if isinstance(field, models.DateTimeField):
        moment = value if isinstance(value, dt.datetime) else parse_datetime(str(value))
        return date_format(localtime(moment), "j M Y, H:i") if moment else str(value)
    if isinstance(field, models.DateField):
        day = value if isinstance(value, dt.date) else parse_date(str(value))
        return date_format(day, "j M Y") if day else str(value)
    return str(value)


def _field(model: type[models.Model] | None, attname: str) -> models.Field[Any, Any] | None:
    if model is None:
        return None
    return next((f for f in model._meta.concrete_fields if attname in (f.attname, f.name)), None)


def _empty(value: Any) -> bool:
    return value is None or value == "" or value == {} or value == []


def _called(changes: Iterable[Change]) -> dict[tuple[str, int], str]:
    wanted: dict[str, set[int]] = defaultdict(set)
    for change in changes:
        if model_of(change.record_type) is not None:
            wanted[change.record_type].add(change.record_id)
    return {(kind, number): name for kind, numbers in wanted.items() for number, name in names_of(kind, numbers).items()}


def _urls(known: list[tuple[type[models.Model], Change]]) -> dict[tuple[str, int], str]:
    wanted: dict[type[models.Model], set[int]] = defaultdict(set)
    for model, change in known:
        if hasattr(model, "get_absolute_url"):
            wanted[model].add(change.record_id)
    return {
        (model._meta.label_lower, pk): record.get_absolute_url()  # type: ignore[attr-defined]
        for model, pks in wanted.items()
        for pk, record in model._default_manager.in_bulk(pks).items()
    }


def state_changes(record: models.Model, instant: dt.datetime) -> list[FieldChange]:
    """A record's fields as they stood at an instant beside what they are now; empty where it was not on record then."""
    model = type(record)
    then = states_as_of(model, instant, record_ids=[record.pk]).get(record.pk)
    if then is None:
        return []
    now, past = flat(snapshot(record)), flat(then)
    names = Names([(model, now), (model, past)])
    filled = [name for name in {**now, **past} if not (_empty(now.get(name)) and _empty(past.get(name)))]
    return [
        FieldChange(label_of(model, name), shown(model, name, past.get(name), names), shown(model, name, now.get(name), names))
        for name in filled
    ]
