"""The bar over the list: what people ask most often as chips with their counts, and the choices that narrow the whole page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from steerco.capabilities.dashboards.registers.address import Address
from steerco.capabilities.dashboards.views.page import PortfolioPage
from steerco.capabilities.scorecards.queries.portfolio_attention import later_days
from steerco.capabilities.scorecards.queries.portfolio_figures import CODES, WORST_FIRST, Choice, Picture
from steerco.capabilities.scorecards.queries.portfolio_scope import Scope
from steerco.foundation.registers.filters import Filter
from steerco.foundation.registers.pieces import Link
from steerco.foundation.ui import svg
from steerco.foundation.ui.figures import grouped
from steerco.foundation.ui.marks import word

LATER_BY = 12


class Chip(NamedTuple):
    """Something to ask for: its words, its address, whether it is on, how many it finds, and its mark."""

    text: str
    href: str
    on: bool = False
    found: str = ""
    mark: str = ""


def menu(chips: Iterable[Chip]) -> SafeString:
    """What one can ask for as the entries of a menu; drawn in one piece, because there may be a hundred."""
    current = mark_safe(' aria-current="true"')
    entries = ((chip.href, current if chip.on else "", svg.mark(chip.mark) if chip.mark else "", chip.text, chip.found) for chip in chips)
    return format_html_join("", '<a href="{}"{}>{}{}<span class="cap end">{}</span></a>', entries)


@dataclass(frozen=True, slots=True)
class Choices:
    """The values of one thing that narrows."""

    label: str
    menu: SafeString


@dataclass(frozen=True, slots=True)
class Offered:
    """What can be asked for of a picture: its scopes, its ratings, and what people ask most often."""

    scope: tuple[Choices, ...]
    ratings: SafeString
    rated: bool
    chips: tuple[Chip, ...]
    often: SafeString


@dataclass(frozen=True, slots=True)
class Bar:
    """Everything that the bar offers."""

    offered: Offered
    scoped: bool
    set: tuple[Link, ...]
    views: SafeString


def bar_of(page: PortfolioPage) -> Bar:
    """The bar of a list."""
    picture, address = page.picture, page.address
    name, source = ("bar", address, get_language()), page.listed.source
    offered = source.derived(name, (picture,), lambda _: _offered(picture, address), lambda made: 20 + len(made.often) // 100)
    left = [
        link for link, each in zip(page.chips(), address.asked.filters, strict=True) if str(each) not in _CHIPS and each.column != "rating"
    ]
    views = menu(Chip(tab.words, tab.address, tab.on, tab.how_many) for tab in page.tabs())
    return Bar(offered, address.scope != Scope(), tuple(left), views)


def _offered(picture: Picture, address: Address) -> Offered:
    """What is made of the picture and the address alone."""
    ratings = tuple(_rating(rating, picture, address) for rating in WORST_FIRST if picture.counts.get(rating))
    scope = tuple(Choices(label, menu(found)) for label, found in _scopes(picture, address) if found)
    rated = any(chip.on for chip in ratings)
    return Offered(scope, menu(ratings), rated, _chips(picture, address), menu(_often(picture, address)))


def scope_words(address: Address) -> dict[str, str] | None:
    """What narrows the whole page, in words, and the way back."""
    scope = address.scope
    values = [values for values in (scope.department, scope.category, scope.programme) if values]
    if not values:
        return None
    words = " · ".join(", ".join(value or gettext("no unit") for value in each) for each in values)
    return {"words": words, "back": address.within(keep=True, department=(), category=(), programme=())}


def _scopes(picture: Picture, address: Address) -> Iterable[tuple[str, list[Chip]]]:
    named = (("department", gettext("Department")), ("category", gettext("Category")), ("programme", gettext("Programme")))
    narrowed = address.narrowing(keep=True)
    for name, label in named:
        yield label, [_toggled(name, choice, address.scope, narrowed) for choice in picture.choices[name]]


def _toggled(name: str, choice: Choice, scope: Scope, narrowed: Callable[[Scope], str]) -> Chip:
    held: tuple[str, ...] = getattr(scope, name)
    chosen = choice.value in held
    values = tuple(value for value in held if value != choice.value) if chosen else (*held, choice.value)
    code = choice.value or gettext("No unit")
    text = f"{code} {choice.label}" if choice.label not in ("", choice.value) else code
    return Chip(text, narrowed(replace(scope, **{name: values})), chosen, grouped(choice.count))


def _rating(rating: str, picture: Picture, address: Address) -> Chip:
    """One rating, added to those chosen or taken from them."""
    value, held = rating or "none", next((each for each in address.asked.filters if each.column == "rating"), None)
    chosen = held.values if held is not None and held.op in ("is", "in") else ()
    values = tuple(each for each in chosen if each != value) if value in chosen else (*chosen, value)
    rest = tuple(each for each in address.asked.filters if each.column != "rating")
    added = (Filter("rating", "in" if len(values) > 1 else "is", values),) if values else ()
    label = word(CODES[rating]) if rating else gettext("Withheld or none")
    return Chip(label, address.kept(filters=(*rest, *added)), value in chosen, grouped(picture.counts[rating]), CODES[rating])


def _switch(text: str, asked: str, count: int, address: Address, mark: str = "") -> Chip:
    """A filter that is on or off."""
    one = Filter.from_text(asked)
    assert one is not None  # written here
    on = one in address.asked.filters
    filters = address.asked.without(one) if on else address.asked.with_filter(one)
    return Chip(text, address.kept(filters=filters), on, grouped(count), mark)


_LATER = f"days:min:{later_days(LATER_BY)}"
_CHIPS = ("facts:is:worse", _LATER, "cost:missing", "reported:is:no")
_OFTEN = (
    "turned_red:is:yes", "moved:is:better", "moved:is:worse", "end_moved:is:later", "cost_moved:is:higher", "facts:is:better",
    "suspect:is:yes", "presence:is:joined", "presence:is:left", "never_cost:is:yes", "never_rating:is:yes", "never_report:is:yes",
)  # fmt: skip


def _chips(picture: Picture, address: Address) -> tuple[Chip, ...]:
    late = sum(1 for member in picture.members if member.days is not None and member.days >= later_days(LATER_BY))
    counted: Sequence[tuple[str, int, str]] = (
        (gettext("Facts disagree"), picture.facts.disagree, "wm"), (gettext("Later by ≥ 12 m"), late, ""),
        (gettext("No cost given"), picture.cost.withheld, ""), (gettext("No report"), picture.missing, ""),
    )  # fmt: skip
    made = [_switch(text, asked, count, address, mark) for asked, (text, count, mark) in zip(_CHIPS, counted, strict=True)]
    return tuple(chip for chip in made if chip.on or chip.found != "0")


def _often(picture: Picture, address: Address) -> tuple[Chip, ...]:
    changed = picture.changed
    counted: Sequence[tuple[str, int]] = (
        (gettext("Turned Red"), next((line.count for line in picture.first if line.kind == "turned_red"), 0)),
        (gettext("Rating better"), changed.rating.better if changed else 0),
        (gettext("Rating worse"), changed.rating.worse if changed else 0),
        (gettext("End date later"), changed.end_date.worse if changed else 0),
        (gettext("Cost higher"), changed.cost.worse if changed else 0),
        (gettext("Facts better than the rating"), picture.facts.better),
        (gettext("Figure to check"), sum(1 for member in picture.members if member.suspect)),
        (gettext("Joined"), changed.joined if changed else 0),
        (gettext("Left"), changed.left if changed else 0),
        (gettext("Never disclosed a cost"), len(picture.never_cost)),
        (gettext("Never given a rating"), len(picture.never_rating)),
        (gettext("Never reported"), len(picture.never_report)),
    )
    made = [_switch(text, asked, count, address) for asked, (text, count) in zip(_OFTEN, counted, strict=True)]
    return tuple(chip for chip in made if chip.on or chip.found != "0")
