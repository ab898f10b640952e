"""The lines of “look at these first” in plain words; every figure of theirs opens its explanation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.utils.translation import gettext, ngettext

from steerco.capabilities.dashboards.registers.address import Address
from steerco.capabilities.dashboards.views.words import Said, project_address, sentence, since
from steerco.capabilities.explanations.queries.records import records_of
from steerco.capabilities.scorecards.queries.portfolio_figures import Attention, Picture
from steerco.foundation.ui.amounts import long_duration, told
from steerco.foundation.ui.figures import grouped
from steerco_engine.wording import duration


@dataclass(frozen=True, slots=True)
class Line:
    """One line of “look at these first”."""

    mark: str
    icon: str
    strong: str
    text: str
    href: str
    label: str
    why: str = ""
    before: str = ""
    number: str = ""
    after: str = ""
    examples: tuple[tuple[str, str], ...] = ()
    said: tuple[Said, ...] = ()

    @property
    def parts(self) -> list[tuple[str, str]]:
        """The text in pieces, each with the address of its explanation where it is a figure."""
        if self.said:
            return [(piece.text, piece.records) for piece in self.said]
        rest = self.text
        pieces: list[tuple[str, str]] = []
        for figure, why in reversed(self.examples):
            before, found, after = rest.rpartition(figure)
            if found:
                rest, pieces = before, [(figure, why), (after, ""), *pieces]
        return [(rest, ""), *pieces]


def first_lines(picture: Picture, link: Address) -> list[Line]:
    """The findings in words: the thing, the fact, who acts; how many they are opens its explanation."""
    return [_opening(found, _LINES[found.kind](found, picture, link), link) for found in picture.first]


def _opening(found: Attention, line: Line, link: Address) -> Line:
    among = gettext("%(worse)s of %(of)s") % {"worse": grouped(found.count), "of": grouped(found.of)}
    before, number, after = line.strong.partition(among if among in line.strong else grouped(found.count))
    ref = found.example.who.ref if found.example else ""
    examples = tuple((figure, link.why(what, ref)) for figure, what in line.examples)
    return replace(line, why=link.why("first", found.kind), before=before, number=number, after=after, examples=examples)


def _disagree(found: Attention, picture: Picture, link: Address) -> Line:
    if picture.facts.green_broken:
        words = ngettext(
            "%(count)s of %(of)s Green projects breaks a limit", "%(count)s of %(of)s Green projects break a limit", found.count
        )
    else:
        words = ngettext(
            "%(count)s project is rated better than its facts", "%(count)s projects are rated better than their facts", found.count
        )
    strong = words % {"count": grouped(found.count), "of": grouped(found.of)}
    text, examples = gettext(" on end date, cost or the year’s budget."), []
    if found.example and found.example.days:
        slip = duration(found.example.days)
        text += gettext(" Longest: %(name)s, %(slip)s later.") % {"name": found.example.who.name, "slip": slip}
        examples = [(slip, "end")]
    text += gettext(" Each owner explains or changes the rating.")
    return Line("wm", "", strong, text, records_of(found, picture, link), gettext("Open the list"), examples=tuple(examples))


def _turned_red(found: Attention, picture: Picture, link: Address) -> Line:
    words = {"count": grouped(found.count), "period": since(picture)}
    strong = (
        ngettext("%(count)s project turned Red since %(period)s.", "%(count)s projects turned Red since %(period)s.", found.count) % words
    )
    text, examples = " ", []
    if found.example and found.example.now and found.example.cost is not None:
        amount = told(found.example.cost, found.example.now.currency)
        examples = [(amount, "cost")]
        text += gettext("Largest disclosed: %(name)s, %(cost)s. ") % {"name": found.example.who.name, "cost": amount}
    text += gettext("Each owes the board a recovery plan.")
    return Line("r", "", strong, text, records_of(found, picture, link), gettext("Open the list"), examples=tuple(examples))


def _withheld(found: Attention, picture: Picture, link: Address) -> Line:
    strong = ngettext("%(count)s project gives no rating", "%(count)s projects give no rating", found.count) % {
        "count": grouped(found.count)
    }
    none = Said(grouped(found.extra), records=link.why("uncosted"))
    said = sentence(gettext(" and {none} no cost."), {"none": none})
    if found.reason and found.reason_count:
        because = Said(grouped(found.reason_count), records=link.why("uncosted", found.reason.short))
        words = ngettext(" {because} of the {none} says:", " {because} of the {none} say:", found.reason_count)
        if found.reason_count == found.extra:
            words = ngettext(" It says:", " All say:", found.extra)
        said += [*sentence(words, {"because": because, "none": none}), Said(f" {found.reason.short}.")]
    return Line("n", "", strong, "", records_of(found, picture, link), gettext("Open the list"), said=tuple(said))


def _suspect(found: Attention, picture: Picture, link: Address) -> Line:
    strong = ngettext("%(count)s figure looks wrong.", "%(count)s figures look wrong.", found.count) % {"count": grouped(found.count)}
    text, example = "", found.example
    examples: tuple[tuple[str, str], ...] = ()
    if example and example.now and example.before and example.now.cost is not None and example.before.cost is not None:
        words = {"name": example.who.name, "before": told(example.before.cost, example.before.currency), "period": since(picture),
                 "now": told(example.now.cost, example.now.currency)}  # fmt: skip
        text = gettext(" %(name)s: %(before)s in %(period)s, %(now)s now.") % words
        examples = ((words["before"], "cost"), (words["now"], "cost"))
    if found.count == 1 and example:
        ref = project_address(example.who.ref)
        return Line("", "alert-triangle", strong, text, ref, gettext("Open the project"), examples=examples)
    return Line("", "alert-triangle", strong, text, records_of(found, picture, link), gettext("Open the list"), examples=examples)


def _missing(found: Attention, picture: Picture, link: Address) -> Line:
    strong = ngettext("%(count)s project gave no report", "%(count)s projects gave no report", found.count) % {
        "count": grouped(found.count)
    }
    said = [Said(gettext(" for %(period)s.") % {"period": picture.now.name if picture.now else ""})]
    if found.extra:
        never = Said(grouped(found.extra), records=link.why("first", found.kind))
        said += sentence(ngettext(" {never} of them never has.", " {never} of them never have.", found.extra), {"never": never})
    said.append(Said(gettext(" Each manager owes one.")))
    return Line("stale", "", strong, "", records_of(found, picture, link), gettext("Open the list"), said=tuple(said))


def _never(found: Attention, picture: Picture, link: Address) -> Line:
    strong = ngettext("%(count)s project has never disclosed a cost", "%(count)s projects have never disclosed a cost", found.count) % {
        "count": grouped(found.count)
    }
    text = gettext(" although it was in an earlier report too. The owner says when it will be given.")
    return Line("n", "", strong, text, records_of(found, picture, link), gettext("Open the list"))


def _late(found: Attention, picture: Picture, link: Address) -> Line:
    words = {"count": grouped(found.count), "period": since(picture)}
    strong = ngettext("%(count)s end date moved a year or more", "%(count)s end dates moved a year or more", found.count) % words
    text, examples = gettext(" since %(period)s.") % words, []
    if found.example and found.example.days:
        slip = long_duration(found.example.days)
        text += gettext(" Longest: %(name)s, %(slip)s.") % {"name": found.example.who.name, "slip": slip}
        examples = [(slip, "end")]
    text += gettext(" The board confirms or resets each date.")
    return Line("", "calendar-event", strong, text, records_of(found, picture, link), gettext("Open the list"), examples=tuple(examples))


_LINES: dict[str, Callable[[Attention, Picture, Address], Line]] = {
    "disagree": _disagree, "turned_red": _turned_red, "withheld": _withheld, "suspect": _suspect, "missing": _missing,
    "never_cost": _never, "late": _late,
}  # fmt: skip
