"""What explains the numbers of one project in the list: its end date, its cost, its year, its reports, what its facts say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from steerco.capabilities.explanations.queries.told import Asked, Explanation, Part, basis_words, found
from steerco.capabilities.scorecards.queries.portfolio_figures import CODES, HistoryPoint, Row
from steerco.capabilities.scorecards.queries.portfolio_listing import rows_of
from steerco.capabilities.scorecards.queries.portfolio_source import PortfolioSource
from steerco.foundation.ui.figures import change_of, day, grouped
from steerco.foundation.ui.formulas import amount, change, days_between
from steerco.foundation.ui.marks import word
from steerco_engine.movement import unit_suspect
from steerco_engine.reasons import REASON_WORDS
from steerco_engine.wording import duration


def of_project(what: str, asked: Asked, source: PortfolioSource) -> Explanation | None:
    """The explanation of one number of one project; None where there is no such project in the picture, or no such number."""
    member = found((*asked.picture.members, *asked.picture.left), asked.of)
    if member is None or what not in KINDS:
        return None
    (row,) = rows_of(source, asked.picture, [member])
    return KINDS[what](asked, row)


def _of(asked: Asked, row: Row, title: str, lead: str, parts: tuple[Part, ...], formula: str) -> Explanation:
    ref = row.member.who.ref
    address = reverse("project", args=[ref]) + (f"?as_of={asked.address.as_of}" if asked.address.as_of else "")
    return Explanation(title % {"name": row.member.who.name}, lead, parts, formula, address, gettext("Open the project"))


def _runs(row: Row, value: Callable[[HistoryPoint], object], said: Callable[[HistoryPoint], str]) -> tuple[Part, ...]:
    """What each report gave, reports in a row that say the same in one line."""
    given = [point for point in row.history if value(point) is not None]
    parts = []
    for _value, run in groupby(given, value):
        points = list(run)
        names = points[0].period.name + (f" – {points[-1].period.name}" if len(points) > 1 else "")
        parts.append(Part(names, said(points[0])))
    return tuple(parts)


def _end(asked: Asked, row: Row) -> Explanation:
    parts = _runs(row, lambda point: point.end_on, lambda point: day(point.end_on) if point.end_on else "")
    first, now, slip = row.first_end, row.member.now, row.slip_days
    formula, lead = "", gettext("The end date as each report gave it.")
    if first is not None and first.end_on is not None and now is not None and now.end_on is not None and slip is not None:
        formula = days_between(slip, day(first.end_on), day(now.end_on))
        if slip:
            words = {"slip": duration(abs(slip)), "since": first.period.name}
            later = gettext("%(slip)s later than first reported, in %(since)s.")
            lead = (later if slip > 0 else gettext("%(slip)s earlier than first reported, in %(since)s.")) % words
        else:
            lead = gettext("The same as first reported, in %(since)s.") % {"since": first.period.name}
    days = row.member.days
    if days is not None and asked.then:
        moved = f"{days:+,}".replace("-", "−") if days else "0"
        parts = (*parts, Part(gettext("Since %(then)s, days") % {"then": asked.then}, moved, strong=True))
    return _of(asked, row, gettext("End date of %(name)s"), lead, parts, formula)


def _cost(asked: Asked, row: Row) -> Explanation:
    member, first = row.member, row.first_cost
    parts = _runs(row, lambda p: (p.cost, p.money) if p.cost is not None else None, lambda p: amount(p.cost, p.money[0]))
    told = member.told
    lead = gettext("The whole-life cost as each report gave it; nothing is converted or corrected for prices.")
    formula = ""
    if row.cost_share is not None and first is not None and first.cost is not None and told is not None and told.cost is not None:
        formula = change(first.cost, told.cost, told.currency)
        words = {"change": change_of(row.cost_share), "since": first.period.name}
        lead = gettext("%(change)s since it was first disclosed, in %(since)s.") % words
        if unit_suspect(first.cost, told.cost):
            lead += " " + gettext("More than 50 times: one of the two is probably in another unit. Ask the owner which.")
    if told is not None and told.price_basis:
        parts = (*parts, Part(gettext("Price basis"), basis_words(told.price_basis)))
    return _of(asked, row, gettext("Whole-life cost of %(name)s"), lead, parts, formula)


def _year(asked: Asked, row: Row) -> Explanation:
    told, finding = row.member.told, row.member.verdict.findings[2]
    budget, forecast = (told.budget, told.forecast) if told is not None else (None, None)
    currency = told.currency if told is not None else ""
    parts = (
        Part(gettext("Budget of the year"), amount(budget, currency)),
        Part(gettext("Forecast for the year"), amount(forecast, currency)),
    )
    year = asked.picture.now.budget_year if asked.picture.now else ""
    lead = gettext("What the project expects to spend in %(year)s beside its budget.") % {"year": year or gettext("the year")}
    formula = change(budget, forecast, currency) if finding.share is not None and budget and forecast is not None else ""
    if finding.share is None and finding.reason is not None:
        lead += " " + gettext("Not computed: %(why)s.") % {"why": REASON_WORDS[finding.reason]}
    return _of(asked, row, gettext("Year against budget: %(name)s"), lead, parts, formula)


def _held(asked: Asked, row: Row) -> Explanation:
    parts = tuple(Part(p.period.name, word(CODES[p.rating]) if p.rating is not None else gettext("no report")) for p in row.history)
    words = {"held": grouped(row.held), "of": grouped(row.periods)}
    lead = ngettext("In %(held)s of %(of)s report.", "In %(held)s of %(of)s reports.", row.periods) % words
    return _of(asked, row, gettext("Reports held: %(name)s"), lead, parts, gettext("one for each report in which the project is"))


def _facts(asked: Asked, row: Row) -> Explanation:
    member = row.member
    colour = word(CODES[member.verdict.colour.value]) if member.verdict.colour else gettext("n/a")
    rated = word(CODES[member.rating]) if member.rating else gettext("none given")
    parts = [Part(gettext("Rating reported"), rated), Part(gettext("Facts say"), colour, strong=True)]
    parts += [Part(f.sentence, word(CODES[f.colour.value]) if f.colour else gettext("n/a")) for f in member.verdict.findings]
    lead = gettext("Dates and costs compared with the report before; the owner explains a difference or changes the rating.")
    return _of(
        asked,
        row,
        gettext("What the facts say of %(name)s"),
        lead,
        tuple(parts),
        gettext("rule set 3: worse by more than 5% is Amber, by more than 10% Red; the worst fact decides"),
    )


KINDS: Mapping[str, Callable[[Asked, Row], Explanation]] = {"end": _end, "cost": _cost, "year": _year, "held": _held, "facts": _facts}
