"""“Look at these first”: at most six lines in the order of the rules, and what the facts check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext

from steerco.capabilities.scorecards.queries.portfolio_figures import Attention
from steerco.capabilities.scorecards.queries.portfolio_members import Member
from steerco.capabilities.scorecards.queries.portfolio_sieve import Sieve
from steerco.capabilities.status.queries import Gap, gap_of

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


def look_first(found: Sieve, never_cost: frozenset[int], never_report: frozenset[int]) -> tuple[Attention, ...]:
    """The lines in the order of the rules; a rule that finds nothing gives no line."""
    lines = [
        _disagree(found), _turned_red(found), _withheld(found), _suspect(found), _missing(found, never_report), _never(found, never_cost),
        _late(found),
    ]  # fmt: skip
    return tuple(line for line in lines if line is not None)[:AT_MOST]


def _disagree(found: Sieve) -> Attention | None:
    facts = found.facts
    broken = [m for m in found.broken if m.rating == "green" or not facts.green_broken]
    if not broken:
        return None
    late = [m for m in broken if (m.days or 0) > 0]
    worst = max(late, key=lambda m: m.days or 0, default=None)
    return Attention("disagree", len(broken), facts.green_checked if facts.green_broken else facts.checked, worst, facts.disagree)


def _turned_red(found: Sieve) -> Attention | None:
    largest = max((m for m in found.red if m.cost is not None), key=lambda m: m.cost or 0, default=None)
    return Attention("turned_red", len(found.red), len(found.members), largest) if found.red else None


def _withheld(found: Sieve) -> Attention | None:
    if not found.unrated and not found.uncosted:
        return None
    reason, count = next(iter(cost_gaps(found.uncosted)), (None, 0))
    return Attention("withheld", len(found.unrated), len(found.members), None, len(found.uncosted), reason, count)


def cost_gaps(members: Sequence[Member]) -> tuple[tuple[Gap, int], ...]:
    """Why reports give no cost: each reason in its two words, the most frequent first."""
    gaps = Counter(gap_of(m.now.gaps, COST) for m in members if m.now is not None and m.cost is None)
    by_short: dict[tuple[str, bool], tuple[Gap, int]] = {}
    for gap, count in gaps.most_common():
        first, so_far = by_short.get((gap.short, gap.kept_back), (gap, 0))
        by_short[gap.short, gap.kept_back] = (first, so_far + count)
    return tuple(sorted(by_short.values(), key=lambda found: -found[1]))


def _suspect(found: Sieve) -> Attention | None:
    return Attention("suspect", len(found.suspects), len(found.members), found.suspects[0]) if found.suspects else None


def _missing(found: Sieve, never_report: frozenset[int]) -> Attention | None:
    never = sum(1 for m in found.missing if m.who.pk in never_report)
    return Attention("missing", len(found.missing), len(found.members), found.missing[0], never) if found.missing else None


def _never(found: Sieve, never_cost: frozenset[int]) -> Attention | None:
    """Only who gives none now can never have given one."""
    never = [m for m in found.uncosted if m.before is not None and m.who.pk in never_cost]
    return Attention("never_cost", len(never), len(found.members), never[0]) if never else None


def _late(found: Sieve) -> Attention | None:
    late = [m for m in found.slipped if m.days is not None and m.days >= later_days(LATE_MONTHS)]
    longest = max(late, key=lambda m: m.days or 0, default=None)
    return Attention("late", len(late), len(found.members), longest) if late else None


def rule_of(kind: str) -> tuple[str, str, str]:
    """What a line counts, by which rule, and among whom, in words."""
    everybody = gettext("All projects")
    rules = {
        "disagree": (
            gettext("Rated better than the facts"),
            gettext("rule set 3: worse by more than 5% is Amber, by more than 10% Red; the worst fact decides"),
            gettext("Looked at: rated, with a fact to check"),
        ),
        "turned_red": (gettext("Turned Red"), gettext("rated Red now, and in the report before rated otherwise"), everybody),
        "withheld": (gettext("Give no rating"), gettext("reported, and without a rating"), everybody),
        "suspect": (gettext("Figures to check"), gettext("cost now ÷ cost before is more than 50, or less than 1 ÷ 50"), everybody),
        "missing": (gettext("No report"), gettext("on the list, and without a published report at the date"), everybody),
        "never_cost": (gettext("Never disclosed a cost"), gettext("in both reports, and no report ever gave a cost"), everybody),
        "late": (gettext("A year or more later"), gettext("end date now − end date before is 12 months or more"), everybody),
    }
    return rules[kind]
