"""The numbers behind each picture of a portfolio, as sheets: ratings, the ways between them, departments, dates moved, cost."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from steerco.capabilities.scorecards.queries.portfolio_figures import CODES, NO_RATING, RATINGS, Column, Picture
from steerco.capabilities.scorecards.queries.portfolio_units import units_of
from steerco.foundation.exports.writers import Sheet
from steerco.foundation.ui.figures import half_up
from steerco.foundation.ui.marks import word

OFF_SCALE = "n/a"
FIVE_ONLY = ("amber_green", "amber_red")


def _sheet(name: str, title: str, heads: list[str], rows: Any, picture: Picture) -> Sheet:
    about = [(gettext("Portfolio"), picture.head.name), (gettext("Table"), title)]
    if picture.now:
        about.append((gettext("As of"), picture.now.status_on.isoformat()))
    if picture.against:
        about.append((gettext("Against"), picture.against.status_on.isoformat()))
    if picture.limited:
        about.append((gettext("Seen"), gettext("only the projects that your roles let you see")))
    if picture.head.source_note:
        about.append((gettext("Source and licence"), picture.head.source_note))
    return Sheet(title if len(title) <= 31 else name, heads, rows, about)


def _rating_heads() -> list[str]:
    return [*(word(CODES[rating]) for rating in RATINGS), gettext("Withheld or none")]


def _ratings(picture: Picture) -> Sheet:
    rows = [
        (c.period.name, c.period.status_on, c.period.scale, *(_on_scale(c, r) for r in (*RATINGS, NO_RATING)), c.total)
        for c in picture.river.columns
    ]
    heads = [*gettext("Report|As at|Scale, points").split("|"), *_rating_heads(), *gettext("Projects").split("|")]
    return _sheet("ratings", gettext("Confidence by report"), heads, rows, picture)


def _on_scale(column: Column, rating: str) -> int | str:
    return OFF_SCALE if column.period.scale == "three" and rating in FIVE_ONLY and not column.counts[rating] else column.counts[rating]


def _ways(picture: Picture) -> Sheet:
    columns = picture.river.columns
    rows = [
        (columns[f.place].period.name, columns[f.place + 1].period.name, word(CODES[f.before]), word(CODES[f.after]), f.count,
         gettext("new scale") if columns[f.place + 1].period.breaks_after(columns[f.place].period) else "")
        for f in picture.river.flows
    ]  # fmt: skip
    heads = gettext("From report|To report|From rating|To rating|Projects|Note").split("|")
    return _sheet("ways", gettext("Ways between reports"), heads, rows, picture)


def _departments(picture: Picture) -> Sheet:
    rows = [
        (x.codes[0], x.name, x.cost.of, *(x.counts.get(r, 0) for r in (*RATINGS, NO_RATING)), x.cost.amount, x.cost.currency, x.cost.given)
        for x in units_of(picture.members)
    ]
    heads = [*gettext("Department|Name|Projects").split("|"), *_rating_heads(), *gettext("Disclosed cost|Currency|Disclosed by").split("|")]
    return _sheet("departments", gettext("Health and cost by department"), heads, rows, picture)


def _dates(picture: Picture) -> Sheet:
    moved = sorted((m for m in picture.members if m.days is not None), key=lambda m: (-(m.days or 0), m.who.name))
    rows = [
        (m.who.ref, m.who.name, m.who.unit_code, m.before.end_on if m.before else None, m.now.end_on if m.now else None, m.days,
         _rounded(m.verdict.findings[0].share))
        for m in moved
    ]  # fmt: skip
    heads = gettext("Reference|Project|Department|End date then|End date now|Days moved|Share of the time that remained").split("|")
    return _sheet("dates", gettext("Dates moved"), heads, rows, picture)


def _cost(picture: Picture) -> Sheet:
    rows = [
        (word(CODES[x.rating]), x.cost.of, x.cost.given, x.cost.withheld, x.cost.amount, x.cost.currency) for x in picture.cost_by_rating
    ]
    heads = gettext("Rating|Projects|Cost disclosed by|No cost given by|Disclosed cost|Currency").split("|")
    return _sheet("cost", gettext("Disclosed cost by rating"), heads, rows, picture)


def _rounded(share: Decimal | None) -> Decimal | None:
    """A share as a file holds it: six decimals."""
    return None if share is None else half_up(share, 6)


SHEETS: dict[str, Callable[[Picture], Sheet]] = {
    "ratings": _ratings, "ways": _ways, "departments": _departments, "dates": _dates, "cost": _cost,
}  # fmt: skip
