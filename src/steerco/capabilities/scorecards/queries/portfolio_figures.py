"""What the portfolio page shows, as frozen values: periods, counts, sums with their disclosed share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from steerco.capabilities.status.queries import Gap
from steerco_engine.sums import Disclosed

if TYPE_CHECKING:
    from steerco.capabilities.scorecards.queries.portfolio_members import Member

RATINGS = ("green", "amber_green", "amber", "amber_red", "red")
NO_RATING = ""
WORST_FIRST = (*reversed(RATINGS), NO_RATING)
CODES = {"green": "g", "amber_green": "ag", "amber": "a", "amber_red": "ar", "red": "r", NO_RATING: "n"}


@dataclass(frozen=True, slots=True)
class PortfolioHead:
    """What the page says of the portfolio itself."""

    pk: int
    ref: str
    name: str
    purpose: str
    source_note: str
    membership: str


@dataclass(frozen=True, slots=True)
class Period:
    """A reporting period of the portfolio: its place among the periods, its date and its scale."""

    pk: int
    place: int
    name: str
    status_on: dt.date
    scale: str
    scale_changed_in: str
    budget_year: str
    gap_before: bool = False

    def breaks_after(self, before: Period | None) -> bool:
        """Whether the rating scale changed between the period before and this one."""
        return before is not None and before.scale != self.scale


def scale_break(before: Period | None, after: Period) -> str:
    """The change of scale between two periods in words; empty when there is none."""
    if not after.breaks_after(before) or before is None:
        return ""
    points = {"five": gettext("five"), "three": gettext("three")}
    words = {"when": after.scale_changed_in or after.name, "old": points[before.scale], "new": points[after.scale]}
    return gettext("%(when)s: %(old)s points become %(new)s.") % words


@dataclass(frozen=True, slots=True)
class Column:
    """One period of the rating river: how many projects have each rating; `NO_RATING` counts withheld and missing ones."""

    period: Period
    counts: Mapping[str, int]
    total: int


@dataclass(frozen=True, slots=True)
class Flow:
    """How many projects went from one rating to another between two neighbouring periods."""

    place: int
    before: str
    after: str
    count: int


@dataclass(frozen=True, slots=True)
class River:
    """Ratings over all periods up to the date, and the projects' ways between neighbouring ones."""

    columns: tuple[Column, ...]
    flows: tuple[Flow, ...]
    joined: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Split:
    """How many of the comparable got better, stayed and got worse."""

    better: int
    same: int
    worse: int

    @property
    def comparable(self) -> int:
        """How many can be compared at all."""
        return self.better + self.same + self.worse


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed between the two periods compared."""

    rating: Split
    points: int
    end_date: Split
    cost: Split
    cost_before: Disclosed
    cost_now: Disclosed
    joined: int
    left: int
    both: int

    @property
    def cost_share(self) -> Decimal | None:
        """The change of the cost that both periods disclose, as a share of the earlier sum."""
        before, now = self.cost_before.amount, self.cost_now.amount
        return None if not before or now is None or before <= 0 else (now - before) / before


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One department (or the last small ones together): its ratings and its disclosed cost."""

    codes: tuple[str, ...]
    name: str
    counts: Mapping[str, int]
    cost: Disclosed
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class RatingCost:
    """Disclosed cost of the projects of one rating."""

    rating: str
    cost: Disclosed


@dataclass(frozen=True, slots=True)
class FactsCheck:
    """How many Green projects the facts can check and how many of them break a limit; how many are rated better than their facts in all."""

    green_checked: int
    green_broken: int
    disagree: int
    better: int
    checked: int


@dataclass(frozen=True, slots=True)
class Attention:
    """One line of “look at these first”."""

    kind: str
    count: int
    of: int = 0
    example: Member | None = None
    extra: int = 0
    reason: Gap | None = None
    reason_count: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that the list can be filtered by, and how many projects have it."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class HistoryPoint:
    """One period in a row's history; None where the project wasn't in it."""

    period: Period
    rating: str | None
    end_on: dt.date | None = None
    cost: Decimal | None = None
    money: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Row:
    """One project of the list with its history, slip and changes since its first report."""

    member: Member
    history: tuple[HistoryPoint, ...]
    first_end: HistoryPoint | None
    first_cost: HistoryPoint | None
    held: int
    periods: int
    stale_rating: str | None = None
    age: str | None = None
    last_period: Period | None = None

    @property
    def slip_days(self) -> int | None:
        """Days between the first end date ever reported and the one of now."""
        end = self.member.now.end_on if self.member.now else None
        return (end - self.first_end.end_on).days if end and self.first_end and self.first_end.end_on else None

    @property
    def cost_share(self) -> Decimal | None:
        """The change of the cost since it was first disclosed, in the same currency and price basis."""
        now = self.member.now
        if now is None or now.cost is None or self.first_cost is None or self.first_cost.cost is None or self.first_cost.cost <= 0:
            return None
        return (now.cost - self.first_cost.cost) / self.first_cost.cost


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything above the list, for the projects in the scope."""

    head: PortfolioHead
    limited: bool
    periods: tuple[Period, ...]
    now: Period | None
    against: Period | None
    total: int
    members: tuple[Member, ...]
    left: tuple[Member, ...]
    cost: Disclosed
    cost_gaps: tuple[tuple[Gap, int], ...]
    counts: Mapping[str, int]
    missing: int
    facts: FactsCheck
    river: River
    changed: Changed | None
    first: tuple[Attention, ...]
    units: tuple[UnitLine, ...]
    unit_total: int
    cost_by_rating: tuple[RatingCost, ...]
    longest: tuple[Member, ...]
    choices: Mapping[str, tuple[Choice, ...]]
    never_cost: frozenset[int]
    never_rating: frozenset[int]
    never_report: frozenset[int]

    @property
    def is_past(self) -> bool:
        """Whether the page shows another period than the newest."""
        return self.now is not None and self.now.place < len(self.periods) - 1
