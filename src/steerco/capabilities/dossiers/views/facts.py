"""What the facts say of each return, and what is still open: short sentences that name the fact, the amount and who acts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from steerco.capabilities.dossiers.queries.record import ProjectRecord, Return
from steerco.capabilities.dossiers.views.excerpts import excerpt
from steerco.capabilities.status.queries import gap_of, rating_told
from steerco.foundation.ui.amounts import long_duration, years
from steerco.foundation.ui.figures import change_of, day, percent
from steerco_engine.health import Agreement, Fact, Finding, Health, Verdict
from steerco_engine.movement import unit_suspect
from steerco_engine.wording import duration, limit_percent

if TYPE_CHECKING:
    from steerco.capabilities.status.queries import StatusReport

MARKS = {"green": "g", "amber_green": "ag", "amber": "a", "amber_red": "ar", "red": "r", "": "n"}
COLOURS = {Health.GREEN: "Green", Health.AMBER: "Amber", Health.RED: "Red"}
TOPIC_OF = {Fact.END_DATE: "schedule", Fact.WHOLE_LIFE_COST: "cost", Fact.YEAR: "year"}
_FACTOR = Decimal(1)
_NOTABLE = Decimal("0.05")
_SLIGHT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class FactsSay:
    """What the facts say of one return: a mark, its label, and one or more short sentences."""

    mark: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """Something still open: a mark, what it is, who acts, and where (no address when the reader may not act)."""

    mark: str
    label: str
    what: str
    who: str
    link: str = ""
    url: str = ""


def facts_say(column: Return, record: ProjectRecord) -> FactsSay:
    """The facts of a return in words, with the mark of the colour or of the difference."""
    report, verdict = column.report, column.verdict
    if report is None or verdict is None:
        return FactsSay("n", gettext("No report"), gettext("No report for this period."))
    said = [_held(column), _end(column, record), _money(column)]
    if "schedule" in column.repeated and column.before is not None:
        same = column.words["schedule"].split() == column.earlier["schedule"].split()
        words = gettext("Schedule text word for word as in %(period)s.") if same else gettext("Schedule text almost as in %(period)s.")
        said.append(words % {"period": column.before.period.name})
    text = " ".join(part for part in said if part)
    if column.before is None and verdict.computable:
        text = " ".join(part for part in (_first_facts(verdict), text) if part) if verdict.colour is Health.GREEN else text
    elif not text:
        first = gettext("First return: nothing to compare yet.") if column.imported else gettext("First report: nothing to compare yet.")
        text = first if column.before is None else gettext("Nothing to compare.")
    mark, label = _mark(column)
    return FactsSay(mark, label, text)


def _first_facts(verdict: Verdict) -> str:
    """What a first report can say: its year against its budget, and nothing on date and cost."""
    words = {"count": verdict.computable, "of": len(verdict.findings)}
    return gettext("%(count)s of %(of)s facts: year within budget; nothing earlier to compare date and cost with.") % words


def says(column: Return) -> str:
    """`facts say Red`, where the facts and the rating differ; else nothing."""
    if differs(column) and column.verdict and column.verdict.colour:
        return gettext("facts say %(colour)s") % {"colour": COLOURS[column.verdict.colour]}
    return ""


def open_points(record: ProjectRecord, edit_url: str, merge_url: str) -> list[OpenPoint]:
    """What is still open at the date shown, most pressing first; at most six."""
    latest = record.latest
    points: list[OpenPoint] = []
    if latest is not None and latest.report is not None:
        points += [
            *_disagreement(record, latest),
            *_absence(record, latest),
            *_passed(record, latest.report),
            *_missing(record, latest.report),
        ]
    if record.project.owner is None:
        who = gettext("The office names one.") if record.may_edit else gettext("The PMO names one.")
        points.append(OpenPoint("n", gettext("Missing"), gettext("No owner on record."), who, gettext("Name the owner"), edit_url))
    later = {p.name for p in record.periods if record.as_of is not None and p.status_on > record.as_of.status_on}
    proposed = [name.source for name in record.names if name.link == "proposed" and name.source not in later]
    if proposed:
        what = gettext("Linked by name only: %(returns)s.") % {"returns": years(proposed)}
        who = gettext("A person confirms that it is the same project.")
        points.append(OpenPoint("stale", gettext("To confirm"), what, who, gettext("Look at the evidence"), merge_url))
    return points[:6]


def differs(column: Return) -> str:
    """The mark of a difference between rating and facts, or nothing; a first report has too few facts to be called too gloomy."""
    if column.agreement is Agreement.BETTER_THAN_FACTS:
        return "wm"
    return "lm" if column.agreement is Agreement.WORSE_THAN_FACTS and column.before is not None else ""


def looks_wrong(finding: Finding) -> bool:
    """Whether a cost changed by so large a factor that one of the two is probably in another unit."""
    before, after = finding.before, finding.after
    return isinstance(before, Decimal) and isinstance(after, Decimal) and unit_suspect(before, after)


def _mark(column: Return) -> tuple[str, str]:
    if found := differs(column):
        return found, gettext("Reported better than computed") if found == "wm" else gettext("Reported worse than computed")
    colour = column.verdict.claim if column.verdict else None
    return (MARKS[colour.value], COLOURS[colour]) if colour else ("n", gettext("Not enough data"))


def _held(column: Return) -> str:
    if column.verdict is None or column.before is None:
        return ""
    end, cost = _of(column.verdict.findings, Fact.END_DATE), _of(column.verdict.findings, Fact.WHOLE_LIFE_COST)
    date = end.before is not None and end.before == end.after
    money = cost.share is not None and abs(cost.share) < _SLIGHT
    if date and money:
        return gettext("Date and cost held.")
    return gettext("Date held.") if date else gettext("Cost held.") if money else ""


def _end(column: Return, record: ProjectRecord) -> str:
    report, verdict = column.report, column.verdict
    assert report is not None and verdict is not None  # asked only for columns with a report
    if report.end_on is None:
        return gettext("End date %(reason)s.") % {"reason": gap_of(report.gaps, "end_on").short}
    finding = _of(verdict.findings, Fact.END_DATE)
    if column.before is not None and column.before.end_on is None:
        return _first_new(report, record, column.before.period.name)
    if not isinstance(finding.before, type(report.end_on)) or finding.before == report.end_on:
        return ""
    days = (report.end_on - finding.before).days
    length = duration(abs(days))
    if finding.share is None:
        return gettext("End date %(length)s later; the old one had passed.") % {"length": length} if days > 0 else ""
    if days < 0:
        return gettext("End date %(length)s earlier.") % {"length": length}
    share = limit_percent(finding.share)
    return gettext("End date %(length)s later, %(share)s of what remained.") % {"length": length, "share": share}


def _first_new(report: StatusReport, record: ProjectRecord, before: str) -> str:
    assert report.end_on is not None  # asked only where this report gives a date
    earlier = [
        column.report for column in record.reported
        if column.report is not None and column.report.end_on and column.report.period.status_on < report.period.status_on
    ]  # fmt: skip
    if not earlier or earlier[-1].end_on is None:
        return gettext("First end date given.")
    days = (report.end_on - earlier[-1].end_on).days
    if days == 0:
        return gettext("End date given again, as in %(period)s.") % {"period": earlier[-1].period.name}
    later = gettext("First new end date: %(length)s later; date not counted: %(period)s gave none.")
    earlier_by = gettext("First new end date: %(length)s earlier; date not counted: %(period)s gave none.")
    return (later if days > 0 else earlier_by) % {"length": duration(abs(days)), "period": before}


def _money(column: Return) -> str:
    report, verdict = column.report, column.verdict
    assert report is not None and verdict is not None  # asked only for columns with a report
    cost, year = _of(verdict.findings, Fact.WHOLE_LIFE_COST), _of(verdict.findings, Fact.YEAR)
    said = []
    if report.whole_life_cost_amount is None:
        said.append(gettext("cost %(reason)s") % {"reason": gap_of(report.gaps, "whole_life_cost_amount").short})
    elif looks_wrong(cost):
        said.append(gettext("cost %(change)s, check the unit") % {"change": change_of(cost.share or 0)})
    elif cost.share is not None and abs(cost.share) >= _SLIGHT:
        verb = gettext("cost up %(share)s") if cost.share > 0 else gettext("cost down %(share)s")
        said.append(verb % {"share": percent(abs(cost.share))})
    if year.share is not None and abs(year.share) > _NOTABLE:
        said.append(_year(year.share))
    text = ", ".join(said)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _year(share: Decimal) -> str:
    if share > _FACTOR:
        return gettext("year %(factor)s × budget") % {"factor": f"{share + 1:.1f}"}
    words = gettext("year forecast %(share)s over budget") if share > 0 else gettext("year forecast %(share)s under budget")
    return words % {"share": limit_percent(abs(share))}


def _of(findings: tuple[Finding, ...], fact: Fact) -> Finding:
    return next(finding for finding in findings if finding.fact is fact)


def _disagreement(record: ProjectRecord, latest: Return) -> list[OpenPoint]:
    if not latest.disagrees or latest.verdict is None or latest.report is None:
        return []
    worst = latest.verdict.breaks[0]
    what = gettext("%(rating)s, with %(finding)s.") % {"rating": rating_told(latest.report), "finding": _broken(worst)}
    text = latest.words.get(TOPIC_OF[worst.fact], "")
    asked = _acts(record, gettext("%(who)s gives the reason in the next report."))
    says = gettext("The return says: “%(text)s”") if latest.imported else gettext("The report says: “%(text)s”")
    who = says % {"text": excerpt(text, 22)} if text else asked
    return [OpenPoint("wm", gettext("Reported better than computed"), what, who)]


def _acts(record: ProjectRecord, words: str) -> str:
    """Who acts: the owner by name, where there is one."""
    return words % {"who": record.project.owner or gettext("The owner")}


def _broken(finding: Finding) -> str:
    share = finding.share or Decimal(0)
    if finding.fact is Fact.YEAR:
        words = _year(share)
        return gettext("the %(year)s") % {"year": words}
    if looks_wrong(finding):
        return gettext("whole-life cost %(change)s since the time before, check the unit") % {"change": change_of(share)}
    if finding.fact is Fact.WHOLE_LIFE_COST:
        return gettext("whole-life cost up %(share)s since the time before") % {"share": percent(share)}
    assert isinstance(finding.before, dt.date) and isinstance(finding.after, dt.date)  # a share of time has both dates
    length = duration((finding.after - finding.before).days)
    return gettext("the end date %(length)s later, %(share)s of what remained") % {"length": length, "share": limit_percent(share)}


def _absence(record: ProjectRecord, latest: Return) -> list[OpenPoint]:
    if record.as_of is None or latest.period == record.as_of:
        return []
    what = (gettext("Not in the %(period)s return.") if record.of_returns else gettext("No report for %(period)s.")) % {
        "period": record.as_of.name
    }
    return [OpenPoint("stale", gettext("No report"), what, gettext("The office says whether it closed, moved or was left out."))]


def _passed(record: ProjectRecord, report: StatusReport) -> list[OpenPoint]:
    if report.end_on is None or record.as_of is None or report.end_on > record.as_of.status_on:
        return []
    what = gettext("The end date has passed: %(date)s, %(length)s ago.") % {
        "date": day(report.end_on), "length": long_duration((record.as_of.status_on - report.end_on).days),
    }  # fmt: skip
    return [OpenPoint("a", gettext("Date passed"), what, _acts(record, gettext("%(who)s gives a new date, or closes the project.")))]


def _missing(record: ProjectRecord, report: StatusReport) -> list[OpenPoint]:
    facts = {"confidence": gettext("Rating"), "end_on": gettext("End date"), "whole_life_cost_amount": gettext("Whole-life cost"),
             "year_forecast_amount": gettext("Year forecast"), "start_on": gettext("Start date")}  # fmt: skip
    who = str(record.project.owner or record.project.unit or report.reported_unit or gettext("The owner"))
    points = []
    for fact, name in facts.items():
        if getattr(report, fact) not in (None, ""):
            continue
        gap = gap_of(report.gaps, fact)
        what = gettext("%(fact)s: %(reason)s.") % {"fact": name, "reason": gap.short}
        kept_back = gap.kind in ("withheld", "exempt")
        next_time = gettext("%(who)s gives it in the next report.")
        acts = gettext("%(who)s keeps it back; it counts apart, never as 0.") if kept_back else next_time
        points.append(OpenPoint("n", gettext("Missing"), what, acts % {"who": who}))
    return points
