"""How far dates moved, one dot each: earlier at the left, unchanged in the middle, later at the right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from steerco.foundation.ui.figures import grouped

DAYS_A_YEAR = 365.25
EARLIEST, LATEST = -2, 7
QUARTER = 9.8
SAME_WIDE, SAME_AT, LATER_FROM = 30.0, 104.0, 122.0
BASE, WIDTH, DOT = 150, 420, 5.4
DOTS_BELOW = 300


def spread(days: Sequence[int]) -> SafeString:
    """The picture of moves in days; from 300 on the dots become bars with their count."""
    bins = Counter(_bin(d) for d in days if d)
    same = sum(1 for d in days if d == 0)
    parts = _dots(bins, same) if len(days) < DOTS_BELOW else _bars(bins, same)
    top = BASE - 22 - (DOT * max([6, *bins.values(), -(-same // 4)]) if len(days) < DOTS_BELOW else 104)
    top = max(top, BASE - 142)
    said = gettext("%(count)s moves: %(earlier)s earlier, %(same)s unchanged, %(later)s later") % {
        "count": grouped(len(days)), "earlier": grouped(sum(1 for d in days if d < 0)), "same": grouped(same),
        "later": grouped(sum(1 for d in days if d > 0)),
    }  # fmt: skip
    box = f'class="dmv" viewBox="0 {top:.0f} {WIDTH} {172 - top:.0f}" width="100%"'
    return mark_safe(f'<svg {box} role="img" aria-label="{escape(said)}">{"".join(parts)}{_axis()}</svg>')  # noqa: S308  (words are escaped)


def _bin(days: int) -> int:
    """The quarter of a year that a slip falls into; cut at both ends."""
    quarter = int(abs(days) / DAYS_A_YEAR * 4)
    return -min(quarter, -EARLIEST * 4 - 1) - 1 if days < 0 else min(quarter, LATEST * 4)


def _x(quarter: int) -> float:
    return LATER_FROM + QUARTER * (quarter + 0.5) if quarter >= 0 else SAME_AT - SAME_WIDE / 2 + QUARTER * (quarter + 0.5)


def _dots(bins: Counter[int], same: int) -> list[str]:
    tallest = max([*bins.values(), -(-same // 4), 1])
    step = min(DOT, 120 / tallest)
    parts = [
        f'<circle cx="{SAME_AT - 9 + 6 * (n % 4):g}" cy="{BASE - 4 - step * (n // 4):.1f}" r="{min(2.4, step / 2.1):.1f}" class="dot s"/>'
        for n in range(same)
    ]
    for quarter, count in sorted(bins.items()):
        tone = "w" if quarter >= 0 else "b"
        x, wide = _x(quarter), count * step > 100
        for n in range(count):
            shift = (n % 2) * 4.6 - 2.3 if wide else 0
            y = BASE - 4 - step * (n // 2 if wide else n)
            parts.append(f'<circle cx="{x + shift:.1f}" cy="{y:.1f}" r="{min(2.4, step / 2.1):.1f}" class="dot {tone}"/>')
    return parts


def _bars(bins: Counter[int], same: int) -> list[str]:
    tallest = max([*bins.values(), same, 1])
    parts = [_bar(SAME_AT, SAME_WIDE - 4, same, tallest, "s")]
    parts += [_bar(_x(quarter), QUARTER - 1.5, count, tallest, "w" if quarter >= 0 else "b") for quarter, count in sorted(bins.items())]
    return parts


def _bar(x: float, width: float, count: int, tallest: int, tone: str) -> str:
    height = 104 * count / tallest
    label = (
        f'<text x="{x:.1f}" y="{BASE - height - 4:.1f}" text-anchor="middle" class="t m">{grouped(count)}</text>'
        if count == tallest
        else ""
    )
    at = f'x="{x - width / 2:.1f}" y="{BASE - height:.1f}" width="{width:.1f}" height="{height:.1f}"'
    return f'<rect {at} class="dot {tone}"><title>{grouped(count)}</title></rect>{label}'


def _axis() -> str:
    ticks = [(SAME_AT - SAME_WIDE / 2 - QUARTER * 4, gettext("−1 y")), (SAME_AT - SAME_WIDE / 2 - QUARTER * 8, gettext("≤ −2"))]
    ticks += [(LATER_FROM + QUARTER * 4 * year, gettext("%(count)s y") % {"count": year}) for year in range(1, LATEST)]
    parts = [
        f'<path d="M0 {BASE}H{WIDTH}" stroke="var(--edge)"/>',
        f'<text x="{SAME_AT}" y="167" text-anchor="middle" class="k">{escape(gettext("same"))}</text>',
    ]
    for x, label in ticks:
        at = 'x="0" y="167"' if x < 12 else f'x="{x:.1f}" y="167" text-anchor="middle"'
        text = f'<text {at} class="m">{escape(label)}</text>'
        parts.append(f'<path d="M{x:.1f} {BASE}v4" stroke="var(--edge)"/>{text}')
    last = LATER_FROM + QUARTER * (LATEST * 4 - 1)
    return "".join(parts) + f'<text x="{last:.1f}" y="167" class="m" text-anchor="start">{escape(gettext("≥ 7"))}</text>'
