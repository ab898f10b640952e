"""Values into records: those of cells, forms, bulk edits, pasted blocks and the interface are read, settled and refused here alike.

The form of a register's page reads and checks what is given, its service decides and writes. A refusal names the column that it is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, NamedTuple

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db.models import ProtectedError, RestrictedError
from django.forms import Field, ModelChoiceField
from django.http import Http404, QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.models import Revision
from steerco.foundation.ledger.writer import CrossOrganisation, EditConflict, Locked, StillUsed, together
from steerco.foundation.organisations.models import OrganisationRecord
from steerco.foundation.registers.columns import Scene
from steerco.foundation.registers.fields import written_by
from steerco.foundation.registers.forms import Conflict, RecordForm
from steerco.foundation.registers.reading import as_control, plain_text
from steerco.foundation.registers.register import Register

NO_FIELD = "__all__"
REFUSALS = (
    ValidationError, PermissionDenied, Http404, EditConflict, Locked, StillUsed, CrossOrganisation, ProtectedError, RestrictedError,
)  # fmt: skip
"""Everything that a service may raise to refuse a write; nothing was written then."""
Given = Mapping[str, Any]


class BothChanged(EditConflict):
    """Somebody else changed the same fields since they were read; `conflicts` holds what was, theirs and yours. Nothing was written."""

    def __init__(self, record: OrganisationRecord, conflicts: list[Conflict]) -> None:
        super().__init__(record)
        self.conflicts = conflicts


class State(NamedTuple):
    """A value: as the ledger keeps it, and in words."""

    plain: Any
    words: str


class Writing:
    """Writes the records of one register as one actor: those that are there, or (`new`) further ones."""

    def __init__(self, register: Register, by: Actor, record: Any = None, *, new: bool = False) -> None:
        if register.form is None or (register.create if new else register.update) is None:
            raise Http404
        self.register, self.by, self.new = register, by, new
        self.act: Revision | None = None  # what was written last
        self.columns = register.all_columns(Scene(by))
        self.form: RecordForm = register.form(by, record if record is not None else register.model(organisation=by.organisation))
        self.controls: dict[str, Field] = dict(self.form.fields)
        for control in self.controls.values():
            if isinstance(control, ModelChoiceField):  # a choice that many records are given is looked up once
                control.to_python = lru_cache(1000)(control.to_python)  # type: ignore[method-assign]
        self.names = written_by(self.columns.values(), self.controls)
        self._words: dict[tuple[str, str], str] = {}
        self._texts: dict[tuple[str, str, bool], str] = {}
        self.begins = {field: self.form[field].value() for field in self.names.values()} if new else {}
        self.linked = [
            field.name for field in register.model._meta.concrete_fields
            if field.many_to_one and field.related_model is not None and issubclass(field.related_model, OrganisationRecord)
        ]  # fmt: skip

    def control(self, name: str) -> Field:
        """The control that takes a column's value; refuses a column that can't be written here."""
        if name in self.names:
            return self.controls[self.names[name]]
        label = str(self.columns[name].label) if name in self.columns else name
        if name in self.columns:
            raise ValidationError({name: _("“%(label)s” can't be changed here.") % {"label": label}})
        raise ValidationError({name: _("There is no field “%(name)s” here.") % {"name": name}})

    def typed(self, name: str, text: str, *, month_first: bool = False) -> Any:
        """What a text means to the control of a column; raises `ValidationError`, by column, where it can mean nothing."""
        known = (name, text, month_first)
        try:
            if known not in self._texts:
                self._texts[known] = as_control(self.control(name), self.columns.get(name), text, month_first=month_first)
            return self._texts[known]
        except ValidationError as error:
            raise error if hasattr(error, "error_dict") else ValidationError({name: error.messages}) from error

    def read(self, record: Any, given: Given) -> RecordForm:
        """The form with the given values (by column, as its controls take them), checked; a new record takes the rest as it begins."""
        for name in given:
            self.control(name)
        data = QueryDict(mutable=True)
        for name, field in self.names.items():
            if name in given:
                _put(data, field, given[name])
            elif self.new:
                _put(data, field, self.begins[field])
        self.form.begin(record, data, {field: control for field, control in self.controls.items() if field in data})
        if not self.form.is_valid():
            raise self.by_column(ValidationError(self.form.errors.as_data()))
        return self.form

    def check(self, given: Given) -> None:
        """Raises `ValidationError` where values can't be read at all, whatever record they are for."""
        for name, value in given.items():
            try:
                control = self.control(name)
                data = QueryDict(mutable=True)
                _put(data, "value", value)
                control.clean(control.widget.value_from_datadict(data, MultiValueDict(), "value"))
            except ValidationError as error:
                raise error if hasattr(error, "error_dict") else ValidationError({name: error.messages}) from error

    def set_values(
        self, record: Any, given: Given, *, version: int | None = None, keep: Mapping[str, str] | None = None, reason: str = ""
    ) -> bool:
        """Writes values into a record as it is now; says whether anything changed.

        `version` is the one that was read (None: whatever is there). Fields that others have changed since are theirs unless they are
        given too: then `BothChanged`, until `keep` says "yours" or "theirs" by column. Raises any of `REFUSALS`.
        """
        with together(self.by, reason=reason) as act:
            refresh(self.register, self.by, record)
            changed = self.write(record, given, version=version, keep=keep, reason=reason)
        self.act = act.revision
        return changed

    def write(
        self, record: Any, given: Given, *, version: int | None = None, keep: Mapping[str, str] | None = None, reason: str = ""
    ) -> bool:
        """As `set_values`, of a record that was read inside of the same act."""
        assert self.register.update is not None
        self.register.require(self.by, "edit", record)
        form = self.read(record, given)
        fields, conflicts = form.settle(version, {self.names.get(name, name): kept for name, kept in (keep or {}).items()})
        if conflicts:
            raise BothChanged(record, [each._replace(name=self._column(each.name)) for each in conflicts])
        if not fields:
            return False
        seen = record.version
        with self._by_column():
            self.register.update(by=self.by, record=record, version=seen, reason=reason, **form.arguments(fields))
        return bool(record.version != seen)

    def add(self, given: Given, *, reason: str = "") -> Any:
        """A new record with values by column."""
        assert self.register.create is not None
        self.register.require(self.by, "create")
        form = self.read(self.register.model(organisation=self.by.organisation), given)
        arguments = form.arguments(set(form.written()))
        with self._by_column():
            return self.register.create(by=self.by, **{**arguments, **({"reason": reason} if reason else {})})

    def states(self, record: Any, names: Iterable[str]) -> dict[str, State]:
        """The values that a record has in some columns, as the ledger would keep them and in words."""
        self.form.record, self.form.fields = record, self.controls
        held = self.form.now()
        return {name: State(held.get(self.names[name]), self._said(self.names[name], held.get(self.names[name]))) for name in names}

    def records(self, keys: Sequence[int]) -> dict[int, Any]:
        """Records that the actor may see, each with the records that it names (one query a thousand)."""
        found: dict[int, Any] = {}
        for start in range(0, len(keys), 1000):
            found.update(self._now().filter(pk__in=keys[start : start + 1000]).in_bulk())
        return found

    def by_column(self, error: ValidationError) -> ValidationError:
        """A refusal with each field called as its column."""
        if not hasattr(error, "error_dict"):
            return error
        return ValidationError({self._column(name): messages for name, messages in error.message_dict.items()})

    def _said(self, field: str, value: Any) -> str:
        known = (field, repr(value))
        if known not in self._words:
            self._words[known] = self.form.say(field, value)
        return self._words[known]

    def _now(self) -> Any:
        return self.register.rows(self.by).order_by().select_related(*self.linked)

    def _column(self, field: str) -> str:
        return next((name for name, held in self.names.items() if held == field), field)

    @contextmanager
    def _by_column(self) -> Iterator[None]:
        try:
            yield
        except ValidationError as error:
            raise self.by_column(error) from error


def refresh(register: Register, by: Actor, record: Any) -> None:
    """Brings a record up to date; 404 where the actor can't see it any more."""
    try:
        record.refresh_from_db(from_queryset=register.rows(by).order_by())
    except ObjectDoesNotExist:
        raise Http404 from None


def save(register: Register, by: Actor, form: RecordForm) -> tuple[list[Conflict], Revision | None]:
    """Writes what a whole page says of its record, as it is now: the conflicts that keep it from it, or the revision that it made."""
    assert register.update is not None
    with together(by) as act:
        refresh(register, by, form.record)
        register.require(by, "edit", form.record)
        names, conflicts = form.resolve()
        if not conflicts:
            reason, seen = form.cleaned_data["reason"], form.record.version
            register.update(by=by, record=form.record, version=seen, reason=reason, **form.arguments(names))
    return conflicts, act.revision


def remove(register: Register, by: Actor, record: Any, *, version: int | None = None, reason: str = "") -> Revision | None:
    """Removes a record, as long as it is the version that was seen (None: whatever is there); the revision that did it."""
    assert register.delete is not None
    with together(by, reason=reason) as act:
        refresh(register, by, record)
        register.require(by, "delete", record)
        if version is not None and version != record.version:
            raise EditConflict(record)
        register.delete(by=by, record=record, reason=reason)
    return act.revision


def refusals(error: Exception) -> dict[str, list[str]]:
    """What a refusal says, by column; what belongs to none stands under `NO_FIELD`."""
    if isinstance(error, ValidationError):
        return dict(error.message_dict) if hasattr(error, "error_dict") else {NO_FIELD: list(error.messages)}
    if isinstance(error, Http404):
        return {NO_FIELD: [_("It is not there any more, or you may not see it.")]}
    if isinstance(error, ProtectedError | RestrictedError):
        return {NO_FIELD: [_("Other records belong to it.")]}
    return {NO_FIELD: [str(error) or _("Refused.")]}


def said(error: Exception) -> str:
    """A refusal in one sentence."""
    return " ".join(message for messages in refusals(error).values() for message in messages)


def _put(data: QueryDict, field: str, value: Any) -> None:
    if isinstance(value, list | tuple):
        data.setlist(field, [plain_text(each) for each in value])
    else:
        data[field] = plain_text(value)
