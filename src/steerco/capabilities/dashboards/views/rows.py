"""The rows of the project list as the page writes them: pictures drawn, gaps in two words, changes with since when."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from steerco.capabilities.dashboards.views.words import project_address
from steerco.capabilities.scorecards.queries.portfolio_figures import CODES, HistoryPoint, Period, Picture, Row
from steerco.capabilities.scorecards.queries.portfolio_members import LEFT
from steerco.capabilities.status.queries import ReportFacts, gap_of
from steerco.foundation.ui import svg
from steerco.foundation.ui.amounts import Unit, column_unit, is_same
from steerco.foundation.ui.figures import change_of, day, exact, signed_months, signed_percent
from steerco.foundation.ui.marks import word
from steerco.foundation.ui.shortened import short_group
from steerco_engine.health import Agreement
from steerco_engine.reasons import REASON_WORDS

if TYPE_CHECKING:
    from collections.abc import Sequence

MONTH = Decimal("365.25") / 12
PLAIN = Decimal("0.05")
SUSPECT = 50


@dataclass(frozen=True, slots=True)
class Cell:
    """A value and what stands under it; a missing one is two words with the whole reason behind them."""

    value: str | SafeString
    under: str = ""
    tone: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One project as the table writes it."""

    href: str
    name: str
    where: str
    chip: SafeString
    disagree: str
    because: str
    strip: SafeString
    slip: SafeString
    end: Cell
    trend: SafeString
    cost: Cell
    year: Cell
    held: str


def cost_unit(picture: Picture) -> tuple[Unit, str]:
    """The unit and currency of the cost column: what suits the disclosed costs."""
    return column_unit(member.cost for member in picture.members), picture.cost.currency


def shown_rows(picture: Picture, rows: Sequence[Row], unit: Unit, on: object = None) -> list[ShownRow]:
    """The rows of one page of the list."""
    return [_shown(picture, row, unit, on) for row in rows]


def points(history: Sequence[HistoryPoint]) -> list[svg.Point]:
    """A project's history as a strip draws it."""
    return [_point(place, history) for place in range(len(history))]


def head_points(periods: Sequence[Period]) -> list[svg.Point]:
    """The periods over the strips."""
    return points([HistoryPoint(period, None) for period in periods])


def _point(place: int, history: Sequence[HistoryPoint]) -> svg.Point:
    told = history[place]
    before = history[place - 1].period if place else None
    code = None if told.rating is None else CODES[told.rating]
    return svg.Point(told.period.name, code, told.period.gap_before, told.period.breaks_after(before))


def _shown(picture: Picture, row: Row, unit: Unit, on: object) -> ShownRow:
    member = row.member
    worse = member.agreement is Agreement.BETTER_THAN_FACTS and member.verdict.colour is not None
    slip = row.slip_days
    many = row.first_end is not None and picture.now is not None and row.first_end.period.pk != picture.now.pk
    return ShownRow(
        href=project_address(member.who.ref, on), name=member.who.name,
        where=" · ".join(part for part in (member.who.unit_code, short_group(member.who.category)) if part),
        chip=_chip(row), disagree=word(CODES[member.verdict.colour.value]) if worse and member.verdict.colour else "",
        because=" ".join(finding.sentence for finding in member.verdict.breaks),
        strip=svg.strip(points(row.history)) if row.history else SafeString(""),
        slip=svg.slip_bar(_months(slip)) if slip is not None and many else SafeString(""),
        end=_end(row, many), trend=svg.spark([point.cost for point in row.history]), cost=_cost(picture, row, unit),
        year=_year(row), held=gettext("%(held)s of %(of)s") % {"held": row.held, "of": row.periods} if row.periods else "",
    )  # fmt: skip


def _months(days: int) -> int:
    return int((Decimal(days) / MONTH).to_integral_value())


def _told(row: Row) -> ReportFacts | None:
    """The report that a row speaks of: that of the period, or the last one of a project that left."""
    return row.member.before if row.member.presence == LEFT else row.member.now


def _chip(row: Row) -> SafeString:
    told = _told(row)
    if told is not None:
        return svg.chip(CODES[told.confidence]) if told.confidence else svg.chip("n", gap_of(told.gaps, "confidence").short)
    if row.last_period is None:
        return svg.chip("n", gettext("no report yet"))
    return svg.chip("stale" if row.stale_rating else "n", gettext("last %(period)s") % {"period": row.last_period.name})


def _left_in(row: Row) -> str:
    return gettext("in %(period)s, then left") % {"period": row.last_period.name} if row.last_period else ""


def _since(point: HistoryPoint | None, row: Row) -> str:
    if point is None or not row.history or point.period is row.history[-1].period:
        return ""
    return point.period.name


def _end(row: Row, many: bool) -> Cell:
    facts = _told(row)
    if facts is None or facts.end_on is None:
        return _missing("end_on", facts.gaps if facts else {})
    if facts is not row.member.now:
        return Cell(day(facts.end_on), _left_in(row))
    slip, since = row.slip_days, _since(row.first_end, row)
    if not many or slip is None or not since:
        return Cell(day(facts.end_on), gettext("first report"))
    if slip == 0:
        return Cell(day(facts.end_on), gettext("same since %(period)s") % {"period": since})
    moved = signed_months(_months(slip)) if _months(slip) else gettext("%(days)s d") % {"days": f"{slip:+}".replace("-", "−")}
    return Cell(day(facts.end_on), gettext("%(moved)s since %(period)s") % {"moved": moved, "period": since})


def _cost(picture: Picture, row: Row, unit: Unit) -> Cell:
    facts = _told(row)
    if facts is None or facts.cost is None:
        return _missing("whole_life_cost_amount", facts.gaps if facts else {})
    figure = unit.figure(facts.cost) if facts.currency == picture.cost.currency else unit.money(facts.cost, facts.currency)
    if facts is not row.member.now:
        return Cell(figure, _left_in(row), "", exact(facts.cost, facts.currency))
    share, since, title = row.cost_share, _since(row.first_cost, row), exact(facts.cost, facts.currency)
    if share is None or not since:
        return Cell(figure, gettext("first report") if not since else "", "", title)
    if is_same(share):
        return Cell(figure, gettext("same since %(period)s") % {"period": since}, "", title)
    tone = "" if abs(share) <= PLAIN else "up" if share > 0 else "dn"
    words = (
        gettext("%(change)s: check unit, since %(period)s")
        if share + 1 > SUSPECT or (share + 1) * SUSPECT < 1
        else gettext("%(change)s since %(period)s")
    )
    return Cell(figure, words % {"change": change_of(share), "period": since}, tone, title)


def _year(row: Row) -> Cell:
    share = row.member.year_share
    if share is None:
        reason = row.member.verdict.findings[2].reason
        words = gettext("Forecast or budget for the year: %(reason)s.") % {"reason": REASON_WORDS[reason]} if reason else ""
        return Cell(svg.withheld(gettext("n/a"), words))
    return Cell(signed_percent(share, 0), "", "up" if share > PLAIN else "")


def _missing(field: str, gaps: dict[str, Any]) -> Cell:
    gap = gap_of(gaps, field)
    return Cell(svg.withheld(gap.short, gap.text), "", "gap")
