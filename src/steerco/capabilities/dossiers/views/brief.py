"""One project on one page, for print and for those who have no account: what its page says, as a paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext

from steerco.capabilities.dossiers.queries.people import ProjectPeople
from steerco.capabilities.dossiers.queries.record import ProjectRecord, Return
from steerco.capabilities.dossiers.views.excerpts import excerpt
from steerco.capabilities.dossiers.views.facts import MARKS, facts_say
from steerco.capabilities.dossiers.views.overview import by_hand, identity, points
from steerco.capabilities.dossiers.views.story import rater, summary
from steerco.capabilities.dossiers.views.table import Cell, Row, rows
from steerco.capabilities.status.queries import topic_label
from steerco.foundation.access.actor import Actor
from steerco.foundation.papers.setting import paper
from steerco.foundation.ui.figures import day

TEMPLATE = Path(__file__).parents[1] / "papers" / "brief.typ"
MOST_RETURNS = 8
"""Returns that a page has room for; the newest, and the paper says how many there are."""
TOPICS = ("headline", "confidence", "achieved", "next", "concerns", "help", "schedule", "cost")
MOST_TOPICS, MOST_WORDS = 3, 60


def brief(by: Actor, record: ProjectRecord, people: ProjectPeople) -> bytes:
    """The one-pager of a project as a PDF; it says what its page says to the same reader at the same date."""
    return paper(TEMPLATE, told_of(by, record, people))


def told_of(by: Actor, record: ProjectRecord, people: ProjectPeople) -> dict[str, Any]:
    """Everything that the paper says, in words."""
    return {
        "title": record.project.name,
        "kind": gettext("Project one-pager"),
        "of": by.organisation.name,
        "made": _made(by, record),
        "language": (get_language() or "en").split("-")[0],
        "identity": " · ".join(part for part in (record.project.ref, identity(record)) if part),
        "story": "".join(part.text for part in summary(record)),
        "notes": by_hand(record),
        "tiles": _tiles(record),
        **_returns(record),
        "quotes": _quotes(record),
        "open": [{"mark": point.mark, "what": point.what, "who": point.who} for point in points(record)],
        "people": [{"duty": each.duty, "of": each.of, "who": str(each.person or gettext("nobody yet"))} for each in people.answerable],
        "words": {
            "record": gettext("The record"),
            "said": gettext("What the newest report says"),
            "open": gettext("Still open"),
            "nothing_open": gettext("Nothing: the rating agrees with the facts, no fact is missing, and there is an owner."),
            "people": gettext("Who answers for it"),
        },
        "rules": gettext(
            "Rule set 3: end date (as a share of the time that remained), whole-life cost or year forecast worse by more than 5% is Amber, "
            "by more than 10% Red, against the one before. What is missing is not 0; its reason stands in its place."
        ),
    }


def _made(by: Actor, record: ProjectRecord) -> str:
    """When and for whom it was made, and of which date it is: two papers that differ can be told apart."""
    words = {"date": day(record.as_of.status_on) if record.as_of else gettext("no report yet"), "who": by.account or gettext("the system")}
    return gettext("As at %(date)s. Made %(made)s for %(who)s.") % {**words, "made": date_format(localtime(), "j M Y H:i")}


def _tiles(record: ProjectRecord) -> list[dict[str, str]]:
    latest = record.latest
    if latest is None or latest.report is None:
        return []
    cells, said = _cells(_rows(record)[0]), facts_say(latest, record)
    rated = gettext("by %(who)s") % {"who": rater(latest.report)} if rater(latest.report) else latest.period.name
    basis = latest.report.price_basis
    told_basis = gettext("price basis not given") if basis == "unstated" else latest.report.get_price_basis_display()
    tiles = [
        (gettext("Reported confidence"), MARKS[latest.report.confidence], cells["confidence"].shown, rated),
        (gettext("What the facts say"), said.mark, said.label, gettext("rule set 3")),
        (gettext("End date"), "", cells["end_on"].shown, latest.period.name),
        (gettext("Whole-life cost"), "", cells["whole_life_cost_amount"].shown, told_basis),
    ]
    return [{"label": label, "mark": mark, "value": value, "note": str(note)} for label, mark, value, note in tiles]


def _returns(record: ProjectRecord) -> dict[str, Any]:
    shown = record.reported[-MOST_RETURNS:][::-1]
    costs = [column.report.whole_life_cost_amount for column in shown if column.report is not None]
    largest = max((cost for cost in costs if cost), default=None)
    lines = [
        _line(column, _cells(row), facts_say(column, record), float(cost / largest) if cost and largest else None)
        for column, row, cost in zip(shown, _rows(record), costs, strict=False)
    ]
    left = len(record.reported) - len(shown)
    note = gettext("The bars show whole-life cost on one scale. Amounts as reported, never converted.")
    more = gettext("%(count)d earlier reports are on the page of the project.") % {"count": left} if left else ""
    heads = [gettext("Period"), gettext("Confidence"), gettext("End date"), gettext("Whole-life cost"), gettext("Year forecast, budget"),
             gettext("What the facts say")]  # fmt: skip
    return {"heads": heads, "returns": lines, "cost_note": f"{note} {more}".strip()}


def _line(column: Return, cells: dict[str, Cell], said: Any, share: float | None) -> dict[str, Any]:
    return {
        "period": column.period.name,
        "mark": cells["confidence"].mark or "n",
        "rating": cells["confidence"].shown,
        "end": cells["end_on"].shown,
        "cost": cells["whole_life_cost_amount"].shown,
        "share": share,
        "year": f"{cells['year_forecast_amount'].shown}, {cells['year_budget_amount'].shown}",
        "facts_mark": said.mark,
        "facts": said.text,
    }


def _rows(record: ProjectRecord) -> list[Row]:
    return rows(record)[:MOST_RETURNS]


def _cells(row: Row) -> dict[str, Cell]:
    return {cell.name: cell for cell in row.cells}


def _quotes(record: ProjectRecord) -> list[dict[str, str]]:
    words = record.latest.words if record.latest is not None else {}
    said = [(topic, words[topic]) for topic in TOPICS if words.get(topic)][:MOST_TOPICS]
    return [{"topic": str(topic_label(topic)), "text": excerpt(text, MOST_WORDS)} for topic, text in said]
