"""What the portfolio page's templates show: the picture, the filter bar and the list, with every address made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from steerco.capabilities.dashboards.views.river import river_svg, rows_of_shares
from steerco.capabilities.dashboards.views.rows import cost_unit, head_points, shown_rows
from steerco.capabilities.dashboards.views.set_words import set_words
from steerco.capabilities.dashboards.views.words import first_lines, project_address, summary
from steerco.capabilities.scorecards.queries.portfolio_figures import (
    CODES,
    NO_RATING,
    RATINGS,
    WORST_FIRST,
    Choice,
    Picture,
    PortfolioOverview,
    RatingCost,
    Split,
    UnitLine,
)
from steerco.capabilities.scorecards.queries.portfolio_filters import Filters, later_days
from steerco.capabilities.scorecards.queries.portfolio_listing import PER_PAGE
from steerco.foundation.ui import svg
from steerco.foundation.ui.amounts import told
from steerco.foundation.ui.figures import grouped, share_of, sign_of
from steerco.foundation.ui.marks import word
from steerco.foundation.ui.shortened import short_unit
from steerco.foundation.ui.spread import DOTS_BELOW, spread
from steerco_engine.wording import duration

FULL_BAR = 130
LATER_BY = 12
LETTER, BAR_WIDE = 7, 370
TABLES = ("ratings", "departments", "dates", "cost", "projects")


@dataclass(frozen=True, slots=True)
class Address:
    """The address of the page with its dates; filters are changed on it."""

    ref: str
    as_of: dt.date | None
    against: dt.date | None
    filters: Filters

    def __call__(self, keep: bool = False, anchor: str = "#projects", **changes: Any) -> str:
        """The page with these filters (beside the scope ones, or beside all with `keep`)."""
        start = self.filters if keep else self.filters.scope
        changes = {name: int(value) if name == "later_by" else value for name, value in changes.items()}
        query = replace(start, **{"page": 1, **changes}).query(as_of=self.as_of, against=self.against)
        return reverse("portfolio_overview", args=[self.ref]) + (f"?{query}" if query else "") + (anchor if changes else "")

    def table(self, what: str, form: str = "") -> str:
        """The numbers of a chart as a table, or as a file."""
        pairs = self.filters.pairs() if what == "projects" else self.filters.scope.pairs()
        query = urlencode([(name, date.isoformat()) for name, date in (("as_of", self.as_of), ("against", self.against)) if date] + pairs)
        return reverse("portfolio_table", args=[self.ref, what + form]) + (f"?{query}" if query else "")

    def compare(self) -> str:
        """The two dates beside each other."""
        query = self.filters.scope.query(as_of=self.as_of, against=self.against)
        return reverse("portfolio_compare", args=[self.ref]) + (f"?{query}" if query else "")


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in words."""

    text: str
    href: str
    on: bool = False
    count: int | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Menu:
    """A filter with several values to choose from."""

    name: str
    label: str
    chips: tuple[Chip, ...]
    on: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """One line of “what changed”."""

    title: str
    caption: str
    bar: SafeString
    sides: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True, slots=True)
class Department:
    """One department as the table writes it."""

    href: str
    code: str
    name: str
    full: str
    projects: int
    marks: SafeString
    cost: str
    share: str


def page_context(overview: PortfolioOverview, address: Address) -> dict[str, Any]:
    """Everything that the page's body shows."""
    picture, listing = overview.picture, overview.listing
    (unit, currency), on = cost_unit(picture), address.as_of
    history = picture.periods[: picture.now.place + 1] if picture.now else ()
    return {
        "picture": picture, "listing": listing, "address": address, "filters": address.filters,
        "say": summary(picture, address), "lines": first_lines(picture, address),
        "narrow": len(picture.river.columns) < 3, "river": river_svg(picture.river), "river_rows": rows_of_shares(picture.river),
        "tables": {what: address.table(what) for what in TABLES}, "files": {what: address.table(what, ".csv") for what in TABLES},
        "moved": _moved(picture, address), "departments": [_department(line, address) for line in picture.units],
        "dates_svg": spread([m.days for m in picture.members if m.days is not None]), "dates_caption": _dates_caption(picture),
        "longest": [(project_address(m.who.ref, on), m.who.name, duration(m.days or 0)) for m in picture.longest],
        "cost_bar": _cost_bar(picture),
        "cost_lines": [_cost_line(line, picture, address) for line in picture.cost_by_rating],
        "rows": shown_rows(picture, listing.rows, unit, on), "strip_head": svg.strip_head(head_points(history)) if history else "",
        "strip_wide": svg.places(head_points(history))[-1] + 8 if history else 0, "set_words": set_words(picture, address),
        "cost_head": f"{sign_of(currency)}{unit.letter}".strip(),
        "foot_cost": unit.figure(listing.cost.amount) if listing.cost.amount is not None else "",
        "foot_counts": _foot_counts(listing.counts),
        "menus": _menus(picture, address), "chips": _chips(picture, address), "heads": _heads(address), "scope": _scope(picture, address),
        "previous": address(keep=True, page=listing.page - 1) if listing.page > 1 else "",
        "following": address(keep=True, page=listing.page + 1) if listing.page < listing.pages else "",
        "change": picture.changed.cost_share if picture.changed else None,
        "in_both": _in_both(picture),
        "shapes": _shapes(picture), "first": (listing.page - 1) * PER_PAGE + 1, "last": (listing.page - 1) * PER_PAGE + len(listing.rows),
        "all": address(sort=address.filters.sort),
        "joined": address(presence="joined"), "left": address(presence="left"), "both": address(presence="both"),
    }  # fmt: skip


def _foot_counts(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    said = [(word(CODES[r]) if r else gettext("withheld or none"), counts.get(r, 0)) for r in (*RATINGS, NO_RATING)]
    return [found for found in said if found[1]]


def _dates_caption(picture: Picture) -> str:
    """What one mark of the dates is, and how many of how many are shown."""
    given = picture.changed.end_date.comparable if picture.changed else 0
    words = (
        gettext("One dot a project, %(count)s of %(of)s")
        if given < DOTS_BELOW
        else gettext("One bar a quarter of a year, %(count)s of %(of)s projects")
    )
    return words % {"count": grouped(given), "of": grouped(picture.total)}


def _in_both(picture: Picture) -> list[str]:
    """The cost that both periods disclose, then and now."""
    if picture.changed is None:
        return []
    return [told(cost.amount, cost.currency) for cost in (picture.changed.cost_before, picture.changed.cost_now) if cost.amount is not None]


def _shapes(picture: Picture) -> list[tuple[str, str]]:
    """The marks that the river shows, with their words."""
    shown = [r for r in (*RATINGS, NO_RATING) if any(column.counts[r] for column in picture.river.columns)]
    return [(CODES[r], word(CODES[r]) if r else gettext("Withheld or none")) for r in shown]


def _moved(picture: Picture, address: Address) -> list[Moved]:
    changed = picture.changed
    if changed is None:
        return []
    on_points = {3: gettext("%(count)s comparable, on three points"), 5: gettext("%(count)s comparable, on five points")}
    kinds = (
        ("moved", gettext("Rating"), on_points[changed.points], changed.rating, ("better", "same", "worse")),
        ("end", gettext("End date"), gettext("%(count)s give both"), changed.end_date, ("earlier", "same", "later")),
        ("cost", gettext("Whole-life cost"), gettext("%(count)s disclose both"), changed.cost, ("lower", "same", "higher")),
    )
    said = {
        "better": gettext("better"), "same": gettext("same"), "worse": gettext("worse"), "earlier": gettext("earlier"),
        "later": gettext("later"), "lower": gettext("lower"), "higher": gettext("higher"),
    }  # fmt: skip
    return [
        _split(title, caption, split, [(said[value], address(False, "#projects", **{name: value})) for value in values])
        for name, title, caption, split, values in kinds
    ]


def _split(title: str, caption: str, split: Split, sides: list[tuple[str, str]]) -> Moved:
    counts = (split.better, split.same, split.worse)
    paints = ("better", "line-2", "worse")
    bar = svg.share_bar([svg.Share(n, paint, said) for n, paint, (said, _) in zip(counts, paints, sides, strict=True)])
    return Moved(
        title, caption % {"count": grouped(split.comparable)}, bar, tuple((n, *side) for n, side in zip(counts, sides, strict=True))
    )


def _department(line: UnitLine, address: Address) -> Department:
    cost = line.cost
    if len(line.codes) > 1:
        code, name = gettext("%(count)s others") % {"count": len(line.codes)}, ""
    else:
        code = line.codes[0] or gettext("No unit")
        name = short_unit(line.name) if line.name != line.codes[0] else ""
    codes = [CODES[rating] for rating in WORST_FIRST]
    if line.members:
        marks = svg.unit_marks([CODES[m.rating] for m in line.members])
    else:
        shares = zip((line.counts.get(r, 0) for r in WORST_FIRST), codes, strict=True)
        marks = svg.share_bar([svg.Share(count, "hatch" if c == "n" else f"{c}-fill", word(c)) for count, c in shares], 14)
    amount = told(cost.amount, cost.currency) if cost.amount is not None else gettext("not disclosed")
    return Department(
        address(department=line.codes, anchor=""),
        code,
        name,
        line.name,
        cost.of,
        marks,
        amount,
        share_of(cost.given, cost.of) if cost.of else "",
    )


def _cost_bar(picture: Picture) -> SafeString:
    shares = []
    total = picture.cost.amount or 1
    for line in picture.cost_by_rating:
        if line.cost.amount is not None and line.cost.amount > 0:
            amount = told(line.cost.amount, line.cost.currency)
            words = gettext("%(amount)s rated %(rating)s") % {"amount": amount, "rating": word(CODES[line.rating])}
            paint = "hatch" if line.rating == NO_RATING else f"{CODES[line.rating]}-fill"
            fits = len(words) * LETTER < BAR_WIDE * line.cost.amount / total
            shares.append(svg.Share(line.cost.amount, paint, "", words if fits else ""))
    said = ", ".join(
        f"{word(CODES[x.rating])} {told(x.cost.amount, x.cost.currency)}" for x in picture.cost_by_rating if x.cost.amount is not None
    )
    return svg.share_bar(shares, 32, said)


def _cost_line(line: RatingCost, picture: Picture, address: Address) -> dict[str, Any]:
    cost = line.cost
    most = max((x.cost.withheld for x in picture.cost_by_rating), default=1) or 1
    return {
        "code": CODES[line.rating], "word": word(CODES[line.rating]), "href": address(rating=(line.rating or "none",)),
        "cost": told(cost.amount, cost.currency) if cost.amount is not None else gettext("not disclosed"),
        "share": share_of(cost.given, cost.of), "withheld": cost.withheld, "wide": round(FULL_BAR * cost.withheld / max(most, 32)),
    }  # fmt: skip


def _menus(picture: Picture, address: Address) -> list[Menu]:
    filters = address.filters
    ratings = [Choice(r or "none", word(CODES[r]), picture.counts.get(r, 0)) for r in WORST_FIRST if picture.counts.get(r)]
    named: tuple[tuple[str, str, Sequence[Choice]], ...] = (
        ("department", gettext("Department"), picture.choices["department"]), ("rating", gettext("Rating"), ratings),
        ("category", gettext("Category"), picture.choices["category"]), ("programme", gettext("Programme"), picture.choices["programme"]),
    )  # fmt: skip
    menus = [
        Menu(name, label, tuple(_toggle(name, choice, address) for choice in choices), bool(getattr(filters, name)))
        for name, label, choices in named
        if choices
    ]
    return [*menus, Menu("more", gettext("More"), tuple(_more(picture, address)), any(chip.on for chip in _more(picture, address)))]


def _toggle(name: str, choice: Choice, address: Address) -> Chip:
    held: tuple[str, ...] = getattr(address.filters, name)
    chosen = choice.value in held
    values = tuple(value for value in held if value != choice.value) if chosen else (*held, choice.value)
    label = choice.value if name == "department" and choice.value else choice.label or gettext("No unit")
    text = f"{label} {choice.label}" if name == "department" and choice.label not in ("", choice.value) else label
    anchor = "#projects" if name == "rating" else ""
    return Chip(text, address(keep=True, anchor=anchor, **{name: values}), chosen, choice.count)


def _chips(picture: Picture, address: Address) -> list[Chip]:
    late = sum(1 for m in picture.members if m.days is not None and m.days >= later_days(LATER_BY))
    return [
        _switch(gettext("Facts disagree"), {"facts": "worse"}, picture.facts.disagree, address, "wm"),
        _switch(gettext("Later by ≥ 12 m"), {"later_by": LATER_BY}, late, address),
        _switch(gettext("No cost given"), {"cost": "withheld"}, picture.cost.withheld, address),
        *([_switch(gettext("No report"), {"report": "missing"}, picture.missing, address)] if picture.missing else []),
    ]


def _more(picture: Picture, address: Address) -> list[Chip]:
    changed = picture.changed
    rows: list[tuple[str, Mapping[str, Any], int]] = [
        (gettext("Turned Red"), {"turned": "red"}, next((x.count for x in picture.first if x.kind == "turned_red"), 0)),
        (gettext("Rating better"), {"moved": "better"}, changed.rating.better if changed else 0),
        (gettext("Rating worse"), {"moved": "worse"}, changed.rating.worse if changed else 0),
        (gettext("End date later"), {"end": "later"}, changed.end_date.worse if changed else 0),
        (gettext("Cost higher"), {"cost": "higher"}, changed.cost.worse if changed else 0),
        (gettext("Facts better than the rating"), {"facts": "better"}, picture.facts.better),
        (gettext("Figure to check"), {"check": "unit"}, sum(1 for m in picture.members if m.suspect)),
        (gettext("Joined"), {"presence": "joined"}, changed.joined if changed else 0),
        (gettext("Left"), {"presence": "left"}, changed.left if changed else 0),
        (gettext("Never disclosed a cost"), {"never": "cost"}, len(picture.never_cost)),
        (gettext("Never given a rating"), {"never": "rating"}, len(picture.never_rating)),
        (gettext("Never reported"), {"never": "report"}, len(picture.never_report)),
    ]
    return [_switch(text, set_to, count, address) for text, set_to, count in rows if count or _is_on(address.filters, set_to)]


def _is_on(filters: Filters, set_to: Mapping[str, Any]) -> bool:
    return all(getattr(filters, name) == value for name, value in set_to.items())


def _switch(text: str, set_to: Mapping[str, Any], count: int, address: Address, mark: str = "") -> Chip:
    on = _is_on(address.filters, set_to)
    at_rest = Filters()
    changes = {name: getattr(at_rest, name) if on else value for name, value in set_to.items()}
    return Chip(text, address(keep=True, **changes), on, count, mark)


def _heads(address: Address) -> dict[str, dict[str, str]]:
    """For each column that sorts: its address and what a screen reader says of it."""
    filters, heads = address.filters, {}
    for name in ("attention", "name", "rating", "slip", "end", "cost", "year"):
        on = filters.sort == name
        way = ("descending" if filters.descending else "ascending") if on else ""
        heads[name] = {"href": address(keep=True, sort=name, descending=on and not filters.descending), "way": way}
    return heads


def _scope(picture: Picture, address: Address) -> dict[str, str] | None:
    """What narrows the whole page, in words, and the way back."""
    filters = address.filters
    if filters.scope == Filters():
        return None
    words = [
        ", ".join(value or gettext("no unit") for value in values)
        for values in (filters.department, filters.category, filters.programme)
        if values
    ]
    return {"words": " · ".join(words), "back": address(keep=True, department=(), category=(), programme=(), anchor="")}
