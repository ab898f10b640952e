"""Small pictures drawn on the server: marks, status strips, sparks, slip bars, unit marks and share bars, each with its sentence."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from django.templatetags.static import static
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from steerco.foundation.ui import figures
from steerco.foundation.ui.marks import mark_of, word

SIZES = {"": "mark", "s": "mark s", "l": "mark l", "xl": "mark xl", "c": "mark c", "w": "mark w"}
STRIP_HEIGHT, STRIP_MARK = 32, 10
_LETTERS = re.compile(r"[^\W\d_]{3}")
STEP, GAP_STEP, BREAK_STEP = 17, 21, 24  # from one report to the next; over a skipped period; over a change of scale
SLIP_WIDTH, SLIP_LEFT, SLIP_RIGHT = 92, -24, 96  # months: one scale for all rows, from two years earlier to eight later


@dataclass(frozen=True, slots=True)
class Point:
    """One report in a strip. `code` is None when the project was not in that report; `gap` says that a period was
    skipped before it; `scale_break` that the scale changed before it."""

    label: str
    code: str | None
    gap: bool = False
    scale_break: bool = False


def _safe(text: str) -> SafeString:
    """Marks a drawing as safe; every text in it has been escaped where it was put in."""
    return mark_safe(text)  # noqa: S308


@lru_cache(maxsize=500)
def icon(name: str, size: str = "", css: str = "") -> SafeString:
    """One icon of the sprite; decoration only, so the words stand beside it."""
    classes = " ".join(part for part in ("ico", size, css) if part)
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', classes, static("ui/icons.svg"), name)


def mark(code: str, size: str = "", label: str = "") -> SafeString:
    """One mark; with a label it is read out, without one it is decoration beside its word."""
    known = mark_of(code).code
    chosen = "w" if known in ("wm", "lm") and not size else size
    said = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return _safe(f'<svg class="{SIZES.get(chosen, "mark")}" viewBox="0 0 12 12" {said}><use href="#m-{known}"/></svg>')


def chip(code: str, label: str = "") -> SafeString:
    """A mark with its word in a soft pill."""
    return _chip(code, label or word(code))


@lru_cache(maxsize=1000)
def _chip(code: str, label: str) -> SafeString:
    tone = code if code in ("g", "ag", "a", "ar", "r") else "k" if code in ("wm", "lm") else "n"
    return _safe(f'<span class="chip {tone}">{mark(code)}{escape(label)}</span>')


def withheld(short: str, full: str = "") -> SafeString:
    """A value that is not given: two words with a dashed underline, the whole reason on hover and focus."""
    if not full:
        return format_html('<em class="wh">{}</em>', short)
    return format_html('<em class="wh" tabindex="0" title="{}">{}</em>', full, short)


def places(points: Sequence[Point]) -> list[int]:
    """Where each report stands in a strip, so that all strips of a table line up."""
    found: list[int] = []
    for point in points:
        step = BREAK_STEP if point.scale_break else GAP_STEP if point.gap else STEP
        found.append(8 if not found else found[-1] + step)
    return found


def strip_sentence(points: Sequence[Point]) -> str:
    """What a strip says to a screen reader: `2015 Amber/Green, 2016 …, 2022 change of scale, 2023 Green`."""
    return _sentence(tuple(points), get_language())


@lru_cache(maxsize=4000)
def _sentence(points: tuple[Point, ...], _language: str | None) -> str:
    said: list[str] = []
    for point in points:
        if point.code is None:
            continue
        if point.scale_break and said:
            said.append(gettext("then a new scale"))
        said.append(f"{point.label} {word(point.code)}")
    return ", ".join(said) or gettext("No report")


def _height(code: str) -> float:
    return 28.9 - 4.3 * mark_of(code).level


def strip(points: Sequence[Point], label: str = "") -> SafeString:
    """A status strip: one mark a report at the height of its level, newest right; no line crosses a change of scale or a missing report."""
    return _strip(tuple(points), label, get_language())


@lru_cache(maxsize=4000)
def _strip(points: tuple[Point, ...], label: str, _language: str | None) -> SafeString:
    """A list draws the same strips again and again: each is drawn once in a language."""
    xs = places(points)
    width = xs[-1] + 8 if xs else 16
    lines: list[str] = []
    signs: list[str] = []
    for index, (x, point) in enumerate(zip(xs, points, strict=True)):
        before = points[index - 1] if index else None
        if point.scale_break and before:
            middle = (xs[index - 1] + x) / 2
            lines.append(f'<path d="M{middle - 1.2:g} 2V30M{middle + 1.2:g} 2V30" stroke="var(--line-2)"/>')
        if point.code is None:
            signs.append(f'<circle cx="{x}" cy="16" r="1" fill="var(--edge)"/>')
            continue
        y = _height(point.code)
        if before and before.code is not None and not point.scale_break:
            y0 = _height(before.code)
            lines.append(f'<path d="M{xs[index - 1]} {y0:g}L{x} {y:g}" stroke="var(--ink-3)" stroke-width="1.1" opacity=".75"/>')
        known = mark_of(point.code).code
        signs.append(f'<use href="#m-{known}" x="{x - 5}" y="{y - 5:g}" width="{STRIP_MARK}" height="{STRIP_MARK}"/>')
    said = escape(label or strip_sentence(points))
    box = f'width="{width}" height="{STRIP_HEIGHT}" viewBox="0 0 {width} {STRIP_HEIGHT}"'
    return _safe(f'<svg class="strip" {box} role="img" aria-label="{said}">{"".join(lines)}{"".join(signs)}</svg>')


def strip_head(points: Sequence[Point]) -> SafeString:
    """The head of a column of strips: the last two figures of each year over its marks, or its month."""
    xs = places(points)
    width = xs[-1] + 8 if xs else 16
    texts = (f'<text x="{x}" y="10" text-anchor="middle" class="t">{escape(_short(points, place))}</text>' for place, x in enumerate(xs))
    said = escape(gettext("Reports %(labels)s") % {"labels": ", ".join(p.label for p in points)})
    box = f'width="{width}" height="12" viewBox="0 0 {width} 12" overflow="visible"'
    return _safe(f'<svg {box} role="img" aria-label="{said}">{"".join(texts)}</svg>')


def _short(points: Sequence[Point], place: int) -> str:
    """Two figures of a year; of a month its three letters, for every second one, so that they don't touch."""
    month = _LETTERS.search(points[place].label)
    if month is None:
        return points[place].label[-2:]
    return month[0] if (len(points) - place) % 2 else ""


def spark(values: Sequence[Decimal | int | None], label: str = "", *, breaks: Collection[int] = ()) -> SafeString:
    """A trend: own scale from at most half the maximum, last value dotted, a missing value stays a gap.

    `breaks` are the places before which the line is broken on purpose: two strokes, and the label says why.
    """
    known = [Decimal(v) for v in values if v is not None]
    if not known:
        return _safe("")
    top = max(known)
    floor = min(min(known), top / 2)
    span = (top - floor) or Decimal(1)
    step = 56 / max(len(values) - 1, 1)
    runs: list[list[str]] = [[]]
    cuts: list[str] = []
    last, before = "", 0.0
    for index, value in enumerate(values):
        if value is None:
            runs.append([])
            continue
        x = 4 + index * step if len(values) > 1 else 60.0
        if index in breaks and last:
            runs.append([])
            cuts.append(f"M{(before + x) / 2 - 3:.1f} 15l3 -8m1 8l3 -8")
        last, before = f"{x:.1f},{18 - 14 * float((Decimal(value) - floor) / span):.1f}", x
        runs[-1].append(last)
    lines = "".join(
        f'<polyline fill="none" stroke="var(--ink-3)" stroke-width="1.4" points="{" ".join(run)}"/>' for run in runs if len(run) > 1
    )
    lone = "".join(
        f'<circle cx="{run[0].split(",")[0]}" cy="{run[0].split(",")[1]}" r="1.2" fill="var(--ink-3)"/>' for run in runs if len(run) == 1
    )
    cut = f'<path class="cut" d="{"".join(cuts)}" fill="none" stroke="var(--ink-2)" stroke-width="1.2"/>' if cuts else ""
    cx, cy = last.split(",")
    said = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    title = f"<title>{escape(label)}</title>" if cuts and label else ""
    dot = f'<circle cx="{cx}" cy="{cy}" r="2.4" fill="var(--ink)"/>'
    return _safe(f'<svg class="spark" width="64" height="22" viewBox="0 0 64 22" {said}>{title}{lines}{lone}{cut}{dot}</svg>')


def slip_bar(months: int | None, label: str = "") -> SafeString:
    """How far an end date moved since it was first reported: zero at the tick, −2 to +8 years on one scale, a notch when cut."""
    if months is None:
        return _safe("")
    zero = -SLIP_LEFT * SLIP_WIDTH / (SLIP_RIGHT - SLIP_LEFT)
    drawn = max(SLIP_LEFT, min(SLIP_RIGHT, months)) * SLIP_WIDTH / (SLIP_RIGHT - SLIP_LEFT)
    body = f'<path d="M{zero:g} 0V14" stroke="var(--edge)"/>'
    if months == 0:
        body += f'<circle cx="{zero:g}" cy="7" r="2.5" fill="var(--same)"/>'
    else:
        x = zero + min(drawn, 0)
        tone = "worse" if months > 0 else "better"
        body += f'<rect x="{x:.1f}" y="3" width="{abs(drawn):.1f}" height="8" rx="1" fill="var(--{tone})" opacity=".85"/>'
    if months > SLIP_RIGHT:
        body += f'<path d="M{SLIP_WIDTH - 6} 3l4 4-4 4" stroke="var(--surface)" stroke-width="1.6" fill="none"/>'
    if months < SLIP_LEFT:
        body += '<path d="M6 3l-4 4 4 4" stroke="var(--surface)" stroke-width="1.6" fill="none"/>'
    said = escape(label or gettext("End date moved by %(months)s") % {"months": figures.signed_months(months)})
    return _safe(
        f'<svg class="slip" width="{SLIP_WIDTH}" height="14" viewBox="0 0 {SLIP_WIDTH} 14" role="img" aria-label="{said}">{body}</svg>'
    )


def slip_head() -> SafeString:
    """The scale over a column of slip bars."""
    marked = (("18.4", "middle", "0"), ("55", "middle", gettext("%d y") % 4), ("90", "end", "8"))
    texts = (f'<text x="{x}" y="10" text-anchor="{anchor}" class="t">{escape(said)}</text>' for x, anchor, said in marked)
    return _safe(f'<svg width="92" height="12" viewBox="0 0 92 12" aria-hidden="true">{"".join(texts)}</svg>')


def counts_sentence(codes: Sequence[str]) -> str:
    """`5 Red, 41 Amber, 2 Green, 4 No rating`: how many of each mark, in the order in which they stand."""
    return ", ".join(f"{codes.count(code)} {word(code)}" for code in dict.fromkeys(codes)) or gettext("none")


def unit_marks(codes: Sequence[str], label: str = "", per_row: int = 26) -> SafeString:
    """One mark a project, in rows; the order given is the order drawn (worst first)."""
    shown = [mark_of(code).code for code in codes]
    rows = max(1, -(-len(shown) // per_row))
    width = 2 + 9.4 * min(len(shown), per_row)
    height = 1 + 12 * rows
    uses = (
        f'<use href="#m-{code}" x="{1 + 9.4 * (i % per_row):.1f}" y="{2 + 12 * (i // per_row)}" width="8" height="8"/>'
        for i, code in enumerate(shown)
    )
    said = escape(label or counts_sentence(shown))
    box = f'width="{width:.0f}" height="{height}" viewBox="0 0 {width:.1f} {height}"'
    return _safe(f'<svg class="units" {box} role="img" aria-label="{said}">{"".join(uses)}</svg>')


@dataclass(frozen=True, slots=True)
class Share:
    """One part of a share bar: its size, its paint (a token's name, or `hatch`), its words, and a text drawn on it."""

    size: Decimal | int
    paint: str
    label: str = ""
    text: str = ""


def share_bar(shares: Sequence[Share], height: int = 12, label: str = "") -> SafeString:
    """Parts of a whole side by side, as wide as their place; the unknown part is hatched, never a colour."""
    parts = [share for share in shares if share.size]
    total = sum((Decimal(share.size) for share in parts), Decimal(0)) or Decimal(1)
    drawn: list[str] = []
    at = 0.0
    for share in parts:
        width = float(Decimal(share.size) / total) * 100
        fill = "url(#hatch)" if share.paint == "hatch" else f"var(--{escape(share.paint)})"
        edge = "n-edge" if share.paint == "hatch" else f"{share.paint[:-5]}-edge" if share.paint.endswith("-fill") else ""
        outline = f' stroke="var(--{escape(edge)})"' if edge else ""
        drawn.append(
            f'<rect x="{at + 0.1:.2f}%" y=".5" width="{max(width - 0.2, 0.2):.2f}%" height="{height - 1}" rx="2" fill="{fill}"{outline}/>'
        )
        if share.text:
            ink = f' class="on-{escape(share.paint)}"'
            drawn.append(f'<text x="{at + width / 2:.2f}%" y="{height / 2 + 4.5:g}" text-anchor="middle"{ink}>{escape(share.text)}</text>')
        at += width
    said = escape(label or ", ".join(f"{figures.grouped(s.size)} {s.label}" for s in shares if s.label))
    return _safe(f'<svg class="share-bar" width="100%" height="{height}" role="img" aria-label="{said}">{"".join(drawn)}</svg>')
