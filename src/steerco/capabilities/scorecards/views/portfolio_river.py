"""The rating river as a picture: columns are projects by rating, bands the same projects in two neighbouring periods."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from steerco.capabilities.scorecards.queries.portfolio_figures import NO_RATING, RATINGS, Column, Flow, Period, River
from steerco.foundation.ui import svg
from steerco.foundation.ui.figures import grouped
from steerco.foundation.ui.marks import word

CODES = {"green": "g", "amber_green": "ag", "amber": "a", "amber_red": "ar", "red": "r", NO_RATING: "n"}
ORDER = (*RATINGS, NO_RATING)
WIDTH, TOP, BOTTOM, SPACE, BOX = 800, 40, 274, 3, 30
FIRST, LAST = 41.0, 735.0
GAP_STEP, BREAK_STEP = 1.2, 1.74


@dataclass(frozen=True, slots=True)
class Box:
    """Where one rating of one column stands."""

    x: float
    y: float
    height: float
    count: int


def river_svg(river: River) -> SafeString:
    """The whole picture for wide screens, with its sentence for those who don't see it."""
    xs = _places(river.columns)
    largest = max((column.total for column in river.columns), default=0) or 1
    scale = (BOTTOM - TOP - SPACE * (len(ORDER) - 1)) / largest
    boxes = [_boxes(column, x, scale) for column, x in zip(river.columns, xs, strict=True)]
    parts = [*_bands(river, boxes, scale), *_breaks(river, xs)]
    for place, (column, stack) in enumerate(zip(river.columns, boxes, strict=True)):
        parts += _stack(stack)
        parts += _feet(column.period, column.total, xs[place])
    parts += _margin(river, xs, boxes)
    said = gettext("Number of projects by rating in %(count)s reports; the table has the same numbers") % {"count": len(river.columns)}
    box = f'class="only-l river" viewBox="0 0 {WIDTH} 316" width="100%"'
    return mark_safe(f'<svg {box} role="img" aria-label="{escape(said)}">{"".join(parts)}</svg>')  # noqa: S308  (names are escaped)


def rows_of_shares(river: River) -> list[tuple[Period, SafeString, int, str]]:
    """The same for small screens: one stacked bar a period, newest last, with the break of scale as a line of text before it."""
    rows = []
    for place, column in enumerate(river.columns):
        shares = [
            svg.Share(n, "hatch" if not r else f"{CODES[r]}-fill", word(CODES[r]), str(n) if n > 0.045 * column.total else "")
            for r, n in column.counts.items()
        ]
        before = river.columns[place - 1].period if place else None
        rows.append((column.period, svg.share_bar(shares, 22), column.total, break_words(before, column.period)))
    return rows


def break_words(before: Period | None, after: Period) -> str:
    """The change of scale between two periods in words; empty when there is none."""
    if not after.breaks_after(before) or before is None:
        return ""
    points = {"five": gettext("five"), "three": gettext("three")}
    words = {"when": after.scale_changed_in or after.name, "old": points[before.scale], "new": points[after.scale]}
    return gettext("%(when)s: %(old)s points become %(new)s.") % words


def skipped(before: Period, after: Period) -> str:
    """The years that lie between two periods named after years: “no 2018”; “gap” for other names."""
    if before.name.isdigit() and after.name.isdigit() and 0 < int(after.name) - int(before.name) - 1 < 10:
        years = [str(year) for year in range(int(before.name) + 1, int(after.name))]
        return gettext("no %(years)s") % {"years": years[0] if len(years) == 1 else f"{years[0]}–{years[-1][2:]}"}
    return gettext("gap")


def _places(columns: tuple[Column, ...]) -> list[float]:
    steps = [0.0]
    for before, after in pairwise(columns):
        step = BREAK_STEP if after.period.breaks_after(before.period) else GAP_STEP if after.period.gap_before else 1.0
        steps.append(steps[-1] + step)
    if not columns:
        return []
    unit = min((LAST - FIRST) / steps[-1], 160) if steps[-1] else 0
    return [round(FIRST + unit * step, 1) for step in steps]


def _boxes(column: Column, x: float, scale: float) -> dict[str, Box]:
    shown = [rating for rating in ORDER if column.counts[rating]]
    y = BOTTOM - column.total * scale - SPACE * max(len(shown) - 1, 0)
    found: dict[str, Box] = {}
    for rating in shown:
        height = column.counts[rating] * scale
        found[rating] = Box(x, y, height, column.counts[rating])
        y += height + SPACE
    return found


def _bands(river: River, boxes: list[dict[str, Box]], scale: float) -> list[str]:
    leaving = [{rating: box.y for rating, box in stack.items()} for stack in boxes]
    entering = [dict(offsets) for offsets in leaving]
    return [_band(river, flow, boxes, leaving, entering, scale) for flow in river.flows]


def _band(
    river: River, flow: Flow, boxes: list[dict[str, Box]], leaving: list[dict[str, float]], entering: list[dict[str, float]], scale: float
) -> str:
    here, there = flow.place, flow.place + 1
    height = flow.count * scale
    y0, y1 = leaving[here][flow.before], entering[there][flow.after]
    leaving[here][flow.before] += height
    entering[there][flow.after] += height
    x0, x1 = boxes[here][flow.before].x + BOX / 2, boxes[there][flow.after].x - BOX / 2
    middle = (x0 + x1) / 2
    periods = river.columns[here].period, river.columns[there].period
    path = f"M{x0:g} {y0:.1f}C{middle:.1f} {y0:.1f} {middle:.1f} {y1:.1f} {x1:g} {y1:.1f}v{height:.1f}"
    path += f"C{middle:.1f} {y1 + height:.1f} {middle:.1f} {y0 + height:.1f} {x0:g} {y0 + height:.1f}z"
    ways = {
        "period": periods[0].name, "next": periods[1].name, "count": flow.count,
        "before": word(CODES[flow.before]), "after": word(CODES[flow.after]),
    }  # fmt: skip
    said = gettext("%(period)s to %(next)s: %(count)s from %(before)s to %(after)s") % ways
    return f'<path d="{path}" class="{_tone(flow, periods)}"><title>{escape(said)}</title></path>'


def _tone(flow: Flow, periods: tuple[Period, Period]) -> str:
    if periods[1].breaks_after(periods[0]) or NO_RATING in (flow.before, flow.after) or flow.before == flow.after:
        return "band"
    return "band w" if RATINGS.index(flow.after) > RATINGS.index(flow.before) else "band b"


def _stack(stack: dict[str, Box]) -> list[str]:
    parts = []
    for rating, box in stack.items():
        code = CODES[rating]
        fill = "url(#hatch)" if code == "n" else f"var(--{code}-fill)"
        at = f'x="{box.x - BOX / 2:g}" y="{box.y:.1f}" width="{BOX}" height="{box.height:.1f}"'
        parts.append(f'<rect {at} rx="2" fill="{fill}" stroke="var(--{code}-edge)"/>')
        if box.height >= 15:
            parts.append(
                f'<text x="{box.x:g}" y="{box.y + box.height / 2 + 4.3:.1f}" text-anchor="middle" class="in {code}">{box.count}</text>'
            )
    small = [(box.y + box.height / 2, box.count, box.x) for box in stack.values() if box.height < 15]
    lowest = 0.0
    for y, count, x in small:
        lowest = max(y + 4, lowest + 11)
        parts.append(f'<text x="{x - BOX / 2 - 4:g}" y="{lowest:.1f}" text-anchor="end" class="t">{count}</text>')
    return parts


def _feet(period: Period, total: int, x: float) -> list[str]:
    return [
        f'<text x="{x:g}" y="292" text-anchor="middle" class="k">{escape(period.name)}</text>',
        f'<text x="{x:g}" y="308" text-anchor="middle" class="m">{grouped(total)}</text>',
    ]


def _breaks(river: River, xs: list[float]) -> list[str]:
    parts = []
    for place in range(1, len(xs)):
        before, after = river.columns[place - 1].period, river.columns[place].period
        middle = (xs[place - 1] + xs[place]) / 2
        if after.breaks_after(before):
            points = {"five": 5, "three": 3}
            parts += [
                f'<rect x="{middle - 27:g}" y="8" width="54" height="268" fill="var(--surface)" opacity=".72"/>',
                f'<path d="M{middle - 2:g} 48V274M{middle + 2:g} 48V274" stroke="var(--edge)" stroke-dasharray="3 3"/>',
                f'<text x="{middle:g}" y="20" text-anchor="middle" class="k">{escape(after.scale_changed_in)}</text>',
                f'<text x="{middle:g}" y="35" text-anchor="middle" class="m">'
                + escape(gettext("%(old)s → %(new)s points") % {"old": points[before.scale], "new": points[after.scale]})
                + "</text>",
            ]
        elif after.gap_before:
            parts.append(f'<text x="{middle:g}" y="292" text-anchor="middle" class="t m">{escape(skipped(before, after))}</text>')
    return parts


def _margin(river: River, xs: list[float], boxes: list[dict[str, Box]]) -> list[str]:
    """At the right: which shape is which colour, and how many are new in the newest column."""
    if not xs:
        return []
    parts = [
        f'<use href="#m-{CODES[rating]}" x="{xs[-1] + 22:g}" y="{box.y + box.height / 2 - 5.5:.1f}" width="11" height="11"/>'
        for rating, box in boxes[-1].items()
    ]
    if len(xs) > 1 and river.joined[-1]:
        words = gettext("%(count)s new") % {"count": grouped(river.joined[-1])}
        parts.append(f'<text x="{xs[-1] - 23:g}" y="210" text-anchor="end" class="t m">{escape(words)}</text>')
    return parts
