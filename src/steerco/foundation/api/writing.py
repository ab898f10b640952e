"""Writing a record from JSON: read, settled and refused where pages are, with each refusal called as the request calls its field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from steerco.foundation.access.actor import Actor
from steerco.foundation.api.problems import Problem, Wrong, problem_of
from steerco.foundation.ledger.writer import EditConflict, together
from steerco.foundation.registers.reading import plain_text
from steerco.foundation.registers.register import Register
from steerco.foundation.registers.writing import Writing, refresh, refusals, remove

REASON, LONGEST_REASON = "reason", 300


def create(register: Register, by: Actor, given: Mapping[str, Any]) -> Any:
    """A new record from the values of a request."""
    register.require(by, "create")
    writing = Writing(register, by, new=True)
    with _problems():
        return writing.add(_values(writing, given), reason=_reason(given))


def update(register: Register, by: Actor, slug: str, version: int | None, given: Mapping[str, Any]) -> Any:
    """Changes the fields that a request names, of the version that it saw (None: whichever is there)."""
    record = register.find(by, slug)
    register.require(by, "edit", record)
    with together(by), _problems():
        refresh(register, by, record)
        if version is not None and version != record.version:
            raise EditConflict(record)
        writing = Writing(register, by, record)
        writing.set_values(record, _values(writing, given), reason=_reason(given))
    return record


def delete(register: Register, by: Actor, slug: str, version: int | None, reason: str = "") -> None:
    """Removes the version of a record that a request saw (None: whichever is there)."""
    remove(register, by, register.find(by, slug), version=version, reason=reason[:LONGEST_REASON])


def _values(writing: Writing, given: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the controls of the form take them; raises `ValidationError` with each that no control can take."""
    found: dict[str, Any] = {}
    wrong: dict[str, list[str]] = {}
    for name, value in given.items():
        if name == REASON:
            continue
        try:
            found[name] = _typed(writing, name, value)
        except ValidationError as error:
            wrong |= refusals(error)
    if wrong:
        raise ValidationError(wrong)
    return found


def _typed(writing: Writing, name: str, value: Any) -> Any:
    """A JSON value as its control takes it; another record may be named by its key, its number or its name."""
    control = writing.control(name)
    if isinstance(value, dict):
        raise ValidationError({name: _("Write one value.")})
    if isinstance(value, list):
        return value if isinstance(control, forms.MultipleChoiceField) else "\n".join(map(plain_text, value))
    if isinstance(value, bool) and isinstance(control, forms.BooleanField):
        return "on" if value else ""
    named = isinstance(control, forms.ModelChoiceField | forms.DateField) and isinstance(value, str)
    return writing.typed(name, value) if named else value


def _reason(given: Mapping[str, Any]) -> str:
    reason = given.get(REASON) or ""
    if not isinstance(reason, str) or len(reason) > LONGEST_REASON:
        raise Problem("invalid", _("The reason is a text of at most 300 characters."), [Wrong(REASON, (_("Write a text."),))])
    return reason.strip()


@contextmanager
def _problems() -> Iterator[None]:
    try:
        yield
    except ValidationError as error:
        raise problem_of(error) from error
