"""The projects of a portfolio in a period beside the period compared with, each judged by the rule set."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from steerco.capabilities.scorecards.queries.portfolio_figures import NO_RATING, Period
from steerco.capabilities.status.queries import ReportFacts
from steerco_engine.confidence import Confidence, Points, rating_movement
from steerco_engine.health import Agreement, Health, Statement, Verdict, agreement, judge
from steerco_engine.movement import amount_movement, unit_suspect
from steerco_engine.reasons import Direction

JOINED, LEFT, BOTH = "joined", "left", "both"
_GAP = {Health.GREEN: 0, Health.AMBER: 1, Health.RED: 2}
_SEVERITY = {"green": 0, "amber_green": 1, "amber": 1, "amber_red": 1, "red": 2}


@dataclass(frozen=True, slots=True)
class Identity:
    """What a list says of a project before its facts."""

    pk: int
    ref: str
    key: str
    name: str
    unit_code: str
    unit_name: str
    category: str
    programme: str


@dataclass(frozen=True, slots=True)
class Member:
    """A project of the portfolio: its report of the period and of the one compared with (either may be missing), and what they say."""

    who: Identity
    now: ReportFacts | None
    before: ReportFacts | None
    presence: str
    verdict: Verdict
    agreement: Agreement | None
    rating_moved: Direction | None
    days: int | None
    cost_moved: Direction | None
    cost_share: Decimal | None
    suspect: bool

    @property
    def rating(self) -> str:
        """The rating of the period; empty when withheld or missing."""
        return self.now.confidence if self.now else NO_RATING

    @property
    def told(self) -> ReportFacts | None:
        """The report that a list speaks of: that of the period, or the last one of a project that left."""
        return self.before if self.presence == LEFT else self.now

    @property
    def turned_red(self) -> bool:
        """Whether it is Red now and had another rating in the period compared with."""
        return self.rating == "red" and self.before is not None and self.before.confidence not in ("", "red")

    @property
    def cost(self) -> Decimal | None:
        """The whole-life cost disclosed in the period."""
        return self.now.cost if self.now else None

    @property
    def end_moved(self) -> Direction | None:
        """Which way the end date moved."""
        return None if self.days is None else Direction.of(self.days)

    @property
    def year_share(self) -> Decimal | None:
        """The year's forecast against its budget."""
        return self.verdict.findings[2].share

    @property
    def gap(self) -> int:
        """How much worse the facts are than the rating, in steps (negative = better, 0 without both)."""
        if self.agreement is None or self.verdict.colour is None:
            return 0
        return _GAP[self.verdict.colour] - _SEVERITY[self.rating]


def identity(facts: ReportFacts) -> Identity:
    """A project as its report names it, white space folded."""
    return Identity(
        facts.project_id,
        facts.ref,
        facts.key,
        " ".join(facts.name.split()),
        facts.unit_code,
        facts.unit_name,
        facts.category,
        facts.programme,
    )


def statement(facts: ReportFacts, status_on: dt.date) -> Statement:
    """A report's facts as the engine takes them."""
    return Statement(status_on, facts.end_on, facts.cost, facts.budget, facts.forecast, facts.currency, facts.price_basis)


def judged(
    who: Identity, now: ReportFacts | None, before: ReportFacts | None, presence: str, periods: tuple[Period, Period | None], points: Points
) -> Member:
    """A project with what its two reports say together."""
    now_on, before_period = periods[0].status_on, periods[1]
    past = statement(before, before_period.status_on) if before is not None and before_period is not None else None
    present = Statement(now_on) if now is None else statement(now, now_on)
    verdict = judge(present, past)
    reported = Confidence(now.confidence) if now and now.confidence else None
    then = Confidence(before.confidence) if before and before.confidence else None
    cost = amount_movement(
        past.whole_life_cost if past else None, present.whole_life_cost,
        currencies=(past.currency if past else "", present.currency), price_bases=(past.price_basis if past else "", present.price_basis),
    )  # fmt: skip
    return Member(
        who, now, before, presence, verdict, agreement(reported, verdict), rating_movement(then, reported, points=points).direction,
        (present.end_on - past.end_on).days if past and past.end_on and present.end_on else None,
        cost.direction, cost.share,
        past is not None and cost.direction is not None and unit_suspect(past.whole_life_cost, present.whole_life_cost),
    )  # fmt: skip


def compared(
    here: Mapping[int, Identity], there: Iterable[int], now: Mapping[int, ReportFacts], before: Mapping[int, ReportFacts],
    periods: tuple[Period, Period | None],
) -> tuple[Member, ...]:  # fmt: skip
    """Every project that belongs in the period: with its earlier report where it had one."""
    earlier = frozenset(there)
    points: Points = 5 if periods[1] is not None and periods[0].scale == periods[1].scale == "five" else 3
    return tuple(judged(who, now.get(pk), before.get(pk), BOTH if pk in earlier else JOINED, periods, points) for pk, who in here.items())


def gone(
    there: Mapping[int, Identity], here: Iterable[int], before: Mapping[int, ReportFacts], periods: tuple[Period, Period | None]
) -> tuple[Member, ...]:
    """The projects that belonged in the period compared with and don't any more."""
    present = frozenset(here)
    return tuple(judged(who, None, before.get(pk), LEFT, periods, 3) for pk, who in there.items() if pk not in present)
