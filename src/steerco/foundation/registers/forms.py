"""Forms of records: the model's own fields, limited to what the actor may name, with the version that was seen and who changed it since."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext, gettext_lazy as _

from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.behalf import doer
from steerco.foundation.ledger.models import Change
from steerco.foundation.ledger.snapshot import plain, record_type
from steerco.foundation.organisations.models import OrganisationRecord
from steerco.foundation.registers.amounts import AmountField, check_currency
from steerco.foundation.registers.dates import DayField
from steerco.foundation.ui.figures import day, grouped


class Conflict(NamedTuple):
    """A field that somebody else changed too: its value then, theirs, yours, and who they are."""

    name: str
    label: str
    was: Any
    theirs: Any
    yours: Any
    who: str
    at: Any
    reason: str

    @property
    def when(self) -> str:
        """How long ago they wrote it."""
        if timezone.now() - self.at < dt.timedelta(minutes=1):
            return gettext("just now")
        return gettext("%(time)s ago") % {"time": timesince(self.at, depth=1)}


@cache
def _names(model: type[models.Model]) -> dict[str, str]:
    """Column → field of a model."""
    return {field.attname: field.name for field in model._meta.concrete_fields}


def scoped_field(field: Any, **options: Any) -> Any:
    """A form field; one that names a record starts without choices, because no organisation is in force when a form is declared."""
    if field.many_to_one and issubclass(field.related_model, OrganisationRecord):
        label, none = str(field.verbose_name).capitalize(), field.related_model.everywhere.none()
        choose = _("Choose: %(label)s") if not field.blank else _("None")
        return forms.ModelChoiceField(
            none, label=label, required=not field.blank, help_text=field.help_text, empty_label=choose % {"label": label.lower()}
        )
    if isinstance(field, models.DecimalField) and field.name.endswith("_amount"):
        return AmountField(
            label=str(field.verbose_name).capitalize(), required=not field.blank, help_text=options.get("help_text", field.help_text)
        )
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        options["form_class"] = DayField
    made = field.formfield(**(options | {"empty_label": _("Choose")} if field.many_to_one and not field.blank else options))
    if field.choices and field.blank:
        made.choices = [(value, label if value else _("None")) for value, label in field.get_choices()]
    return made


class RecordForm(forms.ModelForm):  # type: ignore[type-arg]  # Django itself knows no parameter
    """The form of one record. It never saves: the register hands what changed to its service."""

    class Meta:
        formfield_callback = scoped_field

    limits: ClassVar[Mapping[str, Callable[[Actor], QuerySet[Any]]]] = {}
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(label=_("Why"), required=False, max_length=300, help_text=_("Stays in the history, beside your name."))

    def __init__(self, by: Actor, record: OrganisationRecord, data: Any = None) -> None:
        self.by, self.record = by, record
        super().__init__(data, instance=copy.copy(record), initial={"version": record.version} if record.pk else None)
        for name, limit in self.limits.items():
            self.fields[name].queryset = limit(by)  # type: ignore[attr-defined]  # limits name choices of records
        for field in self.fields.values():
            self.dress(field)
            field.error_messages["required"] = _("Fill this in.")
            if isinstance(field, forms.ModelChoiceField):
                field.error_messages["invalid_choice"] = _("There is none called “%(value)s” that you may choose.")
            elif isinstance(field, forms.ChoiceField):
                field.error_messages["invalid_choice"] = _("“%(value)s” is not one of the choices.")
        if not record.pk:
            del self.fields["reason"]

    @staticmethod
    def dress(field: forms.Field) -> None:
        """Gives a date the browser's own control."""
        if isinstance(field, forms.DateField):
            field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def clean(self) -> dict[str, Any]:
        """Refuses an amount typed in another currency than the record's."""
        given = super().clean() or self.cleaned_data
        check_currency(self, given.get("currency") or getattr(self.record, "currency", "") or self.by.organisation.currency)
        return given

    def prefill(self, given: Mapping[str, str]) -> None:
        """Takes what an address says for a new record: `?project=PRJ-1`; what it can't be is left out."""
        for name, value in given.items():
            field = self.fields.get(name)
            if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
                known = {each.name for each in field.queryset.model._meta.concrete_fields}
                found = field.queryset.filter(ref=value).first() if "ref" in known else None
                if found is not None:
                    self.initial[name] = found
            elif field is not None and not field.widget.is_hidden:
                self.initial[name] = value

    def begin(self, record: OrganisationRecord, data: Any, controls: Mapping[str, forms.Field]) -> None:
        """Takes what is given for another record, in some of the controls only: making a form costs more than reading one."""
        self.record, self.data, self.fields = record, data, dict(controls)
        self.is_bound, self._errors = True, None

    def _post_clean(self) -> None:
        """Nothing here: the service checks the record, and its refusals come back to the fields."""

    def written(self) -> dict[str, Any]:
        """The values for the service, by field."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("version", "reason")}

    def arguments(self, names: set[str]) -> dict[str, Any]:
        """The values of some fields as the service takes them."""
        return {name: value for name, value in self.written().items() if name in names}

    def stored(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What the ledger kept, by field of this form."""
        columns = _names(self._meta.model)  # type: ignore[arg-type]  # a class is hashable
        return {columns[name]: value for name, value in values.items() if columns.get(name) in self.fields}

    def now(self) -> dict[str, Any]:
        """The record's values, by field, as the ledger would keep them."""
        asked = [f for f in self.record._meta.concrete_fields if f.name in self.fields or isinstance(f, models.JSONField)]
        return self.stored({field.attname: plain(getattr(self.record, field.attname)) for field in asked})

    def typed(self) -> dict[str, Any]:
        """What was typed, by field, as the ledger would keep it."""
        return {name: plain(value.pk if isinstance(value, OrganisationRecord) else value) for name, value in self.written().items()}

    def say(self, name: str, value: Any) -> str:
        """A kept value in the words of its field."""
        if value in (None, "", []):
            return str(_("nothing"))
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
            return str(field.queryset.filter(pk=value).first() or value)
        if isinstance(value, list):
            return ", ".join(map(str, value))
        if isinstance(field, forms.ChoiceField):
            return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
        if isinstance(field, forms.DateField):
            return day(dt.date.fromisoformat(str(value)[:10]))
        return grouped(Decimal(str(value)), 2).removesuffix(".00") if isinstance(field, AmountField) else str(value)

    def resolve(self) -> tuple[set[str], list[Conflict]]:
        """What `settle` says of a whole page that was sent: of the version that it showed ("version"), with what was chosen on it."""
        chosen = self.data.get("seen") == str(self.record.version)
        keep = {name: str(self.data.get(f"keep-{name}", "")) for name in self.fields} if chosen else {}
        return self.settle(self.cleaned_data.get("version"), keep)

    def settle(self, version: int | None, keep: Mapping[str, str]) -> tuple[set[str], list[Conflict]]:
        """The fields to write, and those where somebody else wrote something different since a version was read.

        What only they changed stays theirs; what only you changed is written; for the rest you choose: `keep` says "yours" or "theirs"
        by field, chosen between the values of today; a third change in between asks again.
        """
        now, typed = self.now(), self.typed()
        was, authors = self._since(version)
        mine = {name for name, value in typed.items() if value != was.get(name, now.get(name))}
        both = {name for name in mine if name in was and was[name] != now[name] and typed[name] != now[name]}
        chosen = {name for name in mine if keep.get(name) in ("yours", "theirs")}
        dropped = {name for name in chosen if keep[name] == "theirs"}
        return mine - dropped, [self._conflict(name, was, now, typed, authors) for name in self.fields if name in both - chosen]

    def refused(self, error: ValidationError) -> None:
        """Puts what a service refused beside the fields."""
        for name, messages in (error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}).items():
            for message in messages:
                self.add_error(name if name in self.fields else None, message)

    def _since(self, version: int | None) -> tuple[dict[str, Any], dict[str, Change]]:
        if not self.record.pk or version is None or version >= self.record.version:
            return {}, {}
        kind = record_type(type(self.record))
        changes = Change.objects.filter(record_type=kind, record_id=self.record.pk)
        changes = changes.select_related("revision__account", "revision__on_behalf_of")
        was: dict[str, Any] = {}
        authors: dict[str, Change] = {}
        for change in changes.order_by("-id")[: self.record.version - version]:  # each change is one version
            for name, value in self.stored(change.before or {}).items() if change.action == Change.CHANGED else ():
                was[name] = value
                authors.setdefault(name, change)
        return was, authors

    def _conflict(self, name: str, was: dict[str, Any], now: dict[str, Any], typed: dict[str, Any], authors: dict[str, Change]) -> Conflict:
        revision = authors[name].revision
        label, who = str(self.fields[name].label or name), doer(revision.account, revision.on_behalf_of)
        then, theirs, yours = (self.say(name, values[name]) for values in (was, now, typed))
        return Conflict(name, label, then, theirs, yours, who, revision.at, revision.reason)
