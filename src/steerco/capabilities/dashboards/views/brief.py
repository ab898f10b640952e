"""A portfolio on one page, for a board that reads on paper: what its page says, with the same numbers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_GET

from steerco.capabilities.dashboards.registers import PORTFOLIO
from steerco.capabilities.dashboards.registers.address import Address
from steerco.capabilities.dashboards.views.asking import asked_for
from steerco.capabilities.dashboards.views.bar import scope_words
from steerco.capabilities.dashboards.views.first import first_lines
from steerco.capabilities.dashboards.views.health import health_on_paper
from steerco.capabilities.dashboards.views.words import summary
from steerco.capabilities.scorecards.queries.portfolio import picture_of
from steerco.capabilities.scorecards.queries.portfolio_figures import CODES, NO_RATING, RATINGS, Picture, Split, UnitLine, scale_break
from steerco.foundation.access.actor import Actor
from steerco.foundation.access.views import acting, actor_of
from steerco.foundation.organisations.scope import within
from steerco.foundation.papers.setting import as_pdf, paper
from steerco.foundation.ui.amounts import unit_of
from steerco.foundation.ui.figures import day, grouped
from steerco.foundation.ui.marks import word
from steerco_engine.wording import duration

TEMPLATE = Path(__file__).parents[1] / "papers" / "brief.typ"
MOST_UNITS = MOST_MOVED = 8


@require_GET
@acting
def portfolio_brief(request: HttpRequest, ref: str) -> HttpResponse:
    """The portfolio on one page, as a PDF; dates and scope travel in the address as on its page."""
    by = actor_of(request)
    source, address = asked_for(request, ref)
    PORTFOLIO.require(by, "export")
    picture = picture_of(source, as_of=address.as_of, against=address.against, scope=address.scope)
    with within(by.organisation):
        return as_pdf(paper(TEMPLATE, told_of(by, picture, address)), f"{ref}-one-pager")


def told_of(by: Actor, picture: Picture, address: Address) -> dict[str, Any]:
    """Everything that the paper says, in words."""
    scope = scope_words(address) or {}
    shown = [rating for rating in (*RATINGS, NO_RATING) if any(column.counts[rating] for column in picture.river.columns)]
    return {
        "title": picture.head.name,
        "kind": gettext("Portfolio one-pager"),
        "of": by.organisation.name,
        "made": _made(by, picture),
        "language": (get_language() or "en").split("-")[0],
        "identity": " · ".join(part for part in (picture.head.ref, scope.get("words"), picture.head.purpose) if part),
        "story": "".join(piece.text for piece in summary(picture, address)),
        "ratings": [{"code": CODES[rating], "word": word(CODES[rating]) if rating else gettext("No rating")} for rating in shown],
        "periods": [
            {
                "period": column.period.name,
                "note": scale_break(before.period if before else None, column.period),
                "counts": [grouped(count) if (count := column.counts[rating]) else None for rating in shown],
                "total": grouped(column.total),
            }
            for before, column in zip((None, *picture.river.columns), picture.river.columns, strict=False)
        ][::-1],
        **_moved(picture),
        "first": [
            {"mark": line.mark, "strong": line.strong, "text": "".join(text for text, _why in line.parts).strip()}
            for line in first_lines(picture, address)
        ],
        **_longest(picture),
        **health_on_paper(by, picture),
        "units": [_unit(line) for line in picture.units[:MOST_UNITS]],
        "unit_heads": [gettext("Department"), gettext("Projects"), gettext("Disclosed cost")],
        "words": {
            "ratings": gettext("Ratings"), "period": gettext("Period"), "all": gettext("All"), "moved": gettext("What changed"),
            "first": gettext("Look at these first"), "longest": gettext("End dates that moved most"), "units": gettext("Departments"),
        },
        "rules": gettext(
            "Rule set 3: end date (as a share of the time that remained), whole-life cost or year forecast worse by more than 5% is Amber, "
            "by more than 10% Red, against the one before. Sums hold what was disclosed only; what is missing is not 0. "
            "The health rules read every report so far by the limits of the project’s tier, and show better only after two in a row; "
            "without a reported colour its delivery confidence stands in."
        ),
    }  # fmt: skip


def _made(by: Actor, picture: Picture) -> str:
    """When and for whom it was made, and of which dates it is: two papers that differ can be told apart."""
    now, against = picture.now, picture.against
    words = {"made": date_format(localtime(), "j M Y H:i"), "who": by.account or gettext("the system")}
    if now is None:
        return gettext("No report yet. Made %(made)s for %(who)s.") % words
    if against is None:
        return gettext("As at %(date)s. Made %(made)s for %(who)s.") % {**words, "date": day(now.status_on)}
    dates = {"date": day(now.status_on), "against": day(against.status_on)}
    return gettext("As at %(date)s, against %(against)s. Made %(made)s for %(who)s.") % {**words, **dates}


def _moved(picture: Picture) -> dict[str, Any]:
    changed = picture.changed
    heads = ["", gettext("Better"), gettext("Same"), gettext("Worse"), gettext("Comparable")]
    if changed is None:
        return {"moved": [], "moved_heads": heads}
    kinds = ((gettext("Rating"), changed.rating), (gettext("End date"), changed.end_date), (gettext("Whole-life cost"), changed.cost))
    return {"moved": [[name, *_counts(split)] for name, split in kinds], "moved_heads": heads}


def _counts(split: Split) -> list[str]:
    return [grouped(count) for count in (split.better, split.same, split.worse, split.comparable)]


def _longest(picture: Picture) -> dict[str, Any]:
    moved = [member for member in picture.longest if member.days][:MOST_MOVED]
    lines = [
        {"mark": CODES[member.rating], "name": member.who.name, "moved": gettext("%(length)s later") % {"length": duration(member.days)}}
        for member in moved
        if member.days is not None
    ]
    return {"longest": lines, "longest_heads": [gettext("Project"), gettext("End date")]}


def _unit(line: UnitLine) -> dict[str, str]:
    cost = line.cost
    told = gettext("none disclosed") if cost.amount is None else unit_of([cost.amount]).money(cost.amount, cost.currency)
    share = gettext("%(told)s, %(given)s of %(of)s") % {"told": told, "given": grouped(cost.given), "of": grouped(cost.of)}
    return {"name": line.name or ", ".join(line.codes), "count": grouped(sum(line.counts.values())), "cost": share}
