"""What the page shows over its list: the picture in all its parts, with every address made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from steerco.capabilities.dashboards.registers.address import Address
from steerco.capabilities.dashboards.views.departments import department_rows
from steerco.capabilities.dashboards.views.first import first_lines
from steerco.capabilities.dashboards.views.health import PortfolioHealth
from steerco.capabilities.dashboards.views.river import river_svg, rows_of_shares
from steerco.capabilities.dashboards.views.words import summary
from steerco.capabilities.scorecards.queries.portfolio_figures import (
    CODES,
    NO_RATING,
    RATINGS,
    Picture,
    RatingCost,
    Split,
)
from steerco.capabilities.scorecards.queries.portfolio_source import PortfolioSource
from steerco.capabilities.status.queries import gap_of
from steerco.foundation.registers.asked import Asked
from steerco.foundation.ui import svg
from steerco.foundation.ui.amounts import told
from steerco.foundation.ui.figures import grouped, share_of
from steerco.foundation.ui.marks import word
from steerco.foundation.ui.spread import DOTS_BELOW, spread
from steerco_engine.wording import duration

LETTERS_A_ROW = 50
FULL_BAR = 130
LETTER, BAR_WIDE = 7, 370
TABLES = ("ratings", "departments", "dates", "cost")


@dataclass(frozen=True, slots=True)
class Moved:
    """One line of “what changed”."""

    title: str
    caption: str
    bar: SafeString
    why: str
    sides: tuple[tuple[int, str, str], ...]


class Drawn(NamedTuple):
    """The sentence and the picture as HTML."""

    say: SafeString
    picture: SafeString


def drawn(source: PortfolioSource, picture: Picture, address: Address, *, may_export: bool, health: PortfolioHealth | None = None) -> Drawn:
    """What stands over the list, kept for as long as the picture is: filtering, sorting and paging the list draws none of it again."""

    def make(_: object) -> Drawn:
        context = page_context(picture, address, may_export=may_export) | _unsafe(health)
        return Drawn(*(render_to_string(f"dashboards/overview/{name}.html", context) for name in Drawn._fields))

    name = ("drawn", address.carried, may_export, get_language())
    return source.derived(name, (picture, health), make, lambda made: len(made.picture) // LETTERS_A_ROW)


def _unsafe(health: PortfolioHealth | None) -> dict[str, str]:
    """The mark of every chart that holds figures of projects whose data is unsafe (domain.md §10.9)."""
    if health is None or not health.unsafe:
        return {"unsafe": "", "unsafe_list": ""}
    said = gettext("%(count)s unsafe") % {"count": grouped(health.unsafe)}
    return {"unsafe": said, "unsafe_list": health.doubtful}


def page_context(picture: Picture, address: Address, *, may_export: bool) -> dict[str, Any]:
    """Everything over the list."""
    on = f"?as_of={address.as_of}" if address.as_of else ""
    return {
        "picture": picture, "say": summary(picture, address), "lines": first_lines(picture, address),
        "narrow": len(picture.river.columns) < 3, "river": river_svg(picture.river, address),
        "river_rows": rows_of_shares(picture.river, address),
        "tables": {what: address.table(what) for what in TABLES if may_export},
        "files": {what: address.table(what, ".csv") for what in TABLES if may_export},
        "moved": _moved(picture, address), "departments": department_rows(picture, address), "few_departments": len(picture.units) < 9,
        "dates_svg": spread([m.days for m in picture.members if m.days is not None]),
        "dates_caption": _dates_caption(picture), "dates_share": _dates_share(picture),
        "longest": [
            (reverse("project", args=[m.who.ref]) + on, m.who.name, duration(m.days or 0), address.why("end", m.who.ref))
            for m in picture.longest
        ],
        "cost_bar": _cost_bar(picture), "why_all": replace(address, asked=Asked()).why_list(),
        "cost_lines": [_cost_line(line, picture, address) for line in picture.cost_by_rating],
        "change": picture.changed.cost_share if picture.changed else None, "in_both": _in_both(picture), "shapes": _shapes(picture),
        "whys": {what: address.why("presence", what) for what in ("joined", "left", "both")},
        "why_dates": address.why("dates"), "why_units": address.why("departments"), "why_paired": address.why("paired"),
    }  # fmt: skip


def _dates_caption(picture: Picture) -> str:
    """What one mark of the dates is."""
    given = picture.changed.end_date.comparable if picture.changed else 0
    return gettext("One dot a project,") if given < DOTS_BELOW else gettext("One bar a quarter of a year,")


def _dates_share(picture: Picture) -> str:
    given = picture.changed.end_date.comparable if picture.changed else 0
    return gettext("%(count)s of %(of)s") % {"count": grouped(given), "of": grouped(picture.total)}


def _in_both(picture: Picture) -> list[str]:
    """The cost that both periods disclose, then and now."""
    if picture.changed is None:
        return []
    return [told(cost.amount, cost.currency) for cost in (picture.changed.cost_before, picture.changed.cost_now) if cost.amount is not None]


def _shapes(picture: Picture) -> list[tuple[str, str]]:
    """The marks that the river shows, with their words."""
    shown = [r for r in (*RATINGS, NO_RATING) if any(column.counts[r] for column in picture.river.columns)]
    several = len(picture.river.columns) > 1
    return [(CODES[r], word(CODES[r]) if r else gettext("Withheld or none") if several else _rated(r, picture)) for r in shown]


def _rated(rating: str, picture: Picture) -> str:
    """A rating in words; where there is none, whether it is kept back or merely missing."""
    if rating:
        return word(CODES[rating])
    kept = {m.now is not None and gap_of(m.now.gaps, "confidence").kept_back for m in picture.members if not m.rating}
    return gettext("Withheld") if kept == {True} else gettext("Withheld or none") if True in kept else gettext("No rating")


def _moved(picture: Picture, address: Address) -> list[Moved]:
    changed = picture.changed
    if changed is None:
        return []
    on_points = {3: gettext("%(count)s comparable, on three points"), 5: gettext("%(count)s comparable, on five points")}
    kinds = (
        ("rating", gettext("Rating"), on_points[changed.points], changed.rating, ("better", "same", "worse")),
        ("end", gettext("End date"), gettext("%(count)s give both"), changed.end_date, ("earlier", "same", "later")),
        ("cost", gettext("Whole-life cost"), gettext("%(count)s disclose both"), changed.cost, ("lower", "same", "higher")),
    )
    said = {
        "better": gettext("better"), "same": gettext("same"), "worse": gettext("worse"), "earlier": gettext("earlier"),
        "later": gettext("later"), "lower": gettext("lower"), "higher": gettext("higher"),
    }  # fmt: skip
    return [
        _split(title, caption, split, [(said[value], address.why("moved", f"{name}:{value}")) for value in values])
        for name, title, caption, split, values in kinds
    ]


def _split(title: str, caption: str, split: Split, sides: list[tuple[str, str]]) -> Moved:
    counts = (split.better, split.same, split.worse)
    paints = ("better", "line-2", "worse")
    bar = svg.share_bar([svg.Share(n, paint, said) for n, paint, (said, _) in zip(counts, paints, sides, strict=True)])
    told_sides = tuple((n, *side) for n, side in zip(counts, sides, strict=True))
    return Moved(title, caption % {"count": grouped(split.comparable)}, bar, sides[1][1], told_sides)


def _cost_bar(picture: Picture) -> SafeString:
    shares = []
    total = picture.cost.amount or 1
    for line in picture.cost_by_rating:
        if line.cost.amount is not None and line.cost.amount > 0:
            amount = told(line.cost.amount, line.cost.currency)
            words = gettext("%(amount)s rated %(rating)s") % {"amount": amount, "rating": _rated(line.rating, picture)}
            paint = "hatch" if line.rating == NO_RATING else f"{CODES[line.rating]}-fill"
            fits = len(words) * LETTER < BAR_WIDE * line.cost.amount / total
            shares.append(svg.Share(line.cost.amount, paint, "", words if fits else ""))
    said = ", ".join(
        f"{_rated(x.rating, picture)} {told(x.cost.amount, x.cost.currency)}" for x in picture.cost_by_rating if x.cost.amount is not None
    )
    return svg.share_bar(shares, 32, said)


def _cost_line(line: RatingCost, picture: Picture, address: Address) -> dict[str, Any]:
    cost = line.cost
    most = max((x.cost.withheld for x in picture.cost_by_rating), default=1) or 1
    return {
        "code": CODES[line.rating], "word": _rated(line.rating, picture), "href": address(f"rating:is:{line.rating or 'none'}"),
        "why": address.why("rated", line.rating or "none"),
        "cost": told(cost.amount, cost.currency) if cost.amount is not None else gettext("not disclosed"),
        "share": share_of(cost.given, cost.of), "withheld": cost.withheld, "wide": round(FULL_BAR * cost.withheld / max(most, 32)),
    }  # fmt: skip
