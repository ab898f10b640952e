"""Own fields as columns: they filter, sort, group and export like built-in ones, and say why they have no value."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, BooleanField, Case, DateField, DecimalField, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from steerco.foundation.fields import queries
from steerco.foundation.fields.formulas.asking import asked
from steerco.foundation.fields.formulas.checking import Part, checked, column_named, leaves
from steerco.foundation.fields.formulas.parsing import FormulaError, fields_in, parse
from steerco.foundation.fields.formulas.working_out import Missing, worked_out
from steerco.foundation.fields.models import FieldKind, OwnField
from steerco.foundation.fields.rolling_up import CannotRollUp, rolled_up
from steerco.foundation.registers.columns import AT_RECORD, Column, Gap, Kind, Row, Scene
from steerco.foundation.registers.register import MakeColumns, Register, registers

KINDS = {
    FieldKind.TEXT: Kind.TEXT, FieldKind.NUMBER: Kind.NUMBER, FieldKind.MONEY: Kind.MONEY, FieldKind.DATE: Kind.DATE,
    FieldKind.CHOICE: Kind.CHOICE, FieldKind.CHOICES: Kind.TEXT, FieldKind.PERSON: Kind.LINK, FieldKind.YES_NO: Kind.YES_NO,
}  # fmt: skip
OWN = "custom_"
"""What the fields of the form are called that write them."""
READ: dict[Kind, Callable[[Any], Any]] = {Kind.NUMBER: Decimal, Kind.MONEY: Decimal, Kind.DATE: dt.date.fromisoformat}
GROUPED = (Kind.CHOICE, Kind.YES_NO, Kind.TEXT, Kind.LINK)


def columns_of(name: str) -> MakeColumns:
    """A column for each own field of a register (one query)."""

    def make(scene: Scene) -> Sequence[Column]:
        return Making(registers[name], scene, queries.own_fields(name)).all()

    return make


def others(register: Register, scene: Scene) -> dict[str, Column]:
    """The columns of a register that are not an organisation's own."""
    made = [*register.columns, *(column for make in register.added for column in make(scene))]
    return {column.name: column for column in made}


class Circle(FormulaError):
    """A formula that needs its own value."""


class Making:
    """Makes the columns of some own fields; a formula finds those that it names, and a circle of formulas has no value."""

    def __init__(self, register: Register, scene: Scene, fields: Sequence[OwnField]) -> None:
        self.register, self.scene = register, scene
        self.fields = {field.key: field for field in fields}
        self.made: dict[str, Column] = {}
        self.under_way: list[str] = []

    def all(self) -> list[Column]:
        """The columns in the order of their fields."""
        return [self.one(key) for key in self.fields]

    def one(self, key: str) -> Column:
        """The column of one field."""
        if key not in self.made:
            self.made[key] = self._make(self.fields[key])
        return self.made[key]

    def offered(self) -> dict[str, Column]:
        """What a formula can name: the other columns, and the own fields that are typed; formulas stand in by name alone."""
        found = others(self.register, self.scene)
        return found | {key: self._stand_in(field) for key, field in self.fields.items()}

    def checked(self, text: str, key: str = "") -> Part:
        """A formula, checked; raises `FormulaError` with what is wrong, a circle of formulas included."""
        tree = parse(text)
        found = self.offered()
        self.under_way.append(key)
        try:
            for field in fields_in(tree):
                named = column_named(field.name, found).name
                if named in self.under_way:
                    circle = [self._label(each) for each in [*self.under_way[self.under_way.index(named) :], named]]
                    raise Circle(_("It would go in a circle: %(circle)s.") % {"circle": " → ".join(circle)})
                if named in self.fields:
                    found[named] = self.one(named)
            return checked(tree, found)
        finally:
            self.under_way.pop()

    def _label(self, key: str) -> str:
        return self.fields[key].label if key in self.fields else _("this field")

    def _stand_in(self, field: OwnField) -> Column:
        return Column(field.key, field.label)

    def _make(self, field: OwnField) -> Column:
        try:
            if field.kind == FieldKind.FORMULA:
                return formula_column(field, self.checked(field.formula, field.key), self.scene)
            return rolled_up(field, self.scene) if field.kind == FieldKind.ROLL_UP else _typed_column(field, self.scene)
        except (FormulaError, CannotRollUp) as error:
            if isinstance(error, Circle) and self.under_way:
                raise
            return _broken(field, str(error))


def formula_column(field: OwnField, part: Part, scene: Scene) -> Column:
    """The column of a checked formula: worked out for what is shown, asked of the database to filter, sort and group."""
    used = {each.column.name: each.column for each in leaves(part) if each.column is not None}
    money = next((column for column in used.values() if column.kind == Kind.MONEY), None)
    kind = Kind.TEXT if part.kind in (Kind.CHOICE, Kind.LINK) else part.kind

    def gap(row: Row) -> Gap:
        try:
            worked_out(part, row)
        except Missing as missing:
            return Gap(_("can’t be worked out"), str(missing))
        return Gap("")

    return Column(
        field.key, field.label, kind, expression=lambda scene: asked(part), value=lambda row: _worked_out(part, row), gap=gap,
        uses=tuple(used.values()), group=kind in GROUPED, writes=None,
        price=money.price if money is not None else AT_RECORD,
    )  # fmt: skip


def _worked_out(part: Part, row: Row) -> Any:
    try:
        return worked_out(part, row)
    except Missing:
        return None


def _broken(field: OwnField, reason: str) -> Column:
    def nothing(scene: Scene) -> Combinable:
        return Value(None, output_field=TextField())

    return Column(
        field.key, field.label, expression=nothing, value=lambda row: None, gap=lambda row: Gap(_("formula is broken"), reason), writes=None
    )


def _typed_column(field: OwnField, scene: Scene) -> Column:
    kind = KINDS[FieldKind(field.kind)]
    common: dict[str, Any] = {"writes": f"{OWN}{field.key}", "needs": ("custom",), "group": kind in GROUPED}

    def value(row: Row) -> Any:
        held = (row["custom"] or {}).get(field.key)
        return held if held is None or kind not in READ else READ[kind](held)

    if field.kind == FieldKind.PERSON:
        return Column(field.key, field.label, kind, **{**common, "needs": ("custom", f"of_{field.key}")}, **_person(field, scene))
    options: dict[str, Any] = {}
    if field.kind == FieldKind.CHOICES:
        options = {"options": lambda by: [(choice, choice) for choice in field.choices], "same": _holding(field.key)}
    return Column(
        field.key, field.label, kind, expression=lambda scene: _typed(kind, field.key), value=value, **options, **common,
        choices=[(choice, choice) for choice in field.choices] if field.kind == FieldKind.CHOICE else (),
    )  # fmt: skip


def _person(field: OwnField, scene: Scene) -> Mapping[str, Any]:
    """A person by name: today's name of whoever is named, on past dates too."""
    key = f"of_{field.key}"
    names: dict[int, str] = {}

    def value(row: Row) -> Any:
        held = (row["custom"] or {}).get(field.key)
        if held is None or row.get(key) is not None or scene.on is None:
            return row.get(key)
        if not names:
            names.update(queries.people(scene.by).values_list("pk", "name"))
        return names.get(held)

    def expression(scene: Scene) -> Combinable:
        named = queries.people(scene.by).order_by().filter(pk=OuterRef(f"{field.key}_number"))
        return Subquery(named.values("name")[:1], output_field=TextField(null=True))

    def gap(row: Row) -> Gap:
        held = (row["custom"] or {}).get(field.key)
        return Gap(_("not given")) if held is None else Gap(_("not shown"), _("Whoever was named is gone, or you may not see them."))

    number = Cast(KeyTextTransform(field.key, "custom"), BigIntegerField())
    return {
        "expression": expression, "also": {f"{field.key}_number": number}, "value": value, "gap": gap,
        "options": lambda by: [(name, name) for name in queries.people(by).values_list("name", flat=True)],
    }  # fmt: skip


def _holding(key: str) -> Callable[[str], Q]:
    """The records whose several choices hold one: the database keeps them as a list in a text."""

    def holding(choice: str) -> Q:
        spelled = {json.dumps(choice), json.dumps(choice, ensure_ascii=False)}
        either = Q()
        for text in spelled:
            either |= Q(**{f"of_{key}__contains": text})
        return Q(**{f"of_{key}__isnull": False}) & either

    return holding


def _typed(kind: Kind, key: str) -> Combinable:
    text = KeyTextTransform(key, "custom")
    if kind == Kind.YES_NO:
        said = [When(**{f"custom__{key}": held}, then=Value(held)) for held in (True, False)]
        return Case(*said, output_field=BooleanField(null=True))
    if kind in (Kind.NUMBER, Kind.MONEY):
        return Cast(text, DecimalField(max_digits=24, decimal_places=6))
    if kind == Kind.DATE:
        return Cast(text, DateField())
    return Cast(text, TextField())
