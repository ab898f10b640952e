"""The rating river of a portfolio: its periods as columns, drawn for wide screens and as rows for small ones."""

from __future__ import annotations

from itertools import pairwise

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from steerco.capabilities.dashboards.registers.address import Address
from steerco.capabilities.scorecards.queries.portfolio_figures import CODES, Column, Period, River, scale_break
from steerco.foundation.ui import river as drawing, svg
from steerco.foundation.ui.figures import grouped
from steerco.foundation.ui.marks import word

POINTS = {"five": 5, "three": 3}


def river_svg(river: River, address: Address) -> SafeString:
    """The whole picture, with its sentence for those who don't see it; each figure opens what explains it."""
    periods = [column.period for column in river.columns]
    gaps = [("", None), *(_between(before, after) for before, after in pairwise(periods))]
    columns = [
        drawing.Column(c.period.name, {CODES[r]: n for r, n in c.counts.items()}, gap, new_scale, _whys(c, address))
        for c, (gap, new_scale) in zip(river.columns, gaps, strict=False)
    ]
    flows = [drawing.Flow(f.place, CODES[f.before], CODES[f.after], f.count) for f in river.flows]
    said = gettext("Number of projects by rating in %(count)s reports; the table has the same numbers") % {"count": len(columns)}
    newcomers = gettext("%(count)s new") % {"count": grouped(river.joined[-1])} if len(columns) > 1 and river.joined[-1] else ""
    return drawing.river(columns, flows, said, newcomers)


def _whys(column: Column, address: Address) -> dict[str, str]:
    """Where each figure of a column is explained."""
    on = column.period.status_on.isoformat()
    return {"": address.why("river", on), **{CODES[r]: address.why("river", f"{on}:{r or 'none'}") for r in column.counts}}


def _between(before: Period, after: Period) -> tuple[str, tuple[str, str] | None]:
    """What lies between two periods: a gap in words, or the change of scale in two lines."""
    gap = drawing.skipped(before.name, after.name) if after.gap_before else ""
    if not after.breaks_after(before):
        return gap, None
    words = gettext("%(old)s → %(new)s points") % {"old": POINTS[before.scale], "new": POINTS[after.scale]}
    return gap, (after.scale_changed_in, words)


def rows_of_shares(river: River, address: Address) -> list[tuple[Period, SafeString, int, str, str]]:
    """The same for small screens: one stacked bar a period, newest last, with the break of scale as a line of text before it."""
    rows = []
    for place, column in enumerate(river.columns):
        shares = [
            svg.Share(n, "hatch" if not r else f"{CODES[r]}-fill", word(CODES[r]), grouped(n) if n > 0.06 * column.total else "")
            for r, n in column.counts.items()
        ]
        before = river.columns[place - 1].period if place else None
        rows.append(
            (column.period, svg.share_bar(shares, 22), column.total, scale_break(before, column.period), _whys(column, address)[""])
        )
    return rows
