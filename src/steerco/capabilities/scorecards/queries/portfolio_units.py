"""Health and cost by department, and cost by rating."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from steerco.capabilities.scorecards.queries.portfolio_figures import NO_RATING, RATINGS, WORST_FIRST, RatingCost, UnitLine
from steerco.capabilities.scorecards.queries.portfolio_members import Member
from steerco_engine.sums import Disclosed, Money, disclosed

MARKS_BELOW = 300
UNIT_LINES = 18


def money(member: Member) -> Money:
    """The cost that a project discloses, with its currency and price basis."""
    now = member.now
    return (now.cost, now.currency, now.price_basis) if now else (None, "", "")


def units_of(members: Sequence[Member]) -> list[UnitLine]:
    """The departments, the one with most projects first; the single marks only while one can take them in."""
    by_code: dict[str, list[Member]] = {}
    for member in members:
        by_code.setdefault(member.who.unit_code, []).append(member)
    marks = len(members) < MARKS_BELOW
    lines = [_unit_line((code,), found[0].who.unit_name, found, marks) for code, found in by_code.items()]
    return sorted(lines, key=lambda line: (-line.cost.of, line.codes))


def _unit_line(codes: tuple[str, ...], name: str, members: Sequence[Member], marks: bool) -> UnitLine:
    order = {rating: place for place, rating in enumerate(WORST_FIRST)}
    shown = sorted(members, key=lambda m: (order[m.rating], m.who.name)) if marks else []
    return UnitLine(codes, name, Counter(m.rating for m in members), disclosed(map(money, members), len(members)), tuple(shown))


def folded(lines: list[UnitLine]) -> tuple[UnitLine, ...]:
    """The largest departments, and the rest in one line."""
    if len(lines) <= UNIT_LINES:
        return tuple(lines)
    kept, rest = lines[: UNIT_LINES - 1], lines[UNIT_LINES - 1 :]
    counts: Counter[str] = Counter()
    for line in rest:
        counts.update(line.counts)
    members = [m for line in rest for m in line.members]
    cost = disclosed((money(m) for m in members), len(members)) if members else _summed([line.cost for line in rest])
    return (*kept, UnitLine(tuple(line.codes[0] for line in rest), "", counts, cost, tuple(members)))


def _summed(costs: Sequence[Disclosed]) -> Disclosed:
    """Sums of several departments as one, those in the main currency and price basis only."""
    values = [(c.amount, c.currency, c.price_basis) for c in costs]
    whole = disclosed(values, len(values))
    return Disclosed(whole.amount, whole.currency, whole.price_basis, sum(c.given for c in costs), sum(c.of for c in costs), whole.others)


def cost_by_rating(members: Sequence[Member]) -> tuple[RatingCost, ...]:
    """What the projects of each rating disclose."""
    by_rating: dict[str, list[Member]] = {}
    for member in members:
        by_rating.setdefault(member.rating, []).append(member)
    return tuple(
        RatingCost(rating, disclosed(map(money, by_rating[rating]), len(by_rating[rating])))
        for rating in (*RATINGS, NO_RATING) if rating in by_rating
    )  # fmt: skip
