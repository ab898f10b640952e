"""What the facts say of a project, beside what was reported: rule set 3, each limit explained."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from steerco_engine.confidence import Confidence, severity
from steerco_engine.movement import amount_movement, end_date_movement
from steerco_engine.reasons import REASON_WORDS, Reason
from steerco_engine.wording import day, limit_percent, percent, plain_amount

EQUAL_WITHIN = Decimal("1e-9")


class Fact(StrEnum):
    """The facts that a rule set looks at."""

    END_DATE = "end_date"
    WHOLE_LIFE_COST = "whole_life_cost"
    YEAR = "year"


_NAMES = {
    Fact.END_DATE: "End date",
    Fact.WHOLE_LIFE_COST: "Whole-life cost",
    Fact.YEAR: "Forecast for the year against its budget",
}


class Health(StrEnum):
    """A computed colour. Grey (None in a result) is not a colour: nothing could be computed."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


_COLOURS = (Health.GREEN, Health.AMBER, Health.RED)
COLOUR_SEVERITY = {colour: place for place, colour in enumerate(_COLOURS)}


class Agreement(StrEnum):
    """How a reported rating stands beside the computed colour (domain.md §10.5)."""

    BETTER_THAN_FACTS = "better_than_facts"
    AGREES = "agrees"
    WORSE_THAN_FACTS = "worse_than_facts"


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Limits on how much worse a fact may get. Above `amber` is Amber, above `red` is Red; a limit belongs to the better band."""

    number: int
    in_force_from: dt.date
    amber: Decimal
    red: Decimal

    def colour(self, share: Decimal) -> Health:
        """The colour of a share by which something got worse; getting better is Green.

        Examples
        --------
        >>> [RULE_SET_3.colour(Decimal(share)).value for share in ("-0.2", "0.05", "0.0501", "0.10", "0.1001")]
        ['green', 'green', 'amber', 'amber', 'red']
        """
        if share <= self.amber * (1 + EQUAL_WITHIN):
            return Health.GREEN
        return Health.AMBER if share <= self.red * (1 + EQUAL_WITHIN) else Health.RED


RULE_SET_3 = RuleSet(3, dt.date(2014, 1, 1), Decimal("0.05"), Decimal("0.10"))


@dataclass(frozen=True, slots=True)
class Statement:
    """The facts of one report: its status date, and each value or None."""

    status_on: dt.date
    end_on: dt.date | None = None
    whole_life_cost: Decimal | None = None
    year_budget: Decimal | None = None
    year_forecast: Decimal | None = None
    currency: str = ""
    price_basis: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one fact says: its colour and share, or the reason why it says nothing."""

    fact: Fact
    colour: Health | None
    share: Decimal | None
    reason: Reason | None
    before: dt.date | Decimal | None
    after: dt.date | Decimal | None

    @property
    def sentence(self) -> str:
        """What moved, from what, to what, by how much; or why nothing can be said."""
        name = _NAMES[self.fact]
        if self.reason is not None:
            return f"{name}: {REASON_WORDS[self.reason]}."
        assert self.share is not None  # a finding without a reason has its share
        if isinstance(self.before, dt.date) and isinstance(self.after, dt.date):
            days = (self.after - self.before).days
            if days == 0:
                return f"{name} unchanged: {day(self.after)}."
            slip = f"{days:+,} days".replace("-", "−")
            return f"{name} {day(self.before)} → {day(self.after)}: {slip}, {limit_percent(self.share)} of what remained."
        assert isinstance(self.before, Decimal)
        assert isinstance(self.after, Decimal)
        return f"{name} {plain_amount(self.before)} → {plain_amount(self.after)}: {percent(self.share, signed=True)}."


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the facts say together: the worst finding decides; None when no fact could be computed."""

    colour: Health | None
    findings: tuple[Finding, ...]

    @property
    def computable(self) -> int:
        """How many of the facts could be computed."""
        return sum(1 for finding in self.findings if finding.colour is not None)

    @property
    def compares(self) -> bool:
        """Whether the end date or the whole-life cost could be compared with the report before."""
        return any(f.colour is not None for f in self.findings if f.fact is not Fact.YEAR)

    @property
    def claim(self) -> Health | None:
        """The colour that may be claimed: a year as budgeted alone is not enough to call a project Green."""
        return None if self.colour is Health.GREEN and not self.compares else self.colour

    @property
    def breaks(self) -> tuple[Finding, ...]:
        """The findings that break a limit, worst first."""
        broken = [f for f in self.findings if f.colour in (Health.AMBER, Health.RED)]
        return tuple(sorted(broken, key=lambda f: (-COLOUR_SEVERITY[f.colour or Health.GREEN], -(f.share or Decimal(0)))))


def judge(now: Statement, before: Statement | None = None, rules: RuleSet = RULE_SET_3) -> Verdict:
    """What the facts of a report say, compared with the report before.

    Parameters
    ----------
    now, before
        The facts of the report judged and of the one it is compared with (None for a first report: then only the year can be judged).
    rules
        The limits.

    Returns
    -------
    Verdict
        The worst finding decides. A fact that can't be computed decides nothing and keeps its reason.

    Examples
    --------
    >>> before = Statement(dt.date(2021, 3, 31), dt.date(2022, 6, 30), Decimal("700"))
    >>> now = Statement(dt.date(2023, 3, 31), dt.date(2023, 5, 14), Decimal("720"), Decimal("40"), Decimal("60"))
    >>> verdict = judge(now, before)
    >>> verdict.colour.value, [(finding.fact.value, finding.colour.value) for finding in verdict.findings]
    ('red', [('end_date', 'red'), ('whole_life_cost', 'green'), ('year', 'red')])
    >>> verdict.breaks[0].sentence
    'End date 30 Jun 2022 → 14 May 2023: +318 days, 70% of what remained.'
    >>> judge(Statement(dt.date(2023, 3, 31))).colour is None
    True
    """
    findings = (_end_date(now, before, rules), _cost(now, before, rules), _year(now, rules))
    worst = max((COLOUR_SEVERITY[f.colour] for f in findings if f.colour is not None), default=None)
    return Verdict(None if worst is None else _COLOURS[worst], findings)


def agreement(reported: Confidence | None, verdict: Verdict) -> Agreement | None:
    """How a reported rating stands beside the computed colour; None when either is missing.

    That the facts are better than the rating is said only where the end date or the cost could be compared.

    Parameters
    ----------
    reported
        The rating that was reported; None where there is none.
    verdict
        What the facts said.

    Returns
    -------
    Agreement | None
        Whether the two agree, or which is the brighter one.

    Examples
    --------
    >>> year_over = judge(Statement(dt.date(2023, 3, 31), None, None, Decimal(100), Decimal(107)))
    >>> agreement(Confidence.GREEN, year_over).value, agreement(Confidence.AMBER_GREEN, year_over).value
    ('better_than_facts', 'agrees')
    >>> agreement(Confidence.RED, year_over) is None
    True
    """
    if reported is None or verdict.colour is None:
        return None
    gap = COLOUR_SEVERITY[verdict.colour] - severity(reported)
    if gap == 0:
        return Agreement.AGREES
    if gap > 0:
        return Agreement.BETTER_THAN_FACTS
    return Agreement.WORSE_THAN_FACTS if verdict.compares else None


def _end_date(now: Statement, before: Statement | None, rules: RuleSet) -> Finding:
    if before is None:
        return Finding(Fact.END_DATE, None, None, Reason.NO_BASELINE, None, now.end_on)
    moved = end_date_movement(before.end_on, now.end_on, before.status_on)
    colour = None if moved.share is None else rules.colour(moved.share)
    return Finding(Fact.END_DATE, colour, moved.share, moved.share_reason, before.end_on, now.end_on)


def _cost(now: Statement, before: Statement | None, rules: RuleSet) -> Finding:
    if before is None:
        return Finding(Fact.WHOLE_LIFE_COST, None, None, Reason.NO_BASELINE, None, now.whole_life_cost)
    moved = amount_movement(
        before.whole_life_cost, now.whole_life_cost,
        currencies=(before.currency, now.currency), price_bases=(before.price_basis, now.price_basis),
    )  # fmt: skip
    colour = None if moved.share is None else rules.colour(moved.share)
    return Finding(Fact.WHOLE_LIFE_COST, colour, moved.share, moved.share_reason, before.whole_life_cost, now.whole_life_cost)


def _year(now: Statement, rules: RuleSet) -> Finding:
    moved = amount_movement(now.year_budget, now.year_forecast)
    colour = None if moved.share is None else rules.colour(moved.share)
    return Finding(Fact.YEAR, colour, moved.share, moved.share_reason, now.year_budget, now.year_forecast)
