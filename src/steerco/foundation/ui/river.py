"""The river as a picture: columns are things by level, bands the same things in two neighbouring columns; worse, better, or pale."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from steerco.foundation.ui.figures import grouped
from steerco.foundation.ui.marks import word

ORDER = ("g", "ag", "a", "ar", "r", "n")
NO_LEVEL = "n"
WIDTH, TOP, BOTTOM, SPACE, BOX = 800, 40, 274, 3, 30
FIRST, LAST = 41.0, 735.0
GAP_STEP, BREAK_STEP = 1.2, 1.74
LETTER = 6.6  # the width of a letter of a name
NARROW = 420  # few columns are drawn at their own size


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, how many things of each mark, what lies before it: a gap in words, or a new scale in two lines.

    `whys` are the addresses that explain its figures: that of each mark, and under "" that of all its things.
    """

    label: str
    counts: Mapping[str, int]
    gap: str = ""
    new_scale: tuple[str, str] | None = None
    whys: Mapping[str, str] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All of its things."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Flow:
    """How many things went from one mark to another between a column and the next."""

    place: int
    before: str
    after: str
    count: int


@dataclass(frozen=True, slots=True)
class Box:
    """Where one rating of one column stands."""

    x: float
    y: float
    height: float
    count: int


def river(columns: Sequence[Column], flows: Sequence[Flow], label: str, newcomers: str = "") -> SafeString:
    """The whole picture for wide screens, with its sentence for those who don't see it; `newcomers` stands beside the last column."""
    xs = _places(columns)
    largest = max((column.total for column in columns), default=0) or 1
    scale = (BOTTOM - TOP - SPACE * (len(ORDER) - 1)) / largest
    boxes = [_boxes(column, x, scale) for column, x in zip(columns, xs, strict=True)]
    parts = [*_bands(columns, flows, boxes, scale), *_breaks(columns, xs)]
    every = _every(columns, xs)
    for place, (column, stack) in enumerate(zip(columns, boxes, strict=True)):
        parts += _stack(stack, column)
        parts += _feet(column, xs[place], named=(len(columns) - 1 - place) % every == 0)
    parts += _margin(xs, boxes, newcomers if every == 1 else "")
    wide = round(xs[-1] + WIDTH - LAST) if xs else WIDTH
    box = f'class="only-l river" viewBox="0 0 {wide} 316" width="{"100%" if wide > NARROW else wide}"'
    role = "group" if any(column.whys for column in columns) else "img"  # what is one picture holds nothing that opens
    return mark_safe(f'<svg {box} role="{role}" aria-label="{escape(label)}">{"".join(parts)}</svg>')  # noqa: S308  (names are escaped)


def _places(columns: Sequence[Column]) -> list[float]:
    steps = [0.0]
    for column in columns[1:]:
        steps.append(steps[-1] + (BREAK_STEP if column.new_scale else GAP_STEP if column.gap else 1.0))
    if not columns:
        return []
    unit = min((LAST - FIRST) / steps[-1], 160) if steps[-1] else 0
    return [round(FIRST + unit * step, 1) for step in steps]


def _boxes(column: Column, x: float, scale: float) -> dict[str, Box]:
    shown = [code for code in ORDER if column.counts.get(code)]
    y = BOTTOM - column.total * scale - SPACE * max(len(shown) - 1, 0)
    found: dict[str, Box] = {}
    for code in shown:
        height = column.counts[code] * scale
        found[code] = Box(x, y, height, column.counts[code])
        y += height + SPACE
    return found


def _bands(columns: Sequence[Column], flows: Sequence[Flow], boxes: list[dict[str, Box]], scale: float) -> list[str]:
    leaving = [{code: box.y for code, box in stack.items()} for stack in boxes]
    entering = [dict(offsets) for offsets in leaving]
    parts = []
    for flow in flows:
        here, there, height = flow.place, flow.place + 1, flow.count * scale
        y0, y1 = leaving[here][flow.before], entering[there][flow.after]
        leaving[here][flow.before] += height
        entering[there][flow.after] += height
        path = _path((boxes[here][flow.before].x + BOX / 2, y0), (boxes[there][flow.after].x - BOX / 2, y1), height)
        parts.append(f'<path d="{path}" class="{_tone(flow, columns[there])}"><title>{escape(_way(flow, columns))}</title></path>')
    return parts


def _path(start: tuple[float, float], end: tuple[float, float], height: float) -> str:
    (x0, y0), (x1, y1) = start, end
    middle = (x0 + x1) / 2
    upper = f"M{x0:g} {y0:.1f}C{middle:.1f} {y0:.1f} {middle:.1f} {y1:.1f} {x1:g} {y1:.1f}v{height:.1f}"
    return f"{upper}C{middle:.1f} {y1 + height:.1f} {middle:.1f} {y0 + height:.1f} {x0:g} {y0 + height:.1f}z"


def _way(flow: Flow, columns: Sequence[Column]) -> str:
    return gettext("%(start)s to %(end)s: %(count)s from %(before)s to %(after)s") % {
        "start": columns[flow.place].label, "end": columns[flow.place + 1].label, "count": grouped(flow.count),
        "before": word(flow.before), "after": word(flow.after),
    }  # fmt: skip


def _tone(flow: Flow, after: Column) -> str:
    if after.new_scale or NO_LEVEL in (flow.before, flow.after) or flow.before == flow.after:
        return "band"
    return "band w" if ORDER.index(flow.after) > ORDER.index(flow.before) else "band b"


def _opens(column: Column, code: str, text: str, count: int) -> str:
    """A figure that opens what explains it, where there is such an address."""
    if code not in column.whys:
        return text
    said = f"{column.label} {word(code)}" if code else column.label
    return f'<a href="{escape(column.whys[code])}" data-why aria-label="{escape(said)} {grouped(count)}">{text}</a>'


def _stack(stack: dict[str, Box], column: Column) -> list[str]:
    parts = []
    for code, box in stack.items():
        fill = "url(#hatch)" if code == "n" else f"var(--{code}-fill)"
        at = f'x="{box.x - BOX / 2:g}" y="{box.y:.1f}" width="{BOX}" height="{box.height:.1f}"'
        parts.append(f'<rect {at} rx="2" fill="{fill}" stroke="var(--{code}-edge)"/>')
        if box.height >= 15:
            at = f'x="{box.x:g}" y="{box.y + box.height / 2 + 4.3:.1f}"'
            text = f'<text {at} text-anchor="middle" class="in {code}">{grouped(box.count)}</text>'
            parts.append(_opens(column, code, text, box.count))
    lowest = 0.0
    for code, box in stack.items():
        if box.height < 15:
            lowest = max(box.y + box.height / 2 + 4, lowest + 11)
            text = f'<text x="{box.x - BOX / 2 - 4:g}" y="{lowest:.1f}" text-anchor="end" class="t">{grouped(box.count)}</text>'
            parts.append(_opens(column, code, text, box.count))
    return parts


def _every(columns: Sequence[Column], xs: Sequence[float]) -> int:
    """Every how many columns a name has room; the last one always has."""
    step = min((after - before for before, after in pairwise(xs)), default=WIDTH)
    return max(math.ceil(max((len(column.label) for column in columns), default=0) * LETTER / step), 1)


def _feet(column: Column, x: float, *, named: bool) -> list[str]:
    total = f'<text x="{x:g}" y="308" text-anchor="middle" class="m">{grouped(column.total)}</text>'
    return [
        f'<text x="{x:g}" y="292" text-anchor="middle" class="k">{escape(column.label if named else "")}</text>',
        _opens(column, "", total, column.total),
    ]


def _breaks(columns: Sequence[Column], xs: list[float]) -> list[str]:
    parts = []
    for place, column in enumerate(columns[1:], 1):
        middle = (xs[place - 1] + xs[place]) / 2
        if column.new_scale:
            parts += [
                f'<rect x="{middle - 27:g}" y="8" width="54" height="268" fill="var(--surface)" opacity=".72"/>',
                f'<path d="M{middle - 2:g} 48V274M{middle + 2:g} 48V274" stroke="var(--edge)" stroke-dasharray="3 3"/>',
                f'<text x="{middle:g}" y="20" text-anchor="middle" class="k">{escape(column.new_scale[0])}</text>',
                f'<text x="{middle:g}" y="35" text-anchor="middle" class="m">{escape(column.new_scale[1])}</text>',
            ]
        elif column.gap and xs[place] - xs[place - 1] > len(column.gap) * LETTER + 60:
            parts.append(f'<text x="{middle:g}" y="292" text-anchor="middle" class="t m">{escape(column.gap)}</text>')
    return parts


def _margin(xs: list[float], boxes: list[dict[str, Box]], newcomers: str) -> list[str]:
    """At the right: which shape is which colour, and how many are new in the newest column."""
    if not xs:
        return []
    parts = [
        f'<use href="#m-{code}" x="{xs[-1] + 22:g}" y="{box.y + box.height / 2 - 5.5:.1f}" width="11" height="11"/>'
        for code, box in boxes[-1].items()
    ]
    if newcomers:
        parts.append(f'<text x="{xs[-1] - 23:g}" y="210" text-anchor="end" class="t m">{escape(newcomers)}</text>')
    return parts


def skipped(before: str, after: str) -> str:
    """The years that lie between two columns named after years: “no 2018”; “gap” for other names."""
    if before.isdigit() and after.isdigit() and 0 < int(after) - int(before) - 1 < 10:
        years = [str(year) for year in range(int(before) + 1, int(after))]
        return gettext("no %(years)s") % {"years": years[0] if len(years) == 1 else f"{years[0]}–{years[-1][2:]}"}
    return gettext("gap")
