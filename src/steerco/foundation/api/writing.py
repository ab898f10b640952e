"""Writing a record from JSON: the form of its page reads the values, its service decides, and both refuse in the words of the page."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from steerco.foundation.access.actor import Actor
from steerco.foundation.api.naming import written_by
from steerco.foundation.api.problems import Problem, Wrong, problem_of
from steerco.foundation.ledger.writer import EditConflict, locked_head
from steerco.foundation.registers.columns import Column, Scene
from steerco.foundation.registers.forms import RecordForm
from steerco.foundation.registers.register import Register

REASON, LONGEST_REASON = "reason", 300


class Draft:
    """The values of one request beside the form of the record's page."""

    def __init__(self, register: Register, by: Actor, record: Any) -> None:
        assert register.form is not None  # whoever may not write gets no operation
        self.register, self.by, self.record = register, by, record
        self.columns = register.all_columns(Scene(by))
        self.form = register.form(by, record)
        self.names = written_by(self.columns.values(), self.form.fields)

    def read(self, given: Mapping[str, Any], *, whole: bool) -> dict[str, Any]:
        """The values as the service takes them; raises the problem `invalid` with each refusal beside its field."""
        reason = given.get(REASON)
        if reason is not None and (not isinstance(reason, str) or len(reason) > LONGEST_REASON):
            raise Problem("invalid", _("The reason is a text of at most 300 characters."), [Wrong(REASON, (_("Write a text."),))])
        values = {name: value for name, value in given.items() if name != REASON}
        self._refuse_unknown(values)
        form = self._filled(values, whole=whole)
        if not form.is_valid():
            raise self.refused(ValidationError(form.errors.as_data()))
        return form.arguments(set(form.written()))

    def refused(self, error: Exception) -> Problem:
        """A refusal with the fields called as the request calls them."""
        return problem_of(error, {field: name for name, field in self.names.items()})

    def _refuse_unknown(self, values: Mapping[str, Any]) -> None:
        errors = []
        for name in values:
            if name in self.columns and name not in self.names:
                errors.append(Wrong(name, (_("“%(label)s” can't be changed here.") % {"label": self.columns[name].label},)))
            elif name not in self.names:
                errors.append(Wrong(name, (_("There is no field “%(name)s” here.") % {"name": name},)))
        if errors:
            raise Problem("invalid", " ".join(each.messages[0] for each in errors), errors)

    def _filled(self, values: Mapping[str, Any], *, whole: bool) -> RecordForm:
        """The form as if somebody had typed the values: of a new record all fields, of one that is there those that change."""
        data = QueryDict(mutable=True)
        for name, field in self.names.items():
            if name in values:
                _put(data, field, self._typed(name, field, values[name]))
            elif whole:
                _put(data, field, _initial(self.form, field))
        assert self.register.form is not None
        form = self.register.form(self.by, self.record, data)
        for field in list(form.fields):
            if not whole and field not in data:
                del form.fields[field]
        return form

    def _typed(self, name: str, field: str, value: Any) -> Any:
        """A JSON value as it would be typed; another record may be named by its key, its number or its name."""
        control = self.form.fields[field]
        if isinstance(control, forms.ModelChoiceField) and isinstance(value, str) and value.strip():
            return _named(control, self.columns.get(name), value.strip())
        if isinstance(value, dict):
            raise Problem("invalid", _("Write one value."), [Wrong(name, (_("Write one value."),))])
        if isinstance(value, list):
            return [_text(each) for each in value] if isinstance(control, forms.MultipleChoiceField) else "\n".join(map(_text, value))
        if isinstance(value, bool) and isinstance(control, forms.BooleanField):
            return "on" if value else ""
        return _text(value)


def create(register: Register, by: Actor, given: Mapping[str, Any]) -> Any:
    """A new record from the values of a request."""
    register.require(by, "create")
    assert register.create is not None
    draft = Draft(register, by, register.model(organisation=by.organisation))
    arguments = draft.read(given, whole=True)
    try:
        return register.create(by=by, **{**arguments, **_why(given)})
    except ValidationError as error:
        raise draft.refused(error) from error


def update(register: Register, by: Actor, slug: str, version: int | None, given: Mapping[str, Any]) -> Any:
    """Changes the fields that a request names, of the version that it saw (None: whichever is there)."""
    record = register.find(by, slug)
    register.require(by, "edit", record)
    assert register.update is not None
    _refuse_stale(record, version)
    draft = Draft(register, by, record)
    arguments = draft.read(given, whole=False)
    try:
        register.update(by=by, record=record, version=record.version, reason=_why(given).get(REASON, ""), **arguments)
    except ValidationError as error:
        raise draft.refused(error) from error
    return record


def delete(register: Register, by: Actor, slug: str, version: int | None, reason: str = "") -> None:
    """Removes the version of a record that a request saw (None: whichever is there)."""
    assert register.delete is not None
    with transaction.atomic():
        record = register.find(by, slug)
        register.require(by, "delete", record)
        locked_head(by.organisation)  # nobody writes between the look at the version and the end
        record.refresh_from_db(fields=["version"])
        _refuse_stale(record, version)
        register.delete(by=by, record=record, reason=reason[:LONGEST_REASON])


def _refuse_stale(record: Any, version: int | None) -> None:
    if version is not None and version != record.version:
        raise EditConflict(record)


def _why(given: Mapping[str, Any]) -> dict[str, str]:
    reason = given.get(REASON)
    return {REASON: reason.strip()} if isinstance(reason, str) and reason.strip() else {}


def _named(control: Any, column: Column | None, text: str) -> Any:
    """The key of the record that a text names; what names none stays as it is, and the form refuses it."""
    paths = [path for path in (column.key, column.words) if "__" in path] if column is not None else []
    tails = dict.fromkeys([*(path.rpartition("__")[2] for path in paths), "ref", "code", "name", "email"])
    known = {field.name for field in control.queryset.model._meta.concrete_fields}
    for tail in tails:
        found = list(control.queryset.filter(**{tail: text}).values_list("pk", flat=True)[:2]) if tail in known else []
        if len(found) == 1:
            return str(found[0])
    return text


def _initial(form: RecordForm, field: str) -> Any:
    value = form[field].value()
    return value if isinstance(value, list | tuple) else _text(value)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _put(data: QueryDict, field: str, value: Any) -> None:
    if isinstance(value, list | tuple):
        data.setlist(field, list(map(str, value)))
    else:
        data[field] = value
