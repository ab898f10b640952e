"""Two dates of a portfolio beside each other: counts, sums, and everything that moved in between."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from steerco.capabilities.movements.queries import Movement, movements as everything_moved
from steerco.capabilities.movements.views.sieve import Sieve, orders
from steerco.capabilities.projects.access import PROJECTS
from steerco.capabilities.scorecards.queries.portfolio import PortfolioNotFound, picture_of, portfolio_source, portfolios_seen
from steerco.capabilities.scorecards.queries.portfolio_figures import CODES, NO_RATING, RATINGS, Picture, scale_break
from steerco.capabilities.scorecards.queries.portfolio_members import JOINED, LEFT
from steerco.capabilities.scorecards.queries.portfolio_scope import Scope
from steerco.capabilities.scorecards.queries.portfolio_source import PortfolioSource
from steerco.foundation.access.permissions import Refused
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.exports.answers import FORMS, as_file
from steerco.foundation.exports.writers import Sheet
from steerco.foundation.imports.queries import may_import
from steerco.foundation.ui import svg
from steerco.foundation.ui.amounts import told, told_pair
from steerco.foundation.ui.figures import change_of, day, share_of, signed_months
from steerco.foundation.ui.marks import word
from steerco_engine.confidence import Confidence, on_three_points
from steerco_engine.movement import amount_movement
from steerco_engine.sums import Disclosed

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
    of: str = ""


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
    of: str


@require_GET
@acting
def movements(request: HttpRequest) -> HttpResponse:
    """The movements of the one portfolio; the choice of portfolios where there are several."""
    seen = portfolios_seen(by := actor_of(request))
    if len(seen) == 1:
        return redirect(_with(reverse("portfolio_compare", args=[seen[0].ref]), request.GET.urlencode()))
    context = {"portfolios": seen, "may_import": may_import(by), "nav_current": "portfolio_movements"}
    return render(request, "movements/portfolios.html", context)


@require_GET
@acting
def portfolio_compare(request: HttpRequest, ref: str) -> HttpResponse:
    """Two dates beside each other, and what moved: `?kind=rating|end|cost|joined|left`, words, department, direction and sort narrow it."""
    source, picture, scope = asked(request, ref)
    found = everything_moved(picture.members, picture.left) if picture.against else ()
    sieve = Sieve.parse(request.GET)
    fitting = sieve.fitting(found)
    counts = Counter(move.kind for move in fitting)
    chosen = [move for move in fitting if move.kind == sieve.kind] if sieve.kind else fitting
    page = Paginator(chosen, PER_PAGE).get_page(request.GET.get("page"))
    dates = {"as_of": _date(request, "as_of"), "against": _date(request, "against")}
    carried = [*((name, date.isoformat()) for name, date in dates.items() if date), *scope.pairs()]
    here, query = reverse("portfolio_compare", args=[source.known.ref]), urlencode(carried)
    narrowed = urlencode([*carried, *sieve.pairs])
    context = {
        "picture": picture, "lines": _beside(source, picture, scope), "page": page, "rows": [_moved(move, dates["as_of"]) for move in page],
        "tabs": _tabs(here, carried, counts, sieve),
        "sieve": sieve, "heads": sieve.heads(here, carried), "units": sorted({move.member.who.unit_code for move in found} - {""}),
        "held": [*carried, *((name, value) for name, value in sieve.pairs if name == "kind")], "orders": orders(),
        "plain": _with(here, urlencode([*carried, *replace(sieve, words="", unit="", way="").pairs])),
         "scale": _scale_words(picture), "nav_current": "portfolio_movements",
        "why": _with(reverse("portfolio_movement_why", args=[source.known.ref, "line"]), query),
        "whose": _with(reverse("portfolio_movement_why", args=[source.known.ref, "move"]), query), "join": "&" if query else "?",
        "back": _with(reverse("portfolio_overview", args=[source.known.ref]), query),
        "files": {form: _with(reverse("portfolio_movements_file", args=[source.known.ref, form]), narrowed) for form in FORMS},
        "dates": [period.status_on for period in reversed(picture.periods)],
    }  # fmt: skip
    return render(request, "movements/compare.html", context)


@require_GET
@acting
def movements_file(request: HttpRequest, ref: str, form: str) -> HttpResponse:
    """Everything that moved, as CSV or XLSX with exact values, narrowed and in order as the list is."""
    source, picture, _scope = asked(request, ref)
    if form not in FORMS:
        raise Http404(gettext("There is no such file."))
    if PROJECTS.reach(actor_of(request), "export").nothing:
        raise Refused("portfolio", "export", PROJECTS.allowed["export"])
    heads = gettext(
        "What|Reference|Project|Department|Direction|Rating then|Rating now|"
        "End date then|End date now|Days moved|Cost then|Cost now|Currency"
    ).split("|")
    about = [(gettext("Portfolio"), picture.head.name)]
    about += [(gettext("Source and licence"), picture.head.source_note)] if picture.head.source_note else []
    sieve = Sieve.parse(request.GET)
    fitting = sieve.fitting(everything_moved(picture.members, picture.left))
    rows = [_exact(move) for move in fitting if not sieve.kind or move.kind == sieve.kind]
    return as_file(Sheet(gettext("Movements"), heads, rows, about), f"{source.known.ref}-movements", form)


def asked(request: HttpRequest, ref: str) -> tuple[PortfolioSource, Picture, Scope]:
    """The portfolio at the two dates of the address; 404 where the actor can't see it."""
    try:
        source = portfolio_source(actor_of(request), ref)
    except PortfolioNotFound as error:
        raise Http404(str(error)) from error
    scope = Scope.parse(dict(request.GET.lists()))
    picture = picture_of(source, as_of=_date(request, "as_of"), against=_date(request, "against"), scope=scope)
    return source, picture, scope


def _with(address: str, query: str) -> str:
    return f"{address}?{query}" if query else address


def _date(request: HttpRequest, name: str) -> dt.date | None:
    try:
        return parse_date(request.GET.get(name, ""))
    except ValueError:
        return None


def _beside(source: PortfolioSource, picture: Picture, scope: Scope) -> list[Beside]:
    if picture.against is None:
        return []
    return _lines(picture, picture_of(source, as_of=picture.against.status_on, scope=scope))


def _exact(move: Movement) -> tuple[Any, ...]:
    m, now, then = move.member, move.member.now, move.member.before
    told_in = now or then
    return (
        move.kind, m.who.ref, m.who.name, m.who.unit_code, move.direction.value if move.direction else "",
        word(CODES[then.confidence]) if then else "", word(CODES[now.confidence]) if now else "", then.end_on if then else None,
        now.end_on if now else None, m.days, then.cost if then else None, now.cost if now else None, told_in.currency if told_in else "",
    )  # fmt: skip


def _tabs(here: str, carried: Sequence[tuple[str, str]], counts: Counter[str], sieve: Sieve) -> list[dict[str, Any]]:
    counted = {**counts, "": sum(counts.values())}
    labels = {"": gettext("Everything"), **_kinds()}
    return [
        {"label": label, "href": _with(here, urlencode([*carried, *replace(sieve, kind=name).pairs])),
         "current": name == sieve.kind, "count": counted.get(name, 0), "lead": _tab_words(name)}
        for name, label in labels.items()
    ]  # fmt: skip


def _tab_words(kind: str) -> str:
    """What the number at a tab counts."""
    words = {
        "": gettext("Movements of every kind between the two dates, as narrowed here. A project that moved in two ways counts twice."),
        "rating": gettext("Projects in both returns whose rating got better or worse, as narrowed here."),
        "end": gettext("Projects in both returns whose end date moved, as narrowed here."),
        "cost": gettext("Projects in both returns whose whole-life cost rose or fell, as narrowed here."),
        JOINED: gettext("Projects that are there at the later date and not at the earlier, as narrowed here."),
        LEFT: gettext("Projects that are there at the earlier date and not at the later, as narrowed here."),
    }
    return words[kind]


def _kinds() -> dict[str, str]:
    """The kinds of movement in words."""
    return {
        "rating": gettext("Ratings"),
        "end": gettext("End dates"),
        "cost": gettext("Cost"),
        JOINED: gettext("Joined"),
        LEFT: gettext("Left"),
    }


def _scale_words(picture: Picture) -> str:
    """What the reader must know of the scales of the two dates."""
    broken = scale_break(picture.against, picture.now) if picture.now else ""
    return gettext("Ratings on three points: %(why)s") % {"why": broken} if broken else ""


def _lines(now: Picture, then: Picture) -> list[Beside]:
    lines = [_counted(gettext("Projects"), "", then.total, now.total, "total")]
    three = now.now is not None and then.now is not None and now.now.scale != then.now.scale
    counts = [_on_three(p) if three else p.counts for p in (then, now)]
    lines += [
        _counted(
            gettext("Withheld or none") if r == NO_RATING else word(CODES[r]),
            CODES[r],
            counts[0].get(r, 0),
            counts[1].get(r, 0),
            f"rating:{r or 'none'}",
        )
        for r in (*RATINGS, NO_RATING)
        if counts[0].get(r) or counts[1].get(r)
    ]
    lines.append(
        Beside(
            gettext("Disclosed whole-life cost"),
            "",
            _sum(then.cost),
            _sum(now.cost),
            gettext("different projects: not compared"),
            of="cost",
        )
    )
    lines.append(_counted(gettext("Cost disclosed by"), "", then.cost.given, now.cost.given, "cost"))
    lines.append(_counted(gettext("Rated better than the facts"), "wm", then.facts.disagree, now.facts.disagree, "facts"))
    return lines


def _on_three(picture: Picture) -> Counter[str]:
    """The ratings on three points, so that two scales can stand beside each other."""
    counts: Counter[str] = Counter()
    for rating, count in picture.counts.items():
        counts[on_three_points(Confidence(rating)).value if rating else NO_RATING] += count
    return counts


def _counted(what: str, code: str, then: int, now: int, of: str) -> Beside:
    change = f"{now - then:+,}".replace("-", "−")
    return Beside(what, code, f"{then:,}", f"{now:,}", "0" if now == then else change, of=of)


def _sum(cost: Disclosed) -> str:
    return f"{told(cost.amount, cost.currency)}, {share_of(cost.given, cost.of)}" if cost.amount is not None else gettext("not disclosed")


def _moved(move: Movement, on: dt.date | None) -> Moved:
    member, tone = move.member, {"worse": "up", "better": "dn"}.get(move.direction or "", "")
    then, now, change = _SIDES[move.kind](move)
    what = {
        "rating": gettext("Rating"),
        "end": gettext("End date"),
        "cost": gettext("Whole-life cost"),
        JOINED: gettext("Joined"),
        LEFT: gettext("Left"),
    }[move.kind]
    address = _with(reverse("project", args=[member.who.ref]), f"as_of={on}" if on else "")
    return Moved(address, member.who.name, member.who.unit_code, what, then, now, change, tone, f"{move.kind}:{member.who.ref}")


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
