"""How far the newest figures of a project can be relied on: which checks they pass, and which figures are unsafe (domain.md §10.9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from steerco.capabilities.health.queries.source import Kept
from steerco_engine.movement import amount_movement, end_date_movement, unit_suspect
from steerco_engine.quality import Part, Quality, quality_score
from steerco_engine.staleness import Age

ASKED = ("confidence", "end_on", "whole_life_cost_amount", "year_budget_amount", "year_forecast_amount", "benefits_amount")
EXCUSED = frozenset({"not_applicable", "not_in_return"})
TIMELY = {Age.FRESH: Decimal(1), Age.STALE: Decimal("0.5"), Age.EXPIRED: Decimal(0)}
HELD = Decimal("0.05")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: for which part, of which figure, whether it passed, and what it says if not."""

    part: Part
    figure: str
    passed: bool
    said: str = ""


@dataclass(frozen=True, slots=True)
class DataQuality:
    """The score, its parts, and what was looked at."""

    quality: Quality
    parts: dict[Part, Decimal | None]
    checks: tuple[Check, ...]

    @property
    def unsafe(self) -> list[Check]:
        """The checks that failed: each names a figure that is not to be relied on."""
        return [check for check in self.checks if not check.passed and check.part is not Part.COMPLETENESS]


def data_quality(now: Kept, before: Kept | None, age: Age | None) -> DataQuality:
    """How far the newest report of a project can be relied on."""
    checks = (*_given(now), *_valid(now, before), *_consistent(now, before), *_hit(now, before))
    parts: dict[Part, Decimal | None] = {part: _share([each for each in checks if each.part is part]) for part in Part}
    parts[Part.TIMELINESS] = None if age is None else TIMELY[age]
    return DataQuality(quality_score(parts), parts, checks)


def _share(checks: list[Check]) -> Decimal | None:
    return Decimal(sum(1 for check in checks if check.passed)) / len(checks) if checks else None


def _given(now: Kept) -> Iterator[Check]:
    facts = now.frozen
    values = (now.confidence, facts.end_on, facts.whole_life_cost, facts.year_budget, facts.year_forecast, facts.benefits)
    for name, value in zip(ASKED, values, strict=True):
        gap = now.gaps.get(name)
        kind = gap.get("kind", "") if isinstance(gap, dict) else ""
        if value not in (None, "") or kind not in EXCUSED:
            yield Check(Part.COMPLETENESS, name, value not in (None, ""), _("not given"))


def _valid(now: Kept, before: Kept | None) -> Iterator[Check]:
    facts, old = now.frozen, before.frozen if before is not None else None
    for name, value in (("whole_life_cost_amount", facts.whole_life_cost), ("year_budget_amount", facts.year_budget),
                        ("year_forecast_amount", facts.year_forecast)):  # fmt: skip
        if value is not None:
            yield Check(Part.VALIDITY, name, value >= 0, _("below zero"))
    if old is not None and facts.whole_life_cost is not None and old.whole_life_cost is not None:
        suspect = unit_suspect(old.whole_life_cost, facts.whole_life_cost)
        yield Check(Part.VALIDITY, "whole_life_cost_amount", not suspect, _("50 times the report before, or a 50th of it: check the unit"))


def _consistent(now: Kept, before: Kept | None) -> Iterator[Check]:
    facts = now.frozen
    if facts.whole_life_cost is not None and facts.year_forecast is not None and facts.whole_life_cost > 0:
        fits = facts.year_forecast <= facts.whole_life_cost
        yield Check(Part.CONSISTENCY, "year_forecast_amount", fits, _("the forecast of the year is more than the whole-life cost"))
    if facts.end_on is not None:
        yield Check(Part.CONSISTENCY, "end_on", facts.end_on >= facts.status_on, _("the end date had passed when it was reported"))
    if before is not None and facts.whole_life_cost is not None and before.frozen.whole_life_cost is not None:
        same = (facts.currency, facts.price_basis) == (before.frozen.currency, before.frozen.price_basis)
        yield Check(Part.CONSISTENCY, "whole_life_cost_amount", same, _("in other prices or another currency than the report before"))


def _hit(now: Kept, before: Kept | None) -> Iterator[Check]:
    """Whether what the report before forecast held within 5%."""
    if before is None:
        return
    moved = end_date_movement(before.frozen.end_on, now.frozen.end_on, before.status_on)
    if moved.share is not None:
        yield Check(Part.ACCURACY, "end_on", abs(moved.share) <= HELD, _("the last forecast did not hold within 5%"))
    cost = amount_movement(
        before.frozen.whole_life_cost, now.frozen.whole_life_cost,
        currencies=(before.frozen.currency, now.frozen.currency), price_bases=(before.frozen.price_basis, now.frozen.price_basis),
    )  # fmt: skip
    if cost.share is not None:
        yield Check(Part.ACCURACY, "whole_life_cost_amount", abs(cost.share) <= HELD, _("the last forecast did not hold within 5%"))


def figure_word(name: str) -> str:
    """A figure in words."""
    return {
        "confidence": _("rating"), "end_on": _("end date"), "whole_life_cost_amount": _("whole-life cost"),
        "year_budget_amount": _("budget of the year"), "year_forecast_amount": _("forecast of the year"), "benefits_amount": _("benefits"),
    }[name]  # fmt: skip


def part_word(part: Part) -> str:
    """A part of the score in a word."""
    return {
        Part.COMPLETENESS: _("Complete"), Part.TIMELINESS: _("On time"), Part.VALIDITY: _("Valid"),
        Part.CONSISTENCY: _("Consistent"), Part.ACCURACY: _("Forecasts held"),
    }[part]  # fmt: skip
