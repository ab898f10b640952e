"""The health of all projects at two dates: counts, from which colour to which, and every project that turned, with the reason."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_GET

from steerco.capabilities.health.queries.lines import HealthLine, HealthOn
from steerco.capabilities.health.queries.sentences import dimension_word, said_of
from steerco.capabilities.health.queries.source import HealthSource
from steerco.capabilities.movements.queries.health import (
    ABSENT,
    GREY,
    KINDS,
    HealthBeside,
    HealthMove,
    Turn,
    health_beside,
    is_watermelon,
    report_days,
)
from steerco.capabilities.status.access import REPORTS
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.permissions import Refused
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.exports.answers import FORMS, as_file
from steerco.foundation.exports.writers import Sheet
from steerco.foundation.ui import svg
from steerco.foundation.ui.marks import word
from steerco_engine.health import Health
from steerco_engine.rules import Dimension

PER_PAGE, LONGEST, SENTENCES = 50, 100, 2
CODES = {"red": "r", "amber": "a", "green": "g", GREY: "n", ABSENT: ""}
COLOURS = {Health.RED: "r", Health.AMBER: "a", Health.GREEN: "g", None: "n"}
ALL_KINDS = (*KINDS, "joined", "left")


@dataclass(frozen=True, slots=True)
class Sieve:
    """What somebody asks of the list; what nothing has is not asked."""

    kind: str = ""
    words: str = ""
    unit: str = ""
    portfolio: str = ""
    dimension: str = ""
    went: str = ""

    @classmethod
    def parse(cls, query: QueryDict) -> Sieve:
        """Reads an address; what can't be read is left out."""
        kind, dimension, went = query.get("kind", ""), query.get("dimension", ""), query.get("went", "")
        told = went.split("-")
        return cls(
            kind if kind in ALL_KINDS else "", query.get("q", "").strip()[:LONGEST], query.get("unit", "")[:LONGEST],
            query.get("portfolio", "")[:LONGEST], dimension if dimension in Dimension._value2member_map_ else "",
            went if len(told) == 2 and set(told) <= set(CODES) else "",
        )  # fmt: skip

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """What the address says of it."""
        said = (("kind", self.kind), ("q", self.words), ("unit", self.unit), ("portfolio", self.portfolio),
                ("dimension", self.dimension), ("went", self.went))  # fmt: skip
        return [(name, value) for name, value in said if value]

    @property
    def narrowed(self) -> bool:
        """Whether more than the kind keeps projects out."""
        return self != Sieve(self.kind)

    def fits(self, move: HealthMove) -> bool:
        """Whether words, department, portfolio, dimension and colours let a project through."""
        who = move.project
        text = f"{who.name} {who.ref} {who.unit_code}".casefold()
        return (
            (not self.unit or who.unit_code == self.unit)
            and (not self.portfolio or self.portfolio in who.portfolios.split(", "))
            and (not self.dimension or Dimension(self.dimension) in move.dimensions)
            and (not self.went or move.went == tuple(self.went.split("-")))
            and all(each in text for each in self.words.casefold().split())
        )

    def sifted(self, beside: HealthBeside) -> list[HealthMove]:
        """The projects that fit, worst first; who asks for a way from colour to colour sees those, too, that stayed."""
        found = sorted(beside.moves, key=lambda move: move.rank) if self.went else beside.turned
        return [move for move in found if self.fits(move)]


def source_of(request: HttpRequest) -> HealthSource:
    """The health that the actor may see; refused to whoever sees no report at all."""
    by = actor_of(request)
    if REPORTS.reach(by, "view").nothing:
        raise Refused("health", "view", REPORTS.allowed["view"])
    return HealthSource(by)


@require_GET
@acting
def health_compare(request: HttpRequest) -> HttpResponse:
    """`?as_of=…&against=…` with kind, words, department, portfolio, dimension and colours; `form=csv` gives the list as a file."""
    source, sieve = source_of(request), Sieve.parse(request.GET)
    as_of, against = _date(request, "as_of"), _date(request, "against")
    beside = health_beside(source, as_of, against)
    fitting = sieve.sifted(beside) if beside else []
    chosen = [move for move in fitting if sieve.kind in move.kinds] if sieve.kind else fitting
    if form := request.GET.get("form", ""):
        return _file(source.by, beside, chosen, form)
    context: dict[str, Any] = {"beside": beside, "nav_current": "health_moves", "past_on": as_of, "past_back": reverse("health_moves")}
    if beside is not None:
        carried = [(name, day.isoformat()) for name, day in (("as_of", as_of), ("against", against)) if day]
        context |= _context(source, beside, sieve, fitting, carried)
        page = Paginator(chosen, PER_PAGE).get_page(request.GET.get("page"))
        context |= {"page": page, "rows": [_row(move) for move in page]}
    return render(request, "movements/health.html", context)


def _context(
    source: HealthSource, beside: HealthBeside, sieve: Sieve, fitting: Sequence[HealthMove], carried: list[tuple[str, str]]
) -> dict[str, Any]:
    counts = Counter(kind for move in fitting for kind in move.kinds)
    known: dict[str, Any] = source.derived(("two dates shown", get_language()), (beside,), lambda _old: _known(beside))
    return {
        **known, "ways": _ways(beside, carried), "heads": [(CODES[each], _place_word(each)) for each in CODES],
        "tabs": [
            {"label": label, "href": _address([*carried, *replace(sieve, kind=kind).pairs]), "current": kind == sieve.kind,
             "count": counts[kind] if kind else len(fitting)}
            for kind, label in _kind_words().items()
        ],
        "sieve": sieve,
        "dimensions": [(each.value, dimension_word(each)) for each in Dimension],
        "held": [*carried, *((name, value) for name, value in sieve.pairs if name in ("kind", "went"))],
        "plain": _address([*carried, *Sieve(sieve.kind).pairs]), "went": _went_words(sieve.went),
        "dates": report_days(source, dt.date.max), "on": beside.now.newest_on, "against": beside.then.newest_on,
        "files": {form: _address([*carried, *sieve.pairs, ("form", form)]) for form in FORMS},
    }  # fmt: skip


def _known(beside: HealthBeside) -> dict[str, Any]:
    """What the page says of the two dates whatever is asked of its list."""
    projects = [move.project for move in beside.moves]
    return {
        "lines": _lines(beside), "units": sorted({each.unit_code for each in projects} - {""}),
        "portfolios": sorted({ref for each in projects for ref in each.portfolios.split(", ")} - {""}),
        "worse": sum(1 for move in beside.turned if "facts_worse" in move.kinds),
        "better": sum(1 for move in beside.turned if "facts_better" in move.kinds and "facts_worse" not in move.kinds),
        "other_rules": sum(1 for move in beside.moves if move.other_rules),
    }  # fmt: skip


def _address(pairs: Sequence[tuple[str, str]]) -> str:
    return f"{reverse('health_moves')}?{urlencode(pairs)}" if pairs else reverse("health_moves")


def _date(request: HttpRequest, name: str) -> dt.date | None:
    try:
        return parse_date(request.GET.get(name, ""))
    except ValueError:
        return None


def _kind_words() -> dict[str, str]:
    return {
        "": _("Everything"), "facts_worse": _("Facts worse"), "facts_better": _("Facts better"), "report_worse": _("Reported worse"),
        "report_better": _("Reported better"), "parted": _("New watermelons"), "met": _("Watermelons no more"),
        "grey": _("Can't be checked any more"), "joined": _("Joined"), "left": _("Left"),
    }  # fmt: skip


def _place_word(place: str) -> str:
    return {GREY: _("grey"), ABSENT: _("not there")}.get(place) or word(CODES[place])


def _went_words(went: str) -> str:
    then, _dash, now = went.partition("-")
    return _("%(then)s then, %(now)s now") % {"then": _place_word(then), "now": _place_word(now)} if went else ""


def _lines(beside: HealthBeside) -> list[dict[str, Any]]:
    """The two dates beside each other; each number opens the matrix of its day, narrowed to what it counts."""
    colours = (Health.RED, Health.AMBER, Health.GREEN)
    reads: list[tuple[str, str, str, Callable[[HealthLine], bool]]] = [(_("Projects"), "", "", lambda line: True)]
    reads += [
        (_("Reported %(colour)s") % {"colour": word(COLOURS[each])}, COLOURS[each], f"reported:is:{each.value}", _is_reported(each))
        for each in colours
    ]
    reads += [
        (_("Facts say %(colour)s") % {"colour": word(COLOURS[each])}, COLOURS[each], f"computed:is:{each.value}", _is_evident(each))
        for each in colours
    ]
    reads += [
        (_("Facts decide nothing"), "n", "computed:missing", _is_evident(None)),
        (_("Reported better than the facts"), "wm", "difference:is:watermelon", is_watermelon),
    ]
    return [_line(beside, *each) for each in reads]


def _is_reported(colour: Health) -> Callable[[HealthLine], bool]:
    return lambda line: line.reported is colour


def _is_evident(colour: Health | None) -> Callable[[HealthLine], bool]:
    return lambda line: line.reading.evident is colour


def _line(beside: HealthBeside, what: str, code: str, filtered: str, read: Callable[[HealthLine], bool]) -> dict[str, Any]:
    then, now = (sum(1 for line in told.current if read(line)) for told in (beside.then, beside.now))
    change = "0" if now == then else f"{now - then:+,}".replace("-", "−")
    return {
        "what": what, "code": code, "then": f"{then:,}", "now": f"{now:,}", "change": change,
        "then_list": _listed(beside.then, filtered), "now_list": _listed(beside.now, filtered),
    }  # fmt: skip


def _listed(told: HealthOn, filtered: str) -> str:
    pairs = [("as_of", str(told.newest_on)), ("f", "current:is:yes"), *([("f", filtered)] if filtered else [])]
    return f"{reverse('health_matrix')}?{urlencode(pairs)}"


def _ways(beside: HealthBeside, carried: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    """From which colour of the facts to which, with how many; the same colour at both dates is the diagonal."""
    return [
        {"code": CODES[then], "label": _place_word(then), "cells": [
            {"count": beside.went[then, now], "href": _address([*carried, ("went", f"{then}-{now}")]), "same": then == now,
             "said": _went_words(f"{then}-{now}")}
            for now in CODES
        ]}
        for then in CODES
    ]  # fmt: skip


def _row(move: HealthMove) -> dict[str, Any]:
    line, day = move.now or move.then, move.now.kept.status_on if move.now else None
    return {
        "move": move, "href": reverse("project_health", args=[move.project.ref]) + (f"?as_of={day}" if day else ""),
        "presence": _("joined") if move.then is None else _("left") if move.now is None else "",
        "reported": _shown(move, move.reported), "facts": _shown(move, move.facts),
        "turns": [(dimension_word(each), _arrow(COLOURS[turn.then], COLOURS[turn.now])) for each, turn in move.dimensions.items()],
        "because": _reasons(move, line) if line is not None else "",
        "parted": "parted" in move.kinds, "met": "met" in move.kinds,
    }  # fmt: skip


def _shown(move: HealthMove, turn: Turn) -> SafeString:
    """A colour then and now; one alone where it stayed, or where the project was there at one date only."""
    then, now = COLOURS[turn.then], COLOURS[turn.now]
    if move.then is None or move.now is None:
        return svg.mark(now if move.then is None else then)
    return format_html('{} <span class="cap">{}</span>', svg.mark(now), _("same")) if then == now else _arrow(then, now)


def _arrow(then: str, now: str) -> SafeString:
    return format_html("{} → {}", svg.mark(then), svg.mark(now))


def _reasons(move: HealthMove, line: HealthLine) -> str:
    """Why the dimensions that turned have the colour they have now; of who joined or left, the whole."""
    turned = sorted(move.dimensions, key=lambda each: -(move.dimensions[each].steps or 0))[:SENTENCES]
    if not turned:
        return said_of(line)
    return " ".join(f"{dimension_word(each)}: {said_of(line, each)}" for each in turned)


def _file(by: Actor, beside: HealthBeside | None, chosen: Sequence[HealthMove], form: str) -> HttpResponse:
    if form not in FORMS or beside is None:
        raise Http404(_("There is no such file."))
    if REPORTS.reach(by, "export").nothing:
        raise Refused("status report", "export", REPORTS.allowed["export"])
    heads = _("Reference|Project|Department|Reported then|Reported now|Facts then|Facts now").split("|")
    heads += [
        part % {"dimension": dimension_word(each)} for each in Dimension for part in (_("%(dimension)s then"), _("%(dimension)s now"))
    ]
    rows = [_exact(move) for move in chosen]
    about = [(_("As of"), str(beside.now.newest_on)), (_("Against"), str(beside.then.newest_on))]
    return as_file(Sheet(_("Health at two dates"), [*heads, _("Because")], rows, about), "health-movements", form)


def _exact(move: HealthMove) -> tuple[Any, ...]:
    pair = (move.then, move.now)
    who = move.project
    turns = [line.reading.dimensions[each].shown if line else None for each in Dimension for line in pair]
    colours = [move.reported.then, move.reported.now, move.facts.then, move.facts.now, *turns]
    line = move.now or move.then
    return (who.ref, who.name, who.unit_code, *(each.value if each else "" for each in colours), _reasons(move, line) if line else "")
