"""“Look at these first”: at most six lines in the order of the rules, and what the facts check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from steerco.capabilities.scorecards.queries.portfolio_figures import NO_RATING, Attention, FactsCheck
from steerco.capabilities.scorecards.queries.portfolio_members import Member
from steerco.capabilities.status.queries import Gap, gap_of
from steerco_engine.health import Agreement

AT_MOST = 6
COST = "whole_life_cost_amount"
MONTH_DAYS = 365.25 / 12
LATE_MONTHS = 12


def later_days(months: int) -> int:
    """The least number of days that counts as so many months later."""
    return int(months * MONTH_DAYS)


def attention(member: Member) -> int:
    """The place of a project in the order by attention."""
    return member.attention[0]


def facts_check(members: Sequence[Member]) -> FactsCheck:
    """How the ratings stand beside what the facts compute."""
    checked = [m for m in members if m.agreement is not None]
    green = [m for m in checked if m.rating == "green"]
    return FactsCheck(
        green_checked=len(green),
        green_broken=sum(1 for m in green if m.gap > 0),
        disagree=sum(1 for m in checked if m.agreement is Agreement.BETTER_THAN_FACTS),
        better=sum(1 for m in checked if m.agreement is Agreement.WORSE_THAN_FACTS),
        checked=len(checked),
    )


def look_first(
    members: Sequence[Member], facts: FactsCheck, never_cost: frozenset[int], never_report: frozenset[int]
) -> tuple[Attention, ...]:
    """The lines in the order of the rules; a rule that finds nothing gives no line."""
    lines = [
        _disagree(members, facts), _turned_red(members), _withheld(members), _suspect(members),
        _missing(members, never_report), _never(members, never_cost), _late(members),
    ]  # fmt: skip
    return tuple(line for line in lines if line is not None)[:AT_MOST]


def _disagree(members: Sequence[Member], facts: FactsCheck) -> Attention | None:
    broken = [m for m in members if m.gap > 0 and (m.rating == "green" or not facts.green_broken)]
    if not broken:
        return None
    late = [m for m in broken if (m.days or 0) > 0]
    worst = max(late, key=lambda m: m.days or 0, default=None)
    return Attention("disagree", len(broken), facts.green_checked if facts.green_broken else facts.checked, worst, facts.disagree)


def _turned_red(members: Sequence[Member]) -> Attention | None:
    red = [m for m in members if m.turned_red]
    largest = max((m for m in red if m.cost is not None), key=lambda m: m.cost or 0, default=None)
    return Attention("turned_red", len(red), len(members), largest) if red else None


def _withheld(members: Sequence[Member]) -> Attention | None:
    unrated = [m for m in members if m.now is not None and m.rating == NO_RATING]
    uncosted = [m for m in members if m.now is not None and m.cost is None]
    if not unrated and not uncosted:
        return None
    reason, count = next(iter(cost_gaps(uncosted)), (None, 0))
    return Attention("withheld", len(unrated), len(members), None, len(uncosted), reason, count)


def cost_gaps(members: Sequence[Member]) -> tuple[tuple[Gap, int], ...]:
    """Why reports give no cost: each reason in its two words, the most frequent first."""
    gaps = Counter(gap_of(m.now.gaps, COST) for m in members if m.now is not None and m.cost is None)
    by_short: dict[tuple[str, bool], tuple[Gap, int]] = {}
    for gap, count in gaps.most_common():
        first, so_far = by_short.get((gap.short, gap.kept_back), (gap, 0))
        by_short[gap.short, gap.kept_back] = (first, so_far + count)
    return tuple(sorted(by_short.values(), key=lambda found: -found[1]))


def _suspect(members: Sequence[Member]) -> Attention | None:
    suspects = [m for m in members if m.suspect]
    return Attention("suspect", len(suspects), len(members), suspects[0]) if suspects else None


def _missing(members: Sequence[Member], never_report: frozenset[int]) -> Attention | None:
    missing = [m for m in members if m.now is None]
    never = sum(1 for m in missing if m.who.pk in never_report)
    return Attention("missing", len(missing), len(members), missing[0], never) if missing else None


def _never(members: Sequence[Member], never_cost: frozenset[int]) -> Attention | None:
    never = [m for m in members if m.now is not None and m.before is not None and m.who.pk in never_cost]
    return Attention("never_cost", len(never), len(members), never[0]) if never else None


def _late(members: Sequence[Member]) -> Attention | None:
    late = [m for m in members if m.days is not None and m.days >= later_days(LATE_MONTHS)]
    longest = max(late, key=lambda m: m.days or 0, default=None)
    return Attention("late", len(late), len(members), longest) if late else None
