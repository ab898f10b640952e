"""The record of a project as a table, and two of its returns beside each other."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy as _

from steerco.capabilities.dossiers.queries.record import ProjectRecord, Return
from steerco.capabilities.dossiers.views.facts import MARKS
from steerco.capabilities.dossiers.views.overview import report_url
from steerco.capabilities.status.queries import gap_of, rating_told
from steerco.foundation.ui.amounts import is_same, iso, unit_of
from steerco.foundation.ui.figures import change_of, day, exact, signed_months
from steerco_engine.movement import amount_movement

if TYPE_CHECKING:
    from steerco.capabilities.status.queries import StatusReport

HEADS: dict[str, Promise] = {
    "period": _("Period"),
    "status_on": _("As at"),
    "confidence": _("Confidence"),
    "confidence_by": _("Rated by"),
    "start_on": _("Start date"),
    "end_on": _("End date"),
    "whole_life_cost_amount": _("Whole-life cost"),
    "year_budget_amount": _("Year budget"),
    "year_forecast_amount": _("Year forecast"),
    "benefits_amount": _("Benefits"),
    "reported_name": _("Name as reported"),
}
AMOUNTS = ("whole_life_cost_amount", "year_budget_amount", "year_forecast_amount", "benefits_amount")
NUMBER_HEADS = [place for place, name in enumerate(HEADS) if name in AMOUNTS]
_NOTABLE = Decimal("0.05")


@dataclass(frozen=True, slots=True)
class Cell:
    """A fact of a return: as shown, as exported, and the whole reason where it is missing."""

    name: str
    shown: str
    exported: str
    mark: str = ""
    missing: bool = False
    full: str = ""

    @property
    def head(self) -> str:
        """The head of the cell's column, for record cards on a small screen."""
        return str(HEADS[self.name])

    @property
    def is_number(self) -> bool:
        """Whether the cell stands right-aligned."""
        return self.name in AMOUNTS


@dataclass(frozen=True, slots=True)
class Row:
    """A return as a row, with the address of its report."""

    url: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class FactPair:
    """One fact in two returns, and how it moved: `tone` is up (worse), dn (better), eq or empty (not comparable)."""

    label: str
    before: Cell
    after: Cell
    change: str
    tone: str

    @property
    def pair(self) -> tuple[Cell, Cell]:
        """Both values, earlier first."""
        return self.before, self.after


def rows(record: ProjectRecord) -> list[Row]:
    """The returns of a record, newest first."""
    ref, newest_first = record.project.ref, reversed(record.reported)
    return [Row(report_url(ref, column.period.status_on), _cells(column.report)) for column in newest_first if column.report is not None]


def compared_facts(earlier: Return, later: Return) -> list[FactPair]:
    """Every fact of two returns with its change; where a comparison is refused, why."""
    if earlier.report is None or later.report is None:
        return []
    old, new = ({cell.name: cell for cell in _cells(report)} for report in (earlier.report, later.report))
    pairs = []
    for name, head in HEADS.items():
        if name not in ("period", "status_on"):
            change, tone = _change(name, earlier, later)
            pairs.append(FactPair(str(head), old[name], new[name], change, tone))
    return pairs


def _cells(report: StatusReport) -> tuple[Cell, ...]:
    unit = unit_of(getattr(report, name) for name in AMOUNTS)
    cells = []
    for name in HEADS:
        if name in ("period", "status_on"):
            value: Any = getattr(report.period, "name" if name == "period" else name)
        else:
            value = getattr(report, name)
        if value in (None, "") and name in (*AMOUNTS, "confidence", "start_on", "end_on"):
            gap = gap_of(report.gaps, name)
            cells.append(Cell(name, gap.short, gap.text or gap.short, "n" if name == "confidence" else "", missing=True, full=gap.text))
        elif name in AMOUNTS:
            cells.append(Cell(name, unit.money(value, report.currency), format(value, "f"), full=exact(value, report.currency)))
        elif isinstance(value, dt.date):
            cells.append(Cell(name, day(value), iso(value)))
        elif name == "confidence":
            cells.append(Cell(name, rating_told(report), rating_told(report), MARKS[value]))
        else:
            cells.append(Cell(name, str(value), str(value)))
    return tuple(cells)


def _change(name: str, earlier: Return, later: Return) -> tuple[str, str]:
    before, after = earlier.report, later.report
    assert before is not None and after is not None  # the caller has looked
    old, new = getattr(before, name), getattr(after, name)
    if name == "confidence" and earlier.period.scale != later.period.scale:
        return gettext("not comparable: new scale"), ""
    if old in (None, "") or new in (None, ""):
        return "", ""
    if name in AMOUNTS:
        return _amount_change(name, before, after)
    if old == new:
        return gettext("same"), "eq"
    if name in ("start_on", "end_on"):
        months = round((new - old).days / 30.436875)
        shown = signed_months(months) if months else f"{(new - old).days:+d} d".replace("-", "−")
        return shown, ("up" if new > old else "dn") if name == "end_on" else ""
    return gettext("changed"), ""


def _amount_change(name: str, before: StatusReport, after: StatusReport) -> tuple[str, str]:
    old, new = getattr(before, name), getattr(after, name)
    if name in ("year_budget_amount", "year_forecast_amount"):
        return (gettext("same"), "eq") if before.period_id == after.period_id else (gettext("another year"), "")
    moved = amount_movement(old, new, currencies=(before.currency, after.currency), price_bases=(before.price_basis, after.price_basis))
    if moved.share is None:
        return gettext("not comparable"), ""
    if abs(moved.share) <= _NOTABLE:
        return (gettext("same") if is_same(moved.share) else change_of(moved.share)), "eq"
    more_is_worse = name != "benefits_amount"
    return change_of(moved.share), "up" if (moved.share > 0) == more_is_worse else "dn"
