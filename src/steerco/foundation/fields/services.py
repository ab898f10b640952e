"""Own fields are made, changed, put away, brought back and removed here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from steerco.foundation.access.actor import Actor
from steerco.foundation.fields.access import FIELDS
from steerco.foundation.fields.columns import Making, others
from steerco.foundation.fields.formulas.checking import column_named
from steerco.foundation.fields.formulas.parsing import FormulaError, renamed
from steerco.foundation.fields.models import FieldKind as Kind, Measure, OwnField
from steerco.foundation.fields.queries import carrying, fielded, leaning_on, own_fields
from steerco.foundation.fields.rolling_up import beneath, measurable
from steerco.foundation.ledger.writer import RevisionWriter, revise
from steerco.foundation.registers.checks import as_changed, check_fields, given_reason, refuse, refuse_stale
from steerco.foundation.registers.columns import Scene
from steerco.foundation.registers.register import Register, registers

EDITABLE = ("label", "choices", "position", "formula", "measure", "children", "child_field")
CHOSEN = (Kind.CHOICE, Kind.CHOICES)
MOST = 200


def define_field(
    *, by: Actor, label: str, kind: str, register: str = "projects", key: str = "", choices: list[str] | None = None,
    position: int | None = None, reason: str = "", **worked_out: Any,
) -> OwnField:  # fmt: skip
    """A new field on every record of a register; its key is made from the label unless one is given."""
    FIELDS.require(by, "configure")
    if register not in fielded():
        refuse("register", _("These records take no fields of your own."))
    if position is None:
        position = (OwnField.objects.aggregate(last=Max("position"))["last"] or 0) + 1
    if OwnField.objects.filter(register=register).count() >= MOST:
        refuse("__all__", _("There are %(count)d fields already. Remove one first.") % {"count": MOST})
    key = key or fresh_key(label, (field.key for field in own_fields(register, retired=True)))
    field = OwnField(organisation=by.organisation, register=register, key=key, label=label, kind=kind, position=position)
    field = as_changed(field, {"choices": _tidy(choices), **worked_out}, EDITABLE)
    _settle(field, by)
    _check(field, by)
    with revise(by, "define_field", reason=reason) as revision:
        return revision.create(field)


def update_field(*, by: Actor, field: OwnField, version: int | None = None, reason: str = "", **changes: Any) -> OwnField:
    """Changes label, choices, formula or place of a field; key and kind stay, because values hang on them."""
    FIELDS.require(by, "configure")
    refuse_stale(field, version)
    if "choices" in changes:
        changes["choices"] = _tidy(changes["choices"])
    draft = as_changed(field, changes, EDITABLE)
    if changes.keys() - {"label", "position"}:
        _settle(draft, by)
    _check(draft, by)
    with revise(by, "update_field", reason=reason) as revision:
        revision.update(field, **{name: getattr(draft, name) for name in changes})
    return field


def retire_field(*, by: Actor, field: OwnField, version: int | None = None, reason: str = "") -> OwnField:
    """Takes a field out of lists, forms and files; its values stay on the records, and come back with it."""
    FIELDS.require(by, "configure")
    refuse_stale(field, version)
    _refuse_leaning(field)
    with revise(by, "retire_field", reason=reason) as revision:
        revision.update(field, retired=True)
    return field


def bring_back_field(*, by: Actor, field: OwnField, version: int | None = None, reason: str = "") -> OwnField:
    """Puts a retired field back, with the values that the records kept."""
    FIELDS.require(by, "configure")
    refuse_stale(field, version)
    if any(each.label.casefold() == field.label.casefold() for each in own_fields(field.register) if each.pk != field.pk):
        refuse("label", _("There is a field “%(label)s” already. Rename it first.") % {"label": field.label})
    with revise(by, "bring_back_field", reason=reason) as revision:
        revision.update(field, retired=False)
    return field


def remove_field(*, by: Actor, field: OwnField, reason: str) -> int:
    """Removes a field and its value from each record that has one; the ledger keeps them. Returns how many had a value."""
    FIELDS.require(by, "configure")
    _refuse_leaning(field)
    count = 0
    with revise(by, "remove_field", reason=given_reason(reason)) as revision:
        for record in carrying(field).iterator(500):
            revision.update(record, custom={key: value for key, value in record.custom.items() if key != field.key})
            count += 1
        revision.delete(field)
    return count


def ensure_fields(by: Actor, writer: RevisionWriter, kinds: Mapping[str, str], register: str = "projects") -> dict[str, OwnField]:
    """The own field of each label on a register, made with its kind where it is new; by label."""
    known = {field.label.casefold(): field for field in own_fields(register)}
    missing = [label for label in kinds if label[:80].casefold() not in known]
    if missing:
        FIELDS.require(by, "configure")
    position = (OwnField.objects.aggregate(last=Max("position"))["last"] or 0) + 1
    used = {field.key for field in own_fields(register, retired=True)} | built_in(register)
    for label in missing:
        key = fresh_key(label, used)
        used.add(key)
        field = OwnField(organisation=by.organisation, register=register, key=key, label=label[:80], kind=kinds[label], position=position)
        known[label[:80].casefold()] = writer.create(field)
        position += 1
    return {label: known[label[:80].casefold()] for label in kinds}


def fresh_key(label: str, used: Iterable[str]) -> str:
    """A key made of a label, that no other field has."""
    taken = set(used)
    key = stem = (slugify(label).replace("-", "_") or "field")[:36]
    number = 2
    while key in taken:
        key, number = f"{stem}_{number}", number + 1
    return key


def built_in(register: str) -> frozenset[str]:
    """The names that the records of a register use themselves."""
    found = registers[register]
    return frozenset(field.name for field in found.model._meta.get_fields()) | {column.name for column in found.columns}


def with_keys(register: Register, by: Actor, formula: str) -> str:
    """A formula with each field by its name, so that a new label breaks nothing."""
    offered = Making(register, Scene(by), own_fields(register.name)).offered()
    return renamed(formula, lambda name: column_named(name, offered).name)


def with_labels(register: Register, by: Actor, formula: str) -> str:
    """A formula with each field by its label, as people write it; as it is where it can't be read."""
    offered = Making(register, Scene(by), own_fields(register.name, retired=True)).offered()
    try:
        return renamed(formula, lambda name: str(offered[name].label) if name in offered else name)
    except FormulaError:
        return formula


def _tidy(choices: list[str] | None) -> list[str]:
    return list(dict.fromkeys(choice.strip() for choice in choices or [] if choice.strip()))


def _settle(field: OwnField, by: Actor) -> None:
    """Checks what a field is worked out from, and keeps only what its kind needs."""
    register = registers[field.register]
    if field.kind == Kind.FORMULA:
        try:
            Making(register, Scene(by), own_fields(field.register)).checked(field.formula, field.key)
            field.formula = with_keys(register, by, field.formula)
        except FormulaError as error:
            refuse("formula", str(error))
    else:
        field.formula = ""
    if field.kind != Kind.ROLL_UP:
        field.measure = field.children = field.child_field = ""
        return
    found = beneath(field.register).get(field.children)
    if found is None:
        refuse("children", _("Choose what to look at beneath."))
    if field.measure not in Measure.values:
        refuse("measure", _("Choose what to say of them."))
    if field.measure == Measure.COUNT:
        field.child_field = ""
    elif field.child_field not in (columns := measurable(found, Scene(by), field.measure)):
        names = ", ".join(str(column.label) for column in columns.values()) or _("none")
        refuse("child_field", _("Choose a field that this can be said of: %(names)s.") % {"names": names})


def _check(field: OwnField, by: Actor) -> None:
    check_fields(field, by)
    if field.kind in CHOSEN and not field.choices:
        refuse("choices", _("Give at least one choice."))
    if field.kind not in CHOSEN and field.choices:
        refuse("choices", _("Only a field with choices has choices."))
    if any(len(choice) > 120 or set(choice) & {";", "|"} for choice in field.choices):
        refuse("choices", _("A choice has at most 120 characters, and no “;” or “|”."))
    if field.key in built_in(field.register):
        said = {"records": str(registers[field.register].label).capitalize(), "key": field.key}
        refuse("key", _("%(records)s have a field “%(key)s” already.") % said)
    same = own_fields(field.register, retired=True)
    if any(each.key == field.key and each.pk != field.pk for each in same):
        refuse("key", _("There is a field “%(key)s” already.") % {"key": field.key})
    labels = [*(each.label for each in same if each.pk != field.pk and not each.retired)]
    labels += [str(column.label) for column in others(registers[field.register], Scene(by)).values()]
    if set(field.label) & set("[]"):
        refuse("label", _("A label has no square brackets: formulas use them."))
    if field.label.strip().casefold() in {label.casefold() for label in labels}:
        refuse("label", _("There is a field “%(label)s” already.") % {"label": field.label})


def _refuse_leaning(field: OwnField) -> None:
    leaning = leaning_on(field)
    if leaning:
        labels = ", ".join(f"“{each.label}”" for each in leaning)
        refuse("__all__", _("Refused: %(labels)s would have nothing to be worked out from. Change it first.") % {"labels": labels})
