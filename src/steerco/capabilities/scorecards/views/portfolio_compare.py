"""Two dates of a portfolio beside each other: counts, sums, and everything that moved in between."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from steerco.capabilities.scorecards.queries.portfolio import overview_of, portfolios_seen
from steerco.capabilities.scorecards.queries.portfolio_changes import Movement, movements as everything_moved
from steerco.capabilities.scorecards.queries.portfolio_figures import NO_RATING, RATINGS, Disclosed, Picture
from steerco.capabilities.scorecards.queries.portfolio_members import JOINED, LEFT
from steerco.capabilities.scorecards.views.portfolio import asked
from steerco.capabilities.scorecards.views.portfolio_page import Address
from steerco.capabilities.scorecards.views.portfolio_river import CODES, break_words
from steerco.capabilities.scorecards.views.portfolio_words import project_address
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.ui import svg
from steerco.foundation.ui.amounts import told, told_pair
from steerco.foundation.ui.figures import change_of, day, share_of, signed_months
from steerco.foundation.ui.marks import word
from steerco_engine.confidence import Confidence, on_three_points
from steerco_engine.movement import amount_movement

PER_PAGE = 50
MONTH_DAYS = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Beside:
    """One line of the two dates: what, then, now, and the difference."""

    what: str
    code: str
    then: str
    now: str
    change: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """One movement as the list writes it."""

    href: str
    name: str
    unit: str
    what: str
    then: SafeString | str
    now: SafeString | str
    change: str
    tone: str


@require_GET
@acting
def movements(request: HttpRequest) -> HttpResponse:
    """The movements of the one portfolio; the choice of portfolios where there are several."""
    seen = portfolios_seen(actor_of(request))
    if len(seen) == 1:
        return redirect("portfolio_compare", seen[0].ref)
    return render(request, "scorecards/portfolios.html", {"portfolios": seen, "compare": True, "nav_current": "portfolio_movements"})


@require_GET
@acting
def portfolio_compare(request: HttpRequest, ref: str) -> HttpResponse:
    """Two dates beside each other, and what moved: `?kind=rating|end|cost|joined|left` narrows the list."""
    source, address = asked(request, ref)
    picture = overview_of(source, as_of=address.as_of, against=address.against, filters=address.filters).picture
    then = (
        overview_of(source, as_of=picture.against.status_on, against=None, filters=address.filters.scope).picture
        if picture.against
        else None
    )
    found = everything_moved(picture.members, picture.left) if picture.against else ()
    kind = request.GET.get("kind", "")
    counts = Counter(move.kind for move in found)
    chosen = [move for move in found if move.kind == kind] if kind in counts else list(found)
    page = Paginator(chosen, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "picture": picture, "then": then, "lines": _lines(picture, then) if then else [], "page": page,
        "rows": [_moved(move, picture) for move in page], "tabs": _tabs(address, counts, kind),
        "scale": _scale_words(picture), "back": address(keep=True, anchor=""),
        "csv": address.table("movements", ".csv"), "xlsx": address.table("movements", ".xlsx"), "nav_current": "portfolio_movements",
        "dates": [period.status_on for period in reversed(picture.periods)],
    }  # fmt: skip
    return render(request, "scorecards/portfolio_compare.html", context)


def _tabs(address: Address, counts: Counter[str], kind: str) -> list[dict[str, Any]]:
    labels = {
        "": gettext("Everything"),
        "rating": gettext("Ratings"),
        "end": gettext("End dates"),
        "cost": gettext("Cost"),
        JOINED: gettext("Joined"),
        LEFT: gettext("Left"),
    }
    base = address.compare()
    mark = "&" if "?" in base else "?"
    chosen = kind if kind in counts else ""
    counts = Counter({**counts, "": sum(counts.values())})
    return [
        {
            "label": label,
            "href": base + (mark + urlencode({"kind": name}) if name else ""),
            "current": name == chosen,
            "count": counts[name],
        }
        for name, label in labels.items()
    ]


def _scale_words(picture: Picture) -> str:
    """What the reader must know of the scales of the two dates."""
    broken = break_words(picture.against, picture.now) if picture.now else ""
    return gettext("Ratings on three points: %(why)s") % {"why": broken} if broken else ""


def _lines(now: Picture, then: Picture) -> list[Beside]:
    lines = [_counted(gettext("Projects"), "", then.total, now.total)]
    three = now.now is not None and then.now is not None and now.now.scale != then.now.scale
    counts = [_on_three(p) if three else p.counts for p in (then, now)]
    lines += [
        _counted(gettext("Withheld or none") if r == NO_RATING else word(CODES[r]), CODES[r], counts[0].get(r, 0), counts[1].get(r, 0))
        for r in (*RATINGS, NO_RATING)
        if counts[0].get(r) or counts[1].get(r)
    ]
    lines.append(
        Beside(gettext("Disclosed whole-life cost"), "", _sum(then.cost), _sum(now.cost), gettext("different projects: not compared"))
    )
    lines.append(_counted(gettext("Cost disclosed by"), "", then.cost.given, now.cost.given))
    lines.append(_counted(gettext("Rated better than the facts"), "wm", then.facts.disagree, now.facts.disagree))
    return lines


def _on_three(picture: Picture) -> Counter[str]:
    """The ratings on three points, so that two scales can stand beside each other."""
    counts: Counter[str] = Counter()
    for rating, count in picture.counts.items():
        counts[on_three_points(Confidence(rating)).value if rating else NO_RATING] += count
    return counts


def _counted(what: str, code: str, then: int, now: int) -> Beside:
    change = f"{now - then:+,}".replace("-", "−")
    return Beside(what, code, f"{then:,}", f"{now:,}", "0" if now == then else change)


def _sum(cost: Disclosed) -> str:
    return f"{told(cost.amount, cost.currency)}, {share_of(cost.given, cost.of)}" if cost.amount is not None else gettext("not disclosed")


def _moved(move: Movement, picture: Picture) -> Moved:
    member, tone = move.member, {"worse": "up", "better": "dn"}.get(move.direction or "", "")
    then, now, change = _SIDES[move.kind](move)
    what = {
        "rating": gettext("Rating"),
        "end": gettext("End date"),
        "cost": gettext("Whole-life cost"),
        JOINED: gettext("Joined"),
        LEFT: gettext("Left"),
    }[move.kind]
    return Moved(project_address(member.who.ref), member.who.name, member.who.unit_code, what, then, now, change, tone)


def _rating_sides(move: Movement) -> tuple[SafeString | str, SafeString | str, str]:
    then, now = move.member.before, move.member.now
    words = gettext("worse") if move.direction == "worse" else gettext("better")
    return svg.chip(CODES[then.confidence]) if then else "", svg.chip(CODES[now.confidence]) if now else "", words


def _end_sides(move: Movement) -> tuple[str, str, str]:
    then, now, days = move.member.before, move.member.now, move.member.days or 0
    months = round(days / MONTH_DAYS)
    moved = signed_months(months) if months else gettext("%(days)s d") % {"days": f"{days:+}".replace("-", "−")}
    return day(then.end_on) if then and then.end_on else "", day(now.end_on) if now and now.end_on else "", moved


def _cost_sides(move: Movement) -> tuple[str, str, str]:
    then, now = move.member.before, move.member.now
    if then is None or now is None or then.cost is None or now.cost is None:
        return "", "", ""
    share = amount_movement(then.cost, now.cost).share
    return *told_pair(then.cost, now.cost, now.currency), change_of(share) if share is not None else gettext("n/a")


def _presence_sides(move: Movement) -> tuple[SafeString | str, SafeString | str, str]:
    facts = move.member.now or move.member.before
    chip = svg.chip(CODES[facts.confidence]) if facts else ""
    cost = told(facts.cost, facts.currency) if facts and facts.cost is not None else gettext("no cost given")
    return ("", chip, cost) if move.kind == JOINED else (chip, "", cost)


_SIDES: dict[str, Any] = {"rating": _rating_sides, "end": _end_sides, "cost": _cost_sides, JOINED: _presence_sides, LEFT: _presence_sides}
