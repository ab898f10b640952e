"""How each number of the movements came about: what two dates differ by, and how one thing of one project moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from steerco.capabilities.movements.queries import Movement, movements
from steerco.capabilities.movements.views.compare import asked
from steerco.capabilities.scorecards.queries.portfolio import picture_of
from steerco.capabilities.scorecards.queries.portfolio_figures import CODES, NO_RATING, Picture
from steerco.capabilities.scorecards.queries.portfolio_members import BOTH, JOINED, LEFT, Member
from steerco.capabilities.scorecards.queries.portfolio_scope import Scope
from steerco.foundation.access.views import acting
from steerco.foundation.registers.asked import Asked as OfList
from steerco.foundation.registers.filters import Filter
from steerco.foundation.ui.explained import Explanation, Part
from steerco.foundation.ui.figures import day, grouped
from steerco.foundation.ui.formulas import amount, change, days_between
from steerco.foundation.ui.marks import word
from steerco_engine.confidence import Confidence, on_three_points


@dataclass(frozen=True, slots=True)
class Asked:
    """The two dates that a number stands between, and whose number it is."""

    now: Picture
    then: Picture
    ref: str
    scope: Scope
    of: str

    @property
    def three(self) -> bool:
        """Whether the two dates rate on different scales, and are compared on three points."""
        return self.now.now is not None and self.then.now is not None and self.now.now.scale != self.then.now.scale

    def level(self, rating: str) -> str:
        """A rating as the two dates are compared."""
        return on_three_points(Confidence(rating)).value if rating and self.three else rating

    def names(self) -> dict[str, str]:
        """The two dates in words."""
        return {"now": self.now.now.name if self.now.now else "", "then": self.then.now.name if self.then.now else ""}

    def listed(self, picture: Picture, *filters: str) -> str:
        """The list of one of the two dates, with filters."""
        found = tuple(each for text in filters if (each := Filter.from_text(text)) is not None)
        dates = [("as_of", picture.now.status_on.isoformat())] if picture.now else []
        carried = (*dates, *self.scope.pairs())
        if picture is self.now and self.then.now is not None:
            carried = (*dates, ("against", self.then.now.status_on.isoformat()), *self.scope.pairs())
        address = reverse("portfolio_overview", args=[self.ref])
        return address + OfList(filters=found, carried=carried, anchor="#projects").address()


@require_GET
@acting
def movement_why(request: HttpRequest, ref: str, what: str) -> HttpResponse:
    """`…/compare/why/line/?of=rating:red`, `…/why/move/?of=end:PRJ-0001`: 404 where there is no such number here."""
    source, picture, scope = asked(request, ref)
    if picture.against is None:
        raise Http404(gettext("There is no such number."))
    then = picture_of(source, as_of=picture.against.status_on, scope=scope)
    whose = Asked(picture, then, source.known.ref, scope, request.GET.get("of", "total")[:200])
    told = WHAT[what](whose) if what in WHAT else None
    if told is None:
        raise Http404(gettext("There is no such number."))
    query = OfList(carried=tuple((n, v) for n in ("as_of", "against") for v in request.GET.getlist(n)) + tuple(scope.pairs())).address()
    words = {"then": day(picture.against.status_on), "now": day(picture.now.status_on) if picture.now else ""}
    context = {
        "told": told, "picture": picture, "facts": gettext("Facts of %(now)s against %(then)s") % words,
        "nav_current": "portfolio_movements",
        "back": reverse("portfolio_overview", args=[ref]) + query, "here": reverse("portfolio_compare", args=[ref]) + query,
    }  # fmt: skip
    return render(request, "movements/why.html" + ("#told" if request.GET.get("part") == "told" else ""), context)


def _line(asked: Asked) -> Explanation | None:
    """One line of the two dates."""
    kind, _colon, level = asked.of.partition(":")
    if kind == "rating":
        return _rated(asked, "" if level == "none" else level)
    return LINES[kind](asked) if kind in LINES else None


def _total(asked: Asked) -> Explanation:
    return _through(asked, gettext("Projects"), asked.now.members, lambda facts: facts is not None, ())


def _rated(asked: Asked, rating: str) -> Explanation | None:
    if rating not in CODES:
        return None

    def here(facts: Any) -> bool:
        return facts is not None and asked.level(facts.confidence or NO_RATING) == rating

    title = word(CODES[rating]) if rating else gettext("Withheld or none")
    return _through(asked, title, asked.now.members, here, () if asked.three else (f"rating:is:{rating or 'none'}",))


def _through(asked: Asked, title: str, members: tuple[Member, ...], here: Callable[[Any], bool], filters: tuple[str, ...]) -> Explanation:
    """A count at two dates: who was counted already, who came to it, who went from it, who joined and left."""
    found = Counter({"then": sum(here(each.now) for each in asked.then.members), "now": sum(here(each.now) for each in members)})
    for each in members:
        held, was = here(each.now), here(each.before)
        if each.presence == BOTH:
            found["stayed"] += held and was
            found["came"] += held and not was
            found["went"] += was and not held
        elif each.presence == JOINED:
            found["joined"] += held
    found["left"] = sum(here(each.before) for each in asked.now.left)
    labels = {
        "stayed": gettext("At both dates"), "came": gettext("Came from another rating"), "joined": gettext("Joined the portfolio"),
        "went": gettext("Went to another rating"), "left": gettext("Left the portfolio"),
    }  # fmt: skip
    parts = [Part(f"{asked.names()['then']}", grouped(found["then"]), asked.listed(asked.then, *filters), strong=True)]
    parts += [Part(label, grouped(found[name])) for name, label in labels.items() if found[name]]
    parts.append(Part(f"{asked.names()['now']}", grouped(found["now"]), asked.listed(asked.now, *filters), strong=True))
    moved = found["now"] - found["then"]
    formula = gettext("%(now)s − %(then)s = %(moved)s") % {
        "now": grouped(found["now"]), "then": grouped(found["then"]), "moved": f"{moved:+,}".replace("-", "−") if moved else "0",
    }  # fmt: skip
    lead = gettext("On three points, as the two dates rate on different scales.") if asked.three and title != gettext("Projects") else ""
    return Explanation(title, lead, tuple(parts), formula, asked.listed(asked.now, *filters))


def _cost(asked: Asked) -> Explanation:
    """The disclosed cost of two dates is of different projects: said, not compared."""
    parts: list[Part] = []
    for picture in (asked.then, asked.now):
        cost, name = picture.cost, picture.now.name if picture.now else ""
        words = {"given": grouped(cost.given), "of": grouped(cost.of)}
        parts.append(Part(name, amount(cost.amount, cost.currency), asked.listed(picture, "cost:present"), strong=True))
        parts.append(Part(gettext("Disclosed by"), gettext("%(given)s of %(of)s") % words))
    lead = gettext("The two sums are of different projects, so they are not compared: a sum grows when somebody discloses more.")
    formula = gettext("sum of the whole-life costs as reported for each date; nothing is guessed for the rest")
    return Explanation(gettext("Disclosed whole-life cost"), lead, tuple(parts), formula, asked.listed(asked.now, "cost_moved:present"))


def _facts(asked: Asked) -> Explanation:
    parts = tuple(
        Part(picture.now.name if picture.now else "", grouped(picture.facts.disagree), asked.listed(picture, "facts:is:worse"), strong=True)
        for picture in (asked.then, asked.now)
    )
    formula = gettext("projects whose end date, cost or year break a limit that their rating doesn't admit")
    return Explanation(gettext("Rated better than the facts"), "", parts, formula, asked.listed(asked.now, "facts:is:worse"))


def _move(asked: Asked) -> Explanation | None:
    """How one thing of one project moved."""
    kind, _colon, ref = asked.of.partition(":")
    found = movements(asked.now.members, asked.now.left)
    move = next((each for each in found if each.kind == kind and each.member.who.ref == ref), None)
    if move is None:
        return None
    parts, formula = MOVES[kind](asked, move)
    titles = {
        "rating": gettext("Rating of %(name)s"), "end": gettext("End date of %(name)s"), "cost": gettext("Whole-life cost of %(name)s"),
        JOINED: gettext("%(name)s joined"), LEFT: gettext("%(name)s left"),
    }  # fmt: skip
    address = reverse("project", args=[ref])
    return Explanation(titles[kind] % {"name": move.member.who.name}, "", parts, formula, address, gettext("Open the project"))


def _sides(asked: Asked, then: str, now: str) -> tuple[Part, ...]:
    return Part(asked.names()["then"], then), Part(asked.names()["now"], now, strong=True)


def _rating_moved(asked: Asked, move: Movement) -> tuple[tuple[Part, ...], str]:
    then, now = move.member.before, move.member.now
    sides = _sides(asked, *(word(CODES[facts.confidence]) if facts else "" for facts in (then, now)))
    formula = gettext("the rating for %(now)s beside that for %(then)s") % asked.names()
    return sides, formula + (gettext(", on three points") if asked.three else "")


def _end_moved(asked: Asked, move: Movement) -> tuple[tuple[Part, ...], str]:
    then, now, days = move.member.before, move.member.now, move.member.days or 0
    dates = [day(facts.end_on) if facts and facts.end_on else "" for facts in (then, now)]
    return _sides(asked, *dates), days_between(days, *dates)


def _cost_moved(asked: Asked, move: Movement) -> tuple[tuple[Part, ...], str]:
    then, now = move.member.before, move.member.now
    if then is None or now is None or then.cost is None or now.cost is None:
        return (), ""
    sides = _sides(asked, amount(then.cost, then.currency), amount(now.cost, now.currency))
    return sides, change(then.cost, now.cost, now.currency) if then.cost else gettext("a change from nothing has no share")


def _presence(asked: Asked, move: Movement) -> tuple[tuple[Part, ...], str]:
    there, absent = gettext("in the portfolio"), gettext("not in the portfolio")
    facts = move.member.now or move.member.before
    sides = _sides(asked, *((absent, there) if move.kind == JOINED else (there, absent)))
    cost = amount(facts.cost if facts else None, facts.currency if facts else "")
    return (*sides, Part(gettext("Whole-life cost"), cost)), gettext("in the portfolio at one of the two dates only")


LINES: Mapping[str, Callable[[Asked], Explanation]] = {"total": _total, "cost": _cost, "facts": _facts}
MOVES: Mapping[str, Callable[[Asked, Movement], tuple[tuple[Part, ...], str]]] = {
    "rating": _rating_moved, "end": _end_moved, "cost": _cost_moved, JOINED: _presence, LEFT: _presence,
}  # fmt: skip
WHAT: Mapping[str, Callable[[Asked], Explanation | None]] = {"line": _line, "move": _move}
