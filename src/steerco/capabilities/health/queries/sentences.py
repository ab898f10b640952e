"""Why a dimension has its colour, in a sentence that a board member understands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import get_language, gettext as _

from steerco.capabilities.health.queries.lines import HealthLine
from steerco.capabilities.health.queries.rules import PERCENT
from steerco.foundation.ui.amounts import told, told_pair
from steerco.foundation.ui.figures import day
from steerco_engine.health import Health
from steerco_engine.movement import unit_suspect
from steerco_engine.readings import Measured, Reading, Told
from steerco_engine.reasons import Reason
from steerco_engine.rules import CRITICAL, Dimension, Limits, Measure
from steerco_engine.wording import limit_percent, percent

Rules = Mapping[Measure, Limits]


def dimension_word(dimension: Dimension) -> str:
    """A dimension in a word."""
    return _dimension_words(get_language())[dimension]


@lru_cache(maxsize=8)
def _dimension_words(_language: str | None) -> dict[Dimension, str]:
    return {
        Dimension.SCHEDULE: _("Schedule"), Dimension.COST: _("Cost"), Dimension.SCOPE: _("Scope"), Dimension.QUALITY: _("Quality"),
        Dimension.RISK: _("Risk"), Dimension.RESOURCES: _("Resources"), Dimension.BENEFITS: _("Benefits"),
        Dimension.STAKEHOLDERS: _("Stakeholders"),
    }  # fmt: skip


def measure_word(measure: Measure) -> str:
    """A measure as a heading."""
    return _measure_words(get_language())[measure]


@lru_cache(maxsize=8)
def _measure_words(_language: str | None) -> dict[Measure, str]:
    return {
        Measure.SPI_T: _("Progress against time, SPI(t)"),
        Measure.SLIP: _("End date later, of what remained"),
        Measure.SLIP_FIRST: _("End date later than first reported, of what remained then"),
        Measure.VAC: _("Cost left against the plan"),
        Measure.VAC_FIRST: _("Cost left against the first report"),
        Measure.YEAR: _("Budget of the year left"),
        Measure.CPI: _("Value for money spent, CPI"),
        Measure.VOLATILITY: _("Scope changed"),
        Measure.UNAPPROVED_CHANGES: _("Changes in work without approval"),
        Measure.ACCEPTANCE: _("Accepted at first pass"),
        Measure.SEVERE_DEFECTS: _("Severe defects open"),
        Measure.SEVERE_DEFECT_DAYS: _("Working days that the oldest severe defect is open"),
        Measure.EXPOSURE: _("Risk exposure ÷ contingency left"),
        Measure.UNOWNED_EXTREME_RISKS: _("Extreme risks without owner"),
        Measure.DEMAND: _("Demand for people met, next 8 weeks"),
        Measure.BENEFITS_FORECAST: _("Benefits, of what the case promised"),
        Measure.BENEFITS_WITHOUT_OWNER: _("Benefits without owner"),
        Measure.PULSE: _("Stakeholder pulse, of 5"),
    }


def fact_word(measure: Measure) -> str:
    """The fact that is missing where a measure is."""
    return _fact_words(get_language()).get(measure) or measure_word(measure).lower()


@lru_cache(maxsize=8)
def _fact_words(_language: str | None) -> dict[Measure, str]:
    return {
        Measure.SLIP: _("end date"), Measure.SLIP_FIRST: _("first end date"), Measure.VAC: _("whole-life cost"),
        Measure.VAC_FIRST: _("first whole-life cost"), Measure.YEAR: _("budget and forecast of the year"),
        Measure.BENEFITS_FORECAST: _("benefits"),
    }  # fmt: skip


def reason_word(reason: Reason | None) -> str:
    """Why a measure could not be worked out."""
    known = _reason_words(get_language())
    return known[reason] if reason in known else _("nobody gives it yet")


@lru_cache(maxsize=8)
def _reason_words(_language: str | None) -> dict[Reason | None, str]:
    return {
        Reason.NO_DATA: _("not given in this report"),
        Reason.NO_BASELINE: _("nothing before to compare it with"),
        Reason.NOT_POSITIVE: _("the amount to compare with is zero or below"),
        Reason.PLAN_DATE_PASSED: _("the end date planned had passed already"),
        Reason.CURRENCIES_DIFFER: _("the two amounts are in different currencies"),
        Reason.PRICE_BASES_DIFFER: _("the two amounts are in different prices"),
    }


def written(measure: Measure, value: Decimal) -> str:
    """A value as people write it."""
    if measure in PERCENT:
        return limit_percent(value)
    return f"{value.quantize(Decimal('0.01')).normalize():f}"


def measured_sentence(measure: Measure, found: Measured) -> str:
    """What a measure says: from what to what, by how much; or why it says nothing."""
    if found.value is None:
        return _("%(fact)s: %(why)s.") % {"fact": _capital(fact_word(measure)), "why": reason_word(found.reason)}
    if isinstance(found.before, dt.date) and isinstance(found.after, dt.date):
        return _moved_end(measure, found, found.before, found.after)
    if isinstance(found.before, Decimal) and isinstance(found.after, Decimal):
        return _moved_amount(measure, found, found.before, found.after)
    return _("%(measure)s: %(value)s.") % {"measure": measure_word(measure), "value": written(measure, found.value)}


def _moved_end(measure: Measure, found: Measured, before: dt.date, after: dt.date) -> str:
    days, share = (after - before).days, found.value or Decimal(0)
    first = measure is Measure.SLIP_FIRST
    if days == 0:
        return _("End date as first reported: %(day)s.") % {"day": day(after)} if first else _("End date unchanged: %(day)s.") % {
            "day": day(after)}  # fmt: skip
    said = {"before": day(before), "after": day(after), "days": f"{days:+,}".replace("-", "−"), "share": limit_percent(share)}
    if first:
        return _("End date first reported as %(before)s, now %(after)s: %(days)s days, %(share)s of what remained then.") % said
    return _("End date %(before)s → %(after)s: %(days)s days, %(share)s of what remained.") % said


def _moved_amount(measure: Measure, found: Measured, before: Decimal, after: Decimal) -> str:
    if before == after and measure is Measure.VAC:
        return _("Whole-life cost unchanged: %(amount)s.") % {"amount": told(after, found.currency)}
    change = (after - before) / before if before > 0 else Decimal(0)
    then, now = told_pair(before, after, found.currency)
    said = {"before": then, "after": now, "change": percent(change, places=1, signed=True)}
    if measure is Measure.YEAR:
        return _("Forecast for the year %(after)s against a budget of %(before)s: %(change)s.") % said
    if measure is Measure.VAC_FIRST:
        return _("Whole-life cost first reported as %(before)s, now %(after)s: %(change)s.") % said
    if measure is Measure.BENEFITS_FORECAST:
        return _("Benefits first reported as %(before)s, now %(after)s: %(change)s.") % said
    if unit_suspect(before, after):
        return _("Whole-life cost %(before)s → %(after)s: %(change)s; check the unit.") % said
    return _("Whole-life cost %(before)s → %(after)s: %(change)s.") % said


def because(reading: Reading, dimension: Dimension) -> str:
    """Why a dimension has the colour that is shown."""
    one = reading.dimensions[dimension]
    if one.computed is None:
        return _grey(reading, one)
    waiting = one.held_back and one.computed is Health.GREEN
    said = [] if waiting else [measured_sentence(measure, reading.measured[measure]) for measure in one.decided_by[:2]]
    if one.withdrawn:
        facts = ", ".join(dict.fromkeys(fact_word(measure) for measure in one.withdrawn))
        said.append(_("Amber at best, because the report before gave this and it can't be worked out now: %(facts)s.") % {"facts": facts})
    if waiting:
        said.append(_("This report breaks no limit. The one before did, and better is shown after two in a row."))
    elif one.held_back:
        said.append(_("Better than the report before; that is shown after two reports in a row."))
    return " ".join(said)


def _grey(reading: Reading, one: Told) -> str:
    named = [
        _("%(fact)s (%(why)s)") % {"fact": fact_word(each), "why": reason_word(reading.measured[each].reason)}
        for each in one.missing if each in reading.measured
    ]  # fmt: skip
    facts = named or [fact_word(each) for each in one.missing]
    if not facts:
        return _("Grey: the rules look at nothing here.")
    return _("Grey, because this is missing: %(facts)s.") % {"facts": ", ".join(facts)}


def overall_sentence(reading: Reading) -> str:
    """Why the whole has its colour."""
    if reading.overall is None:
        return _("Grey: the report gives nothing that can be checked.")
    dimensions = ", ".join(dimension_word(each).lower() for each in reading.decided_by)
    if reading.evident is None:
        return _("Amber at best, because data is insufficient: nothing can be said of %(dimensions)s.") % {"dimensions": dimensions}
    if reading.overall is Health.GREEN:
        return _("Green: no limit is broken.")
    reasons = " ".join(because(reading, each) for each in reading.decided_by[:2] if reading.dimensions[each].shown is not None)
    return _("Because of %(dimensions)s. %(reasons)s") % {"dimensions": dimensions, "reasons": reasons}


def said_of(line: HealthLine, dimension: Dimension | None = None) -> str:
    """Why a dimension of a project, or the whole, has its colour; kept with the line, which is made anew when anything of it is written."""
    known = (get_language(), dimension)
    if known not in line.said:
        line.said[known] = overall_sentence(line.reading) if dimension is None else because(line.reading, dimension)
    return line.said[known]


def limit_words(measure: Measure, limits: Limits) -> str:
    """The limits of a measure in words."""
    sign = "≥" if limits.more_is_better else "≤"
    green = _("Green %(sign)s %(limit)s") % {"sign": sign, "limit": written(measure, limits.green)}
    if limits.amber is None:
        return _("%(green)s, else Amber") % {"green": green}
    if limits.amber == limits.green:
        return _("%(green)s, else Red") % {"green": green}
    return _("%(green)s, Amber %(sign)s %(limit)s, else Red") % {"green": green, "sign": sign, "limit": written(measure, limits.amber)}


def is_critical(dimension: Dimension) -> bool:
    """Whether a dimension decides on its own."""
    return dimension in CRITICAL


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
