"""The projects of a portfolio in a period beside the period compared with, each judged by the rule set."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
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
    """A project of the portfolio: its report of the period and of the one compared with (either may be missing), and what they say.

    `gap` is how much worse the facts are than the rating, in steps (negative = better, 0 without both); `year_share` the year's forecast
    against its budget. A page counts thousands of them in many ways, so each is worked out once, when the project is judged.
    """

    who: Identity
    now: ReportFacts | None
    before: ReportFacts | None
    presence: str
    verdict: Verdict
    agreement: Agreement | None
    rating: str
    rating_moved: Direction | None
    days: int | None
    end_moved: Direction | None
    cost: Decimal | None
    cost_moved: Direction | None
    cost_share: Decimal | None
    year_share: Decimal | None
    suspect: bool
    gap: int
    attention: tuple[int, float, str]
    """Its place in the order by attention, within each the largest disclosed cost first.

    Red, or Green while the facts say Red; then facts one step worse than the rating; then a doubtful figure; then no rating or no report.
    """

    @property
    def told(self) -> ReportFacts | None:
        """The report that a list speaks of: that of the period, or the last one of a project that left."""
        return self.before if self.presence == LEFT else self.now

    @property
    def turned_red(self) -> bool:
        """Whether it is Red now and had another rating in the period compared with."""
        return self.rating == "red" and self.before is not None and self.before.confidence not in ("", "red")


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
    rating = now.confidence if now else NO_RATING
    reported = Confidence(rating) if rating else None
    then = Confidence(before.confidence) if before and before.confidence else None
    agrees = agreement(reported, verdict)
    cost = amount_movement(
        past.whole_life_cost if past else None, present.whole_life_cost,
        currencies=(past.currency if past else "", present.currency), price_bases=(past.price_basis if past else "", present.price_basis),
    )  # fmt: skip
    days = (present.end_on - past.end_on).days if past and past.end_on and present.end_on else None
    suspect = past is not None and cost.direction is not None and unit_suspect(past.whole_life_cost, present.whole_life_cost)
    gap = 0 if agrees is None or verdict.colour is None else _GAP[verdict.colour] - _SEVERITY[rating]
    told = now or before
    return Member(
        who, now, before, presence, verdict, agrees, rating, rating_movement(then, reported, points=points).direction,
        days, None if days is None else Direction.of(days), present.whole_life_cost, cost.direction, cost.share,
        verdict.findings[2].share, suspect, gap, (_place(rating, gap, suspect), -float((told.cost if told else None) or 0), who.name),
    )  # fmt: skip


def _place(rating: str, gap: int, suspect: bool) -> int:
    if rating == "red" or gap > 1:
        return 0
    if gap > 0:
        return 1
    if suspect:
        return 2
    return 3 if rating == NO_RATING else 4


@dataclass(frozen=True, slots=True)
class Compared:
    """The projects of a period, and those that left since the period compared with, in the order of their making."""

    members: tuple[Member, ...]
    left: tuple[Member, ...]
    by_pk: Mapping[int, Member]


def compared(
    here: Mapping[int, Identity], now: Mapping[int, ReportFacts], there: Mapping[int, Identity], before: Mapping[int, ReportFacts],
    periods: tuple[Period, Period | None], old: Compared | None = None,
) -> Compared:  # fmt: skip
    """Every project that belongs in either period; one whose reports are the very same as before is not judged again."""
    points: Points = 5 if periods[1] is not None and periods[0].scale == periods[1].scale == "five" else 3
    known = old.by_pk if old is not None else {}
    made: dict[int, Member] = {}
    for pk, who in here.items():
        made[pk] = _kept(known.get(pk), who, now.get(pk), before.get(pk), BOTH if pk in there else JOINED) or judged(
            who, now.get(pk), before.get(pk), BOTH if pk in there else JOINED, periods, points
        )
    gone = {
        pk: _kept(known.get(pk), who, None, before.get(pk), LEFT) or judged(who, None, before.get(pk), LEFT, periods, 3)
        for pk, who in there.items()
        if pk not in here
    }
    return Compared(tuple(made.values()), tuple(gone.values()), made | gone)


def _kept(old: Member | None, who: Identity, now: ReportFacts | None, before: ReportFacts | None, presence: str) -> Member | None:
    if old is not None and old.who is who and old.now is now and old.before is before and old.presence == presence:
        return old
    return None
