"""Roll-ups: what the records beneath a record add up to, beside how many of them say it; nothing missing counts as zero."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import (
    Avg,
    Case,
    CharField,
    Count,
    DateField,
    DecimalField,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext as _

from steerco.foundation.fields.formulas.working_out import PLACES
from steerco.foundation.fields.models import Measure, OwnField
from steerco.foundation.registers.columns import Column, Gap, Kind, Price, Row, Scene
from steerco.foundation.registers.listing import annotated
from steerco.foundation.registers.register import Register, registers
from steerco.foundation.ui.figures import grouped

AGGREGATES: dict[str, Any] = {Measure.SUM: Sum, Measure.AVERAGE: Avg, Measure.EARLIEST: Min, Measure.LATEST: Max}
FIGURES, DATES = (Kind.NUMBER, Kind.MONEY), (Kind.DATE,)
MEASURED: dict[str, tuple[Kind, ...]] = {
    Measure.SUM: FIGURES, Measure.AVERAGE: FIGURES, Measure.EARLIEST: DATES, Measure.LATEST: DATES,
}  # fmt: skip


@dataclass(frozen=True)
class Beneath:
    """That records of one register lie beneath those of another; `path` leads from them to the one above."""

    parent: str
    child: str
    path: str

    @property
    def register(self) -> Register:
        """The register of the records beneath."""
        return registers[self.child]


_beneath: dict[tuple[str, str], Beneath] = {}


def lies_beneath(child: str, parent: str, path: str) -> None:
    """A room says that its records belong to those of another register (`path` holds the number of the one above)."""
    _beneath[parent, child] = Beneath(parent, child, path)


def beneath(parent: str) -> dict[str, Beneath]:
    """What lies beneath the records of a register, by the name of its register."""
    return {child: found for (above, child), found in _beneath.items() if above == parent}


def measurable(found: Beneath, scene: Scene, measure: str) -> dict[str, Column]:
    """The columns of the records beneath that a measure can be taken of."""
    columns = found.register.all_columns(scene)
    return {name: column for name, column in columns.items() if column.sortable and column.kind in MEASURED.get(measure, ())}


class CannotRollUp(ValueError):
    """Why a roll-up has no values at all."""


def rolled_up(field: OwnField, scene: Scene) -> Column:
    """The column of a roll-up; raises `CannotRollUp` where what it was made of is gone."""
    found = beneath(field.register).get(field.children)
    if found is None:
        raise CannotRollUp(_("there is nothing of the kind beneath any more"))
    if scene.on is not None:
        return _of_the_past(field)
    if field.measure == Measure.COUNT:
        return _counted(field, found, scene)
    column = measurable(found, scene, field.measure).get(field.child_field)
    if column is None:
        raise CannotRollUp(_("the field “%(name)s” beneath is gone") % {"name": field.child_field})
    return _measured(field, found, scene, column)


def _rows(found: Beneath, scene: Scene, column: Column | None = None) -> Any:
    rows = found.register.rows(scene.by).order_by()
    rows = annotated(rows, [column], scene) if column is not None else rows
    return rows.filter(**{found.path: OuterRef("pk")}).values(found.path)


def _one(rows: Any, name: str, made: Combinable, field: Any) -> Subquery:
    return Subquery(rows.annotate(**{name: made}).values(name)[:1], output_field=field)


def _counted(field: OwnField, found: Beneath, scene: Scene) -> Column:
    def expression(scene: Scene) -> Combinable:
        return Coalesce(_one(_rows(found, scene), "rolled", Count("pk"), IntegerField()), Value(0))

    name = f"of_{field.key}"
    return Column(
        field.key, field.label, Kind.NUMBER, expression=expression, value=lambda row: row.get(name), needs=(name,), gap=_past, writes=None
    )


def _of_the_past(field: OwnField) -> Column:
    """What is beneath a record today says nothing of a past date."""
    dated = field.measure in (Measure.EARLIEST, Measure.LATEST)
    output: Any = DateField(null=True) if dated else DecimalField(null=True)
    return Column(
        field.key, field.label, Kind.DATE if dated else Kind.NUMBER, expression=lambda scene: Value(None, output_field=output),
        value=lambda row: None, gap=_past, writes=None,
    )  # fmt: skip


def _past(row: Row) -> Gap:
    return Gap(_("not kept"), _("A roll-up is worked out for today only."))


def _measured(field: OwnField, found: Beneath, scene: Scene, column: Column) -> Column:
    key, words = f"of_{field.key}", found.register.label
    paths = {part: f"{field.key}_{part}" for part in ("of", "given", "prices", "currency", "basis")}
    rows = _rows(found, scene, column)
    also: dict[str, Combinable] = {
        paths["of"]: Coalesce(_one(_rows(found, scene), "rolled", Count("pk"), IntegerField()), Value(0)),
        paths["given"]: Coalesce(_one(rows, "rolled", Count(column.key), IntegerField()), Value(0)),
    }
    price = Price("currency")
    if column.kind == Kind.MONEY:
        price = Price(paths["currency"], paths["basis"])
        also |= {paths[part]: made for part, made in _prices(rows, column).items()}

    def expression(scene: Scene) -> Combinable:
        return _value(rows, column, field.measure, _output(column))

    def value(row: Row) -> Any:
        value = row.get(key)
        return value.quantize(PLACES).normalize() + 0 if isinstance(value, Decimal) and value.is_finite() else value

    def gap(row: Row) -> Gap:
        if row.get(paths["of"]) is None:
            return _past(row)
        return _why_none(row, paths, str(words), str(column.label))

    def note(row: Row) -> str:
        of, given = row.get(paths["of"]), row.get(paths["given"])
        return "" if of in (None, given) else _("%(given)s of %(total)s") % {"given": grouped(given or 0), "total": grouped(of or 0)}

    return Column(
        field.key, field.label, column.kind, expression=expression, also=also, value=value, gap=gap, note=note, price=price,
        needs=(key, *also), writes=None,
    )  # fmt: skip


def _why_none(row: Row, paths: Mapping[str, str], words: str, label: str) -> Gap:
    of, given = row[paths["of"]] or 0, row[paths["given"]] or 0
    if not of:
        return Gap(_("no %(records)s") % {"records": words})
    if not given:
        said = {"total": grouped(of), "records": words, "label": label}
        return Gap(_("0 of %(total)s") % said, _("None of the %(total)s %(records)s gives “%(label)s”.") % said)
    return Gap(_("not added"), _("“%(label)s” is in different currencies or prices, which are never added.") % {"label": label})


def _output(column: Column) -> Any:
    return DateField(null=True) if column.kind == Kind.DATE else DecimalField(max_digits=30, decimal_places=6, null=True)


def _value(rows: Any, column: Column, measure: str, output: Any) -> Subquery:
    """The measure of the records beneath; of amounts only where all that are given are in one price."""
    made = AGGREGATES[measure](column.key if column.kind == Kind.DATE else Cast(F(column.key), output))
    return _one(rows, "rolled", made, output) if column.kind != Kind.MONEY else _alone(rows, column, made, output)


def _alone(rows: Any, column: Column, made: Combinable, output: Any) -> Subquery:
    """What is made of amounts where all that are given are in one price, else nothing."""
    parts = [Cast(F(path), CharField(max_length=40)) for path in column.price if path]
    whose = Concat(*parts, output_field=CharField()) if len(parts) > 1 else parts[0]
    price = Case(When(**{f"{column.key}__isnull": False}, then=whose), output_field=CharField())
    priced = rows.annotate(rolled=made, low=Min(price), high=Max(price))
    alone = priced.annotate(rolled_alone=Case(When(low=F("high"), then=F("rolled")), output_field=output))
    return Subquery(alone.values("rolled_alone")[:1], output_field=output)


def _prices(rows: Any, column: Column) -> dict[str, Combinable]:
    """Whose money the measure is in, by part of the price."""
    made: dict[str, Combinable] = {}
    for part, path in column.price._asdict().items():
        first = Min(Case(When(**{f"{column.key}__isnull": False}, then=F(path)))) if path else None
        held = _alone(rows, column, first, CharField()) if first is not None else Value("", output_field=CharField())
        made[part] = Coalesce(held, Value(""), output_field=CharField())
    return made
