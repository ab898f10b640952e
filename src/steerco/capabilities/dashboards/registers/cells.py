"""The cells of the portfolio's list as the page draws them: pictures, gaps in two words, changes with since when, numbers that open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any
from urllib.parse import quote

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from steerco.capabilities.dashboards.registers.address import Address
from steerco.capabilities.scorecards.queries.portfolio_attention import COST
from steerco.capabilities.scorecards.queries.portfolio_figures import CODES, HistoryPoint, Period, Picture, Row
from steerco.capabilities.scorecards.queries.portfolio_members import Member
from steerco.capabilities.status.queries import ReportFacts, gap_of
from steerco.foundation.ui import svg
from steerco.foundation.ui.amounts import Unit, is_same
from steerco.foundation.ui.figures import change_of, day, exact, signed_months, signed_percent
from steerco.foundation.ui.marks import word
from steerco.foundation.ui.shortened import short_group, short_unit
from steerco_engine.health import Agreement
from steerco_engine.movement import unit_suspect
from steerco_engine.reasons import REASON_WORDS

MONTH = Decimal("365.25") / 12
PLAIN = Decimal("0.05")
Shown = Mapping[str, Any]


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


def trend(history: Sequence[HistoryPoint]) -> SafeString:
    """The cost over the reports; the line breaks where a figure is so far off that its unit is in doubt, and where the prices differ."""
    given = [(place, point) for place, point in enumerate(history) if point.cost is not None]
    breaks: dict[int, str] = {}
    for (_, before), (place, after) in pairwise(given):
        words = {"before": before.period.name, "after": after.period.name}
        if before.money != after.money:
            breaks[place] = gettext("prices of %(after)s are not those of %(before)s") % words
        elif unit_suspect(before.cost, after.cost):
            breaks[place] = gettext("%(after)s differs from %(before)s by more than 50 times: check unit") % words
    said = "; ".join(breaks.values())
    return svg.spark(
        [point.cost for point in history], gettext("Broken: %(why)s") % {"why": said} if said else "", breaks=frozenset(breaks)
    )


class Cells:
    """Draws the cells of a portfolio's list; each computed number opens what explains it."""

    def __init__(self, picture: Picture, unit: Unit, address: Address) -> None:
        self.picture, self.unit, self.on = picture, unit, address.as_of
        self._before, _place, rest = address.why("WHAT", "WHOSE").partition("WHAT")
        self._between, _place, self._after = escape(rest).partition("WHOSE")
        periods = picture.periods[: picture.now.place + 1] if picture.now is not None else ()
        wide = svg.places(head_points(periods))[-1] + 8 if periods else 0
        self._years = f'<svg class="only-s" width="{wide}" height="12" aria-hidden="true"><use href="#strip-head"/></svg>'
        self._project, _place, _rest = reverse("project", args=["WHOSE"]).partition("WHOSE")

    def name(self, row: Shown) -> str:
        """The project, its department and category beneath."""
        who = row["member"].who
        name, where = escape(who.name), escape(" · ".join(part for part in (who.unit_code, short_group(who.category)) if part))
        address = f"{self._project}{quote(who.ref)}/" + (f"?as_of={self.on}" if self.on else "")
        return _safe(f'<a class="pn" href="{address}" title="{name}">{name}</a><span class="ps" title="{where}">{where}</span>')

    def unit_code(self, row: Shown) -> str:
        """A department by its code, its short name beside it."""
        who = row["member"].who
        name = short_unit(who.unit_name) if who.unit_name != who.unit_code else ""
        return format_html('{} <span title="{}">{}</span>', who.unit_code or gettext("No unit"), who.unit_name, name)

    def confidence(self, row: Shown) -> str:
        """The rating as a chip; under it what the facts say where they are worse."""
        member: Member = row["member"]
        tag = ""
        if member.agreement is Agreement.BETTER_THAN_FACTS and member.verdict.colour is not None:
            said = gettext("facts say %(colour)s") % {"colour": word(CODES[member.verdict.colour.value])}
            tag = self._opens("facts", member, f"{svg.mark('wm')} {escape(said)}", "tag")
        return _safe(f'<span class="rt">{_chip(row)}{tag}</span>')

    def history(self, row: Shown) -> str:
        """The ratings of all reports as a strip, with its years on a small screen."""
        history = row["past"].history
        return _safe(self._years + svg.strip(points(history))) if history else ""

    def slip(self, row: Shown) -> str:
        """How far the end date moved since it was first reported."""
        past: Row = row["past"]
        return svg.slip_bar(_months(past.slip_days)) if past.slip_days is not None and _many(past, self.picture) else ""

    def end(self, row: Shown) -> str:
        """The end date, and how far it moved since when."""
        past, member = row["past"], row["member"]
        facts = member.told
        if facts is None or facts.end_on is None:
            return _missing("end_on", facts)
        under = _left_in(past) if facts is not member.now else _end_moved(past, self.picture)
        return self._two("end", member, day(facts.end_on), under)

    def trend(self, row: Shown) -> str:
        """The cost over all reports."""
        return trend(row["past"].history)

    def cost(self, row: Shown) -> str:
        """The whole-life cost, and by how much it changed since when."""
        past, member = row["past"], row["member"]
        facts = member.told
        if facts is None or facts.cost is None:
            return _missing(COST, facts)
        ours = facts.currency == self.picture.cost.currency
        figure = self.unit.figure(facts.cost) if ours else self.unit.money(facts.cost, facts.currency)
        under, tone = (_left_in(past), "") if facts is not member.now else _cost_moved(past)
        return self._two("cost", member, figure, under, tone, exact(facts.cost, facts.currency))

    def amount(self, path: str, currency: str) -> Callable[[Shown], str]:
        """Another amount, in the unit of the list."""

        def draw(row: Shown) -> str:
            held = row[path]
            if held is None:
                return svg.withheld(gettext("not given"))
            return format_html('<span title="{}">{}</span>', exact(held, row[currency]), self.unit.figure(held))

        return draw

    def year(self, row: Shown) -> str:
        """The forecast of the year against its budget."""
        member: Member = row["member"]
        share = member.year_share
        if share is None:
            reason = member.verdict.findings[2].reason
            words = gettext("Forecast or budget for the year: %(reason)s.") % {"reason": REASON_WORDS[reason]} if reason else ""
            return svg.withheld(gettext("n/a"), words)
        return self._opens("year", member, signed_percent(share, 0), "up" if share > PLAIN else "")

    def held(self, row: Shown) -> str:
        """In how many of the reports the project is."""
        past: Row = row["past"]
        words = gettext("%(held)s of %(of)s") % {"held": past.held, "of": past.periods}
        return self._opens("held", row["member"], words) if past.periods else ""

    def _two(self, what: str, member: Member, value: str, under: str, tone: str = "", title: str = "") -> str:
        beneath = f'<span class="cap{tone and " " + tone}">{escape(under)}</span>' if under else ""
        return self._opens(what, member, escape(value) + beneath, "two", title)

    def _opens(self, what: str, member: Member, html: str, css: str = "", title: str = "") -> str:
        """A number that opens its explanation: in place by script, as a page without."""
        said = f' title="{escape(title)}"' if title else ""
        address = f"{self._before}{what}{self._between}{quote(member.who.ref)}{self._after}"
        return _safe(f'<a class="w{css and " " + css}" data-why href="{address}"{said}>{html}</a>')


def _safe(html: str) -> SafeString:
    """Marks a cell as safe; every text in it has been escaped where it was put in."""
    return mark_safe(html)  # noqa: S308


def _months(days: int) -> int:
    return int((Decimal(days) / MONTH).to_integral_value())


def _many(past: Row, picture: Picture) -> bool:
    """Whether an end date was reported before the period."""
    return past.first_end is not None and picture.now is not None and past.first_end.period.pk != picture.now.pk


def _chip(row: Shown) -> SafeString:
    past, told = row["past"], row["member"].told
    if told is not None:
        return svg.chip(CODES[told.confidence]) if told.confidence else svg.chip("n", gap_of(told.gaps, "confidence").short)
    if past.last_period is None:
        return svg.chip("n", gettext("no report yet"))
    return svg.chip("stale" if past.stale_rating else "n", gettext("last %(period)s") % {"period": past.last_period.name})


def _left_in(past: Row) -> str:
    return gettext("in %(period)s, then left") % {"period": past.last_period.name} if past.last_period else ""


def _since(point: HistoryPoint | None, past: Row) -> str:
    """The report since which a change counts; nothing where it is this one."""
    return "" if point is None or not past.history or point.period is past.history[-1].period else point.period.name


def _end_moved(past: Row, picture: Picture) -> str:
    slip, since = past.slip_days, _since(past.first_end, past)
    if not _many(past, picture) or slip is None or not since:
        return gettext("first report")
    if slip == 0:
        return gettext("same since %(period)s") % {"period": since}
    moved = signed_months(_months(slip)) if _months(slip) else gettext("%(days)s d") % {"days": f"{slip:+}".replace("-", "−")}
    return gettext("%(moved)s since %(period)s") % {"moved": moved, "period": since}


def _cost_moved(past: Row) -> tuple[str, str]:
    """The change of the cost in words, and its tone."""
    share, since = past.cost_share, _since(past.first_cost, past)
    if share is None or not since:
        return (gettext("first report") if not since else ""), ""
    if is_same(share):
        return gettext("same since %(period)s") % {"period": since}, ""
    doubtful = past.first_cost is not None and unit_suspect(past.first_cost.cost, past.history[-1].cost)
    words = gettext("%(change)s: check unit, since %(period)s") if doubtful else gettext("%(change)s since %(period)s")
    return words % {"change": change_of(share), "period": since}, "" if abs(share) <= PLAIN else "up" if share > 0 else "dn"


def _missing(field: str, facts: ReportFacts | None) -> SafeString:
    gap = gap_of(facts.gaps if facts else {}, field)
    return svg.withheld(gap.short, gap.text)
