"""The summary sentence of a project: who rates it how, what it was, how far its end date moved and what its cost did."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext

from steerco.capabilities.dossiers.queries.record import ProjectRecord, Return
from steerco.capabilities.status.queries import gap_of, rating_told
from steerco.foundation.ui.amounts import is_same, long_duration, told, told_pair, years
from steerco.foundation.ui.figures import MINUS, day, exact, percent
from steerco.foundation.ui.formulas import change, days_between
from steerco_engine.movement import amount_movement, unit_suspect

if TYPE_CHECKING:
    from steerco.capabilities.status.queries import StatusReport

RATERS = {"SRO": "its responsible owner", "owner": "its responsible owner"}
_RUNS_TOLD = 4


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the sentence; with rows, its number opens an explanation."""

    text: str
    quiet: bool = True
    title: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    key: str = ""
    formula: str = ""


def summary(record: ProjectRecord) -> list[Part]:
    """The sentence in parts, in reading order."""
    latest = record.latest
    if latest is None or latest.report is None:
        return [Part(_silence(record), quiet=False)]
    parts = [*_rating(record, latest), *_dates(record, latest.report), *_cost(record, latest.report)]
    if record.as_of is not None and latest.period != record.as_of:
        words = gettext(" It is not in the %(period)s return.") if record.of_returns else gettext(" There is no report for %(period)s.")
        missing = words % {"period": record.as_of.name}
        parts.insert(0, Part(gettext("Last reported in %(period)s. ") % {"period": latest.period.name}, quiet=False))
        parts.append(Part(missing, quiet=False))
    return parts


def rater(report: StatusReport) -> str:
    """Who rated, as a sentence says it."""
    return RATERS.get(report.confidence_by) or (gettext("the %(body)s") % {"body": report.confidence_by} if report.confidence_by else "")


def _silence(record: ProjectRecord) -> str:
    if not record.may_read_reports:
        return gettext("Your role here reads no status reports. The facts are those of the register.")
    if record.as_of is None:
        return gettext("No report yet, because no reporting period is set up.")
    if record.returns or not record.is_past:
        return gettext("No report yet.")
    return gettext("No report up to %(date)s.") % {"date": day(record.as_of.status_on)}


def _rating(record: ProjectRecord, latest: Return) -> list[Part]:
    report = latest.report
    assert report is not None  # the latest return always holds a report
    rows = tuple((c.period.name, _rated(c.report)) for c in reversed(record.reported) if c.report is not None)
    words = gettext("Delivery confidence, %(period)s return") if report.imported else gettext("Delivery confidence, %(period)s report")
    title = words % {"period": latest.period.name}
    reported = gettext("the rating as reported, the newest first; no rule changes it")
    if not report.confidence:
        gap = gap_of(report.gaps, "confidence")
        parts = [
            Part(gettext("The rating is "), quiet=False),
            Part(gap.short, False, title, rows, "rating", reported),
            Part(".", quiet=False),
        ]
    else:
        by = rater(report)
        parts = [Part(gettext("Rated "), quiet=False), Part(_rated(report), False, title, rows, "rating", reported)]
        parts.append(Part(gettext(" by %(rater)s.") % {"rater": by} if by else ".", quiet=False))
    return [*parts, Part(_earlier(record))] if len(record.reported) > 1 else [*parts, Part(_only(record, latest))]


def _only(record: ProjectRecord, latest: Return) -> str:
    if record.of_returns:
        return gettext(" It is its first return.") if latest.period == record.as_of else gettext(" It is its only return.")
    return gettext(" It is its first report.") if latest.period == record.as_of else gettext(" It is its only report.")


def _earlier(record: ProjectRecord) -> str:
    told_runs = [
        (rating, [column.period.name for column in columns])
        for rating, columns in ((rating, list(group)) for rating, group in groupby(record.reported, key=lambda c: _rated(c.report)))
    ]
    rating, names = told_runs[-1]
    since = gettext(" It has been %(rating)s since %(period)s.") % {"rating": rating, "period": names[0]}
    if len(told_runs) == 1:
        rated = any(column.report is not None and column.report.confidence for column in record.reported)
        silent = (
            gettext(" No return since %(period)s gives one.") if record.of_returns else gettext(" No report since %(period)s gives one.")
        )
        return since if rated else silent % {"period": names[0]}
    earlier = told_runs[:-1]
    phrases = [
        gettext("%(rating)s until %(period)s") % {"rating": rating, "period": names[-1]}
        if place == 0 and len(names) > 1
        else gettext("%(rating)s from %(first)s to %(last)s") % {"rating": rating, "first": names[0], "last": names[-1]}
        if len(names) > 2
        else gettext("%(rating)s in %(periods)s") % {"rating": rating, "periods": years(names)}
        for place, (rating, names) in list(enumerate(earlier))[-_RUNS_TOLD:]
    ]
    listed = phrases[0]
    if len(phrases) > 1:
        listed = gettext("%(first)s and %(last)s") % {"first": ", ".join(phrases[:-1]), "last": phrases[-1]}
    if len(earlier) > _RUNS_TOLD:
        times = ngettext(
            " It changed %(count)d time; before, it was %(listed)s.",
            " It changed %(count)d times; before, it was %(listed)s.",
            len(earlier),
        )
        return times % {"count": len(earlier), "listed": listed}
    return gettext(" It was %(listed)s.") % {"listed": listed}


def _dates(record: ProjectRecord, report: StatusReport) -> list[Part]:
    known = [(c.period, c.report.end_on) for c in record.reported if c.report is not None and c.report.end_on is not None]
    if report.end_on is None:
        return [Part(gettext(" The end date is %(reason)s") % {"reason": gap_of(report.gaps, "end_on").short})]
    first_period, first = known[0]
    last = day(report.end_on)
    given = gettext("the end date as the newest of them gives it")
    days = (report.end_on - first).days
    rows = tuple((period.name, day(end)) for period, end in reversed(known))
    title = gettext("End date, as each return gave it") if record.of_returns else gettext("End date, as each report gave it")
    if len(known) == 1:
        return [Part(gettext(" It ends on ")), Part(last, True, title, rows, "end", given)]
    if days == 0:
        return [Part(gettext(" The end date is ")), Part(last, True, title, rows, "end", given), Part(_as_in(first_period.name))]
    verb = gettext(" The end date moved ") if days > 0 else gettext(" The end date came forward ")
    since = ngettext("%(days)s day since %(period)s", "%(days)s days since %(period)s", abs(days)) % {
        "days": f"{days:+,}".replace("-", MINUS),
        "period": first_period.name,
    }
    shift = Part(long_duration(days), True, since, rows, "slip", days_between(days, day(first), last))
    return [Part(verb), shift, Part(gettext(" to ")), Part(last, True, title, rows, "end", given)]


def _as_in(period: str) -> str:
    return gettext(", as in %(period)s") % {"period": period}


def _cost(record: ProjectRecord, report: StatusReport) -> list[Part]:
    known = [(c.period, c.report) for c in record.reported if c.report is not None and c.report.whole_life_cost_amount is not None]
    now = report.whole_life_cost_amount
    if now is None:
        return [Part(gettext("; whole-life cost is %(reason)s.") % {"reason": gap_of(report.gaps, "whole_life_cost_amount").short})]
    rows = tuple((p.name, exact(r.whole_life_cost_amount, r.currency)) for p, r in reversed(known) if r.whole_life_cost_amount is not None)
    title = gettext("Whole-life cost, as each return gave it") if record.of_returns else gettext("Whole-life cost, as each report gave it")
    given = gettext("the cost as the newest of them gives it; nothing is converted or corrected for prices")
    first_period, first = known[0]
    moved = amount_movement(
        first.whole_life_cost_amount, now, currencies=(first.currency, report.currency), price_bases=(first.price_basis, report.price_basis)
    )
    current = Part(told(now, report.currency), True, title, rows, "cost", given)
    if len(known) == 1 or moved.share is None or first.whole_life_cost_amount is None:
        return [Part(gettext("; whole-life cost is ")), current, Part(".")]
    if is_same(moved.share):
        return [Part(gettext("; whole-life cost is ")), current, Part(_as_in(first_period.name) + ".")]
    before, after = told_pair(first.whole_life_cost_amount, now, report.currency)
    now_told = Part(after, True, title, rows, "cost", given)
    if unit_suspect(first.whole_life_cost_amount, now):
        went = gettext("; whole-life cost went from %(before)s to ") % {"before": before}
        return [Part(went), now_told, Part(gettext(" (check the unit)."))]
    verb = gettext("; whole-life cost rose ") if moved.share > 0 else gettext("; whole-life cost fell ")
    since = gettext("Whole-life cost since %(period)s") % {"period": first_period.name}
    formula = change(first.whole_life_cost_amount, now, report.currency)
    share = Part(percent(abs(moved.share)), True, since, rows, "change", formula)
    return [Part(verb), share, Part(gettext(" from %(before)s to ") % {"before": before}), now_told, Part(".")]


def _rated(report: StatusReport | None) -> str:
    return "" if report is None else rating_told(report)
