"""The record of a project drawn as rows of SVG over the same columns; x in per cent, so that text never shrinks with the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from statistics import median

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from steerco.capabilities.dossiers.queries.record import ProjectRecord, Return
from steerco.capabilities.dossiers.views.facts import MARKS, differs, looks_wrong, says
from steerco.capabilities.status.queries import gap_of, rating_told
from steerco.foundation.ui.amounts import Unit, is_same
from steerco.foundation.ui.figures import change_of, day, signed_percent
from steerco_engine.movement import unit_suspect

FEWEST_SLOTS = 2
LABEL_AT, LOWER = 158, 18  # where a new scale is named; lower where a Red says more under its mark
_LEVELS = {"green": 30, "amber_green": 56, "amber": 82, "amber_red": 108, "red": 134}
_NOTABLE = Decimal("0.05")


@dataclass(frozen=True, slots=True)
class Grid:
    """The columns of the record: how many places, and the middle and edges of each in per cent."""

    slots: int

    def middle(self, place: float) -> str:
        """The middle of a column."""
        return f"{(place + 0.5) / self.slots * 100:.3f}%"

    def edge(self, place: float) -> str:
        """The left edge of a column."""
        return f"{place / self.slots * 100:.3f}%"

    def share(self, part: float) -> str:
        """A part of a column's width."""
        return f"{part / self.slots * 100:.3f}%"


def grid_of(record: ProjectRecord) -> Grid:
    """The columns of a record; few returns leave room at the right instead of stretching."""
    return Grid(max(len(record.returns), FEWEST_SLOTS))


def skipped(record: ProjectRecord) -> set[int]:
    """The places of the columns before which a period is missing: more than one and a half times the usual distance."""
    days = [period.status_on.toordinal() for period in record.periods]
    usual = median([later - earlier for earlier, later in pairwise(days)]) if len(days) > 1 else 0
    dates = [column.period.status_on.toordinal() for column in record.returns]
    return {place for place in range(1, len(dates)) if usual and dates[place] - dates[place - 1] > 1.5 * usual}


def confidence_row(record: ProjectRecord) -> SafeString:
    """Ratings at their height; a double line where the scale changed; dashes over a period without a return."""
    grid, columns, gaps = grid_of(record), record.returns, skipped(record)
    breaks = [place for place, column in enumerate(columns) if column.new_scale]
    parts = [_levels(grid, columns, breaks)]
    rated = [(place, _LEVELS[c.report.confidence]) for place, c in enumerate(columns) if c.report is not None and c.report.confidence]
    for (start, y1), (end, y2) in pairwise(rated):
        if not any(start < place <= end for place in breaks):
            dashed = end - start > 1 or any(start < place <= end for place in gaps)
            parts.append(_line(grid.middle(start), y1, grid.middle(end), y2, dash="4 4" if dashed else "", width=2))
    low = LOWER if any(_says_low(columns[place]) for place in breaks) else 0
    parts += [_scale_break(grid, place, columns[place], LABEL_AT + low) for place in breaks]
    parts += [_rating(grid, place, column) for place, column in enumerate(columns)]
    told = ", ".join(f"{c.period.name} {_rated(c)}" for c in columns)
    return _svg(166 + low, gettext("Confidence: %(told)s") % {"told": told}, parts)


def end_row(record: ProjectRecord) -> SafeString:
    """End dates as each return gave them, later is higher; a hollow diamond with its reason where none was given."""
    values = [_days(c.report.end_on) if c.report is not None else None for c in record.returns]
    known = [value for value in values if value is not None]
    low, high = (min(known), max(known)) if known else (0, 0)
    span = max(high - low, 1)
    heights = _heights([None if v is None else (54 - 33 * (v - low) / span if high > low else 40) for v in values], 40)
    grid = grid_of(record)
    parts = _path(grid, record, values, heights, "var(--ink-3)")
    for place, (column, value, y) in enumerate(zip(record.returns, values, heights, strict=True)):
        x = grid.middle(place)
        if column.report is None:
            parts.append(_dot(x, y))
        elif value is None:
            parts += [_diamond(x, y), _text(x, y + 21, gap_of(column.report.gaps, "end_on").short, "m halo", "middle")]
        else:
            parts.append(f'<circle cx="{x}" cy="{y:.1f}" r="4.5" fill="var(--ink)"/>')
            parts.append(_text(x, y + 20 if y < 34 else y - 10, day(_date(value)), "k", "middle"))
    told = ", ".join(f"{c.period.name} {'' if v is None else day(_date(v))}".strip() for c, v in zip(record.returns, values, strict=True))
    return _svg(74, gettext("End date: %(told)s") % {"told": told}, parts)


def cost_row(record: ProjectRecord, unit: Unit) -> SafeString:
    """Whole-life cost as each return gave it, with the change since the one before."""
    values = [c.report.whole_life_cost_amount if c.report is not None else None for c in record.returns]
    known = [value for value in values if value is not None]
    top = max(known, default=Decimal(0))
    span = max(top - min(known, default=Decimal(0)), abs(top) / 5, Decimal("0.01"))
    heights = _heights([None if v is None else 32 + 30 * float((top - v) / span) for v in values], 46)
    grid = grid_of(record)
    parts = _path(grid, record, values, heights, "var(--c1)")
    for place, (column, value, y) in enumerate(zip(record.returns, values, heights, strict=True)):
        x = grid.middle(place)
        if column.report is None:
            parts.append(_dot(x, y))
        elif value is None:
            gap = gap_of(column.report.gaps, "whole_life_cost_amount").short
            parts += [_diamond(x, y), _text(x, y + 21, gap, "m halo", "middle")]
        else:
            parts.append(f'<circle cx="{x}" cy="{y:.1f}" r="4" fill="var(--c1)" stroke="var(--surface)" stroke-width="1.5"/>')
            label = f'<tspan class="k">{escape(unit.money(value, column.report.currency))}</tspan>{_since(column)}'
            parts.append(f'<text x="{x}" y="{y - 11:.1f}" text-anchor="middle" class="halo">{label}</text>')
    told = ", ".join(_money_told(c, v, unit) for c, v in zip(record.returns, values, strict=True))
    return _svg(82, gettext("Whole-life cost: %(told)s") % {"told": told}, parts)


def year_row(record: ProjectRecord, unit: Unit) -> SafeString:
    """The forecast for the year as a bar, its budget as a tick, and by how much they differ."""
    reports = [column.report for column in record.returns]
    amounts = [a for r in reports if r is not None for a in (r.year_forecast_amount, r.year_budget_amount) if a is not None]
    top = max([*amounts, Decimal("0.01")])
    grid = grid_of(record)
    parts, told = [], []
    for place, column in enumerate(record.returns):
        report, x = column.report, grid.edge(place + 0.083)
        if report is None:
            parts.append(_dot(grid.edge(place + 0.1), 11))
            continue
        forecast, budget = report.year_forecast_amount, report.year_budget_amount
        if forecast is None:
            gap = gap_of(report.gaps, "year_forecast_amount").short
            parts += [_diamond(grid.edge(place + 0.12), 11), _text(x, 35, gap, "m", "start")]
            continue
        share = (forecast - budget) / budget if budget else None
        fill = "var(--worse)" if share is not None and share > _NOTABLE else "var(--c5)"
        width = grid.share(0.79 * float(max(forecast, Decimal(0)) / top))
        parts.append(f'<rect x="{x}" y="6" width="{width}" height="10" rx="1.5" fill="{fill}" opacity=".85"/>')
        if budget is not None:
            tick = grid.edge(place + 0.083 + 0.79 * float(max(budget, Decimal(0)) / top))
            parts.append(_line(tick, 1, tick, 21, colour="var(--ink)", width=2.5))
        of = gettext("of %(budget)s") % {"budget": unit.figure(budget)} if budget is not None else gettext("no budget given")
        shown = f'<tspan class="k5">{escape(unit.money(forecast, report.currency))}</tspan> <tspan class="m">{escape(of)}</tspan>'
        parts.append(f'<text x="{x}" y="35">{shown}</text>')
        parts.append(_text(x, 51, _against_budget(share), _tone(share), "start"))
        told.append(f"{column.period.name} {unit.money(forecast, report.currency)} {of}")
    return _svg(56, gettext("Forecast for the year against its budget: %(told)s") % {"told": ", ".join(told)}, parts)


def _against_budget(share: Decimal | None) -> str:
    if share is None:
        return ""
    return gettext("as budgeted") if is_same(share) else signed_percent(share, 0)


def _levels(grid: Grid, columns: Sequence[Return], breaks: Sequence[int]) -> str:
    first_three = next((place for place, column in enumerate(columns) if column.period.scale == "three"), None)
    five_until = "100%" if first_three is None else grid.edge(first_three)
    lines = [_line("0", y, "100%" if y in (30, 82, 134) else five_until, y, colour="var(--line)", width=1) for y in _LEVELS.values()]
    return "".join(lines if first_three != 0 else lines[::2])


def _scale_break(grid: Grid, place: int, column: Return, label_at: int) -> str:
    x = grid.edge(place)
    name = column.period.scale_changed_in or column.period.name
    lines = "".join(f'<path d="M{dx} 0V160" stroke="var(--edge)" stroke-dasharray="3 3" fill="none"/>' for dx in (-2, 2))
    words = gettext("new scale in %(period)s") % {"period": name}
    label = _text("8", label_at, words, "m", "start")
    return f'<svg x="{x}" y="0" overflow="visible">{lines}{label}</svg>'


def _rating(grid: Grid, place: int, column: Return) -> str:
    x = grid.middle(place)
    if column.report is None:
        return _dot(x, 82) + _text(x, 102, gettext("no report"), "m halo", "middle")
    rating = column.report.confidence
    y = _LEVELS.get(rating, 82)
    mark = f'<use href="#m-{MARKS[rating]}" x="-10" y="{y - 10}" width="20" height="20"/>'
    if not rating:
        reason = gap_of(column.report.gaps, "confidence").short
        return f'<svg x="{x}" overflow="visible">{mark}</svg>' + _text(x, y + 26, reason, "m halo", "middle")
    drawn = [mark, _text("0", y - 17, rating_told(column.report), "k halo", "middle")]
    if words := says(column):
        drawn.append(f'<use href="#m-{differs(column)}" x="-45" y="{y + 14}" width="14" height="14"/>')
        drawn.append(_text("-27", y + 25, words, "halo t11", "start"))
    return f'<svg x="{x}" overflow="visible">{"".join(drawn)}</svg>'


def _says_low(column: Return) -> bool:
    """Whether a Red at the lowest level has words under its mark."""
    return column.report is not None and column.report.confidence == "red" and bool(says(column))


def _rated(column: Return) -> str:
    if column.report is None:
        return gettext("no report")
    return rating_told(column.report)


def _path(grid: Grid, record: ProjectRecord, values: Sequence[object], heights: Sequence[float], colour: str) -> list[str]:
    known = [place for place, value in enumerate(values) if value is not None]
    parts = []
    for a, b in pairwise(known):
        if _suspect(values[a], values[b]):
            continue
        next_to = b - a == 1
        style = {"colour": colour, "width": 2} if next_to else {"colour": "var(--ink-3)", "width": 1, "dash": "3 5"}
        parts.append(_line(grid.middle(a), heights[a], grid.middle(b), heights[b], **style))  # type: ignore[arg-type]
    return parts


def _suspect(before: object, after: object) -> bool:
    """Whether a line between two amounts would lie: one is probably in another unit."""
    return isinstance(before, Decimal) and isinstance(after, Decimal) and unit_suspect(before, after)


def _heights(known: Sequence[float | None], middle: float) -> list[float]:
    """Heights with the gaps laid on the line between their neighbours."""
    places = [place for place, y in enumerate(known) if y is not None]
    told: list[float] = []
    for place, y in enumerate(known):
        before = max((p for p in places if p < place), default=None)
        after = min((p for p in places if p > place), default=None)
        if y is not None:
            told.append(y)
        elif before is not None and after is not None:
            told.append(known[before] + (known[after] - known[before]) * (place - before) / (after - before))  # type: ignore[operator]
        else:
            near = before if before is not None else after
            told.append(middle if near is None else float(known[near] or middle))
    return told


def _since(column: Return) -> str:
    finding = next((f for f in column.verdict.findings if f.fact == "whole_life_cost"), None) if column.verdict else None
    if column.before is None or finding is None or finding.share is None:
        return ""
    words = gettext("same") if is_same(finding.share) else change_of(finding.share)
    if looks_wrong(finding):
        words = gettext("%(change)s, check unit") % {"change": words}
    return f' <tspan class="{_tone(finding.share)}">{escape(words)}</tspan>'


def _tone(share: Decimal | None) -> str:
    if share is None or abs(share) <= _NOTABLE:
        return "m"
    return "t-up" if share > 0 else "t-dn"


def _money_told(column: Return, value: Decimal | None, unit: Unit) -> str:
    if column.report is None:
        return f"{column.period.name} {gettext('no report')}"
    if value is None:
        return f"{column.period.name} {gap_of(column.report.gaps, 'whole_life_cost_amount').short}"
    return f"{column.period.name} {unit.money(value, column.report.currency)}"


def _svg(height: int, label: str, parts: Sequence[str]) -> SafeString:
    drawn = f'<svg width="100%" height="{height}" role="img" aria-label="{escape(label)}">{"".join(parts)}</svg>'
    return mark_safe(drawn)  # noqa: S308  # numbers, and texts that `_text` and `escape` have escaped


def _line(x1: str, y1: float, x2: str, y2: float, *, colour: str = "var(--ink-3)", width: float, dash: str = "") -> str:
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<line x1="{x1}" y1="{y1:.1f}" x2="{x2}" y2="{y2:.1f}" stroke="{colour}" stroke-width="{width}"{dashes}/>'


def _text(x: str, y: float, words: str, classes: str, anchor: str) -> str:
    return f'<text x="{x}" y="{y:.1f}" text-anchor="{anchor}" class="{classes}">{escape(words)}</text>'


def _diamond(x: str, y: float) -> str:
    return f'<svg x="{x}" overflow="visible"><use href="#m-n" x="-7" y="{y - 7:.1f}" width="14" height="14"/></svg>'


def _dot(x: str, y: float) -> str:
    return f'<circle cx="{x}" cy="{y:.1f}" r="1.5" fill="var(--ink-3)"/>'


def _days(date: dt.date | None) -> int | None:
    return date.toordinal() if date else None


def _date(days: int) -> dt.date:
    return dt.date.fromordinal(days)
