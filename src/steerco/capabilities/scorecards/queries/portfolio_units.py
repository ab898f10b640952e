"""Health and cost by department, and cost by rating."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext

from steerco.capabilities.scorecards.queries.portfolio_figures import NO_RATING, RATINGS, WORST_FIRST, RatingCost, UnitLine
from steerco.capabilities.scorecards.queries.portfolio_members import Member
from steerco.capabilities.scorecards.queries.portfolio_sieve import Sieve, sieve
from steerco.foundation.ui.amounts import told
from steerco.foundation.ui.figures import grouped
from steerco_engine.sums import Disclosed, Money, disclosed

MARKS_BELOW = 300
UNIT_LINES = 18
_ORDER = {rating: place for place, rating in enumerate(WORST_FIRST)}


def money(member: Member) -> Money:
    """The cost that a project discloses, with its currency and price basis."""
    now = member.now
    return (now.cost, now.currency, now.price_basis) if now else (None, "", "")


def units_of(members: Sequence[Member]) -> list[UnitLine]:
    """The departments, the one with most projects first; the single marks only while one can take them in."""
    return units(sieve(members))


def units(found: Sieve) -> list[UnitLine]:
    """The departments of members that were gone through."""
    counts: dict[str, Counter[str]] = {}
    for (code, rating), (count, _given) in found.cells.items():
        counts.setdefault(code, Counter())[rating] += count
    names: dict[str, str] = {}
    for code, name in found.departments:
        names.setdefault(code, name)
    marks: dict[str, list[Member]] = {}
    for member in found.members if len(found.members) < MARKS_BELOW else ():
        marks.setdefault(member.who.unit_code, []).append(member)
    lines = [UnitLine((code,), names[code], counts[code], found.disclosed(unit=code), _in_order(marks.get(code, ()))) for code in counts]
    return sorted(lines, key=lambda line: (-line.cost.of, line.codes))


def _in_order(members: Sequence[Member]) -> tuple[Member, ...]:
    return tuple(sorted(members, key=lambda m: (_ORDER[m.rating], m.who.name)))


def folded(lines: list[UnitLine]) -> tuple[UnitLine, ...]:
    """The largest departments, and the rest in one line."""
    if len(lines) <= UNIT_LINES:
        return tuple(lines)
    kept, rest = lines[: UNIT_LINES - 1], lines[UNIT_LINES - 1 :]
    counts: Counter[str] = Counter()
    for line in rest:
        counts.update(line.counts)
    members = [m for line in rest for m in line.members]
    cost = disclosed(map(money, members), len(members)) if members else _summed([line.cost for line in rest])
    return (*kept, UnitLine(tuple(line.codes[0] for line in rest), "", counts, cost, tuple(members)))


def _summed(costs: Sequence[Disclosed]) -> Disclosed:
    """Sums of several departments as one, those in the main currency and price basis only."""
    values = [(c.amount, c.currency, c.price_basis) for c in costs]
    whole = disclosed(values, len(values))
    return Disclosed(whole.amount, whole.currency, whole.price_basis, sum(c.given for c in costs), sum(c.of for c in costs), whole.others)


def cost_by_rating(found: Sieve) -> tuple[RatingCost, ...]:
    """What the projects of each rating disclose."""
    there = found.ratings
    return tuple(RatingCost(rating, found.disclosed(rating=rating)) for rating in (*RATINGS, NO_RATING) if there[rating])


def share_words(cost: Disclosed) -> str:
    """`193 of 244 disclose it; the other 51 are left out.`"""
    if not cost.withheld:
        return gettext("All %(of)s disclose it.") % {"of": grouped(cost.of)}
    return gettext("%(given)s of %(of)s disclose it; the other %(rest)s are left out, each with its reason.") % {
        "given": grouped(cost.given), "of": grouped(cost.of), "rest": grouped(cost.withheld),
    }  # fmt: skip


def other_money(cost: Disclosed) -> str:
    """What isn't in the sum because it is in another currency or price basis."""
    return "; ".join(
        gettext("%(amount)s by %(count)s (%(basis)s prices) is not added in")
        % {"amount": told(amount, currency), "count": count, "basis": basis}
        for currency, basis, amount, count in cost.others
    )
