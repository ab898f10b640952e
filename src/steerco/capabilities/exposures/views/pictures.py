"""The S-curve of exposure: how probable it is that a sum is enough. Readable without colour, with its words for a screen reader."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from steerco.foundation.ui.amounts import Unit

WIDTH, HEIGHT, LEFT, TOP, BASE = 560, 260, 44, 14, 220
MARKED = (50, 80, 90)


def s_curve(
    points: Sequence[tuple[Decimal, Decimal]], marks: Sequence[tuple[int, Decimal]], unit: Unit, currency: str, reserve: Decimal | None
) -> SafeString:
    """The curve as steps, with lines at P50, P80 and P90, and a dashed one at a reserve."""
    low = min(points[0][0], Decimal(0), reserve if reserve is not None else Decimal(0))
    high = max(points[-1][0], reserve if reserve is not None else Decimal(0), low + 1)

    def x(amount: Decimal) -> float:
        return LEFT + float((amount - low) / (high - low)) * (WIDTH - LEFT - 20)

    def y(share: Decimal) -> float:
        return BASE - float(share) * (BASE - TOP)

    path = f"M{x(points[0][0]):.1f} {BASE}V{y(points[0][1]):.1f}" + "".join(f"H{x(a):.1f}V{y(s):.1f}" for a, s in points[1:])
    parts = [f'<path class="axis" d="M{LEFT} {TOP}V{BASE}H{WIDTH - 14}"/>']
    shares = [(share, y(Decimal(share) / 100) + 4) for share in (0, 50, 80, 100)]
    parts += [f'<text x="{LEFT - 6}" y="{at:.1f}" text-anchor="end">{share}%</text>' for share, at in shares]
    for place, (percent, amount) in enumerate(marks):
        words = escape(f"P{percent} {unit.money(amount, currency)}")
        at, level = x(amount), y(Decimal(percent) / 100)
        anchor = "end" if at > WIDTH - 130 else "start"
        shift = -6 if anchor == "end" else 6
        parts.append(f'<path class="mk" d="M{LEFT} {level:.1f}H{at:.1f}V{BASE}"/><circle class="pt" cx="{at:.1f}" cy="{level:.1f}" r="4"/>')
        parts.append(f'<text class="lb" x="{at + shift:.1f}" y="{level + 16 + place:.1f}" text-anchor="{anchor}">{words}</text>')
    if reserve is not None:
        parts.append(f'<path class="rs" d="M{x(reserve):.1f} {TOP}V{BASE}"/>')
    for amount, anchor in ((low, "start"), (high, "end")):
        parts.append(f'<text x="{x(amount):.1f}" y="{BASE + 18}" text-anchor="{anchor}">{escape(unit.money(amount, currency))}</text>')
    said = gettext("How probable it is that a sum is enough: %(marks)s") % {
        "marks": ", ".join(f"P{percent} {unit.money(amount, currency)}" for percent, amount in marks)
    }
    box = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="100%" role="img" aria-label="{escape(said)}"'
    return mark_safe(f'<svg class="scurve" {box}>{"".join(parts)}<path class="cv" d="{path}"/></svg>')  # noqa: S308  # words are escaped
