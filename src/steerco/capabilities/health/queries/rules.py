"""The versions of the rules as the engine takes them, and as people read them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from steerco.capabilities.health.models import HealthRuleSet, RuleTier
from steerco_engine.readings import SHIPPED, SHIPPED_LIMITS, HealthRules, rules_on
from steerco_engine.rules import Dimension, Limits, Measure

EDITABLE: tuple[Measure, ...] = tuple(each for dimension in Dimension for each, one in SHIPPED_LIMITS.items() if one.dimension is dimension)
PERCENT = frozenset(
    {Measure.SLIP, Measure.SLIP_FIRST, Measure.VAC, Measure.VAC_FIRST, Measure.YEAR, Measure.VOLATILITY, Measure.ACCEPTANCE,
     Measure.DEMAND, Measure.BENEFITS_FORECAST}
)  # fmt: skip
"""Measures that people write in per cent."""
RulesByTier = Mapping[int, tuple[HealthRules, ...]]


def engine_rules(kept: HealthRuleSet) -> HealthRules:
    """A version as the engine takes it."""
    return HealthRules(kept.pk, kept.in_force_from, limits_from(kept.limits), kept.steady)


def limits_from(kept: Mapping[str, Any]) -> dict[Measure, Limits]:
    """Limits as they are kept: by measure its green and amber limit as text, null where the measure is off."""
    found: dict[Measure, Limits] = {}
    for measure, shipped in SHIPPED_LIMITS.items():
        given = kept.get(measure.value, {})
        if given is None:
            continue
        green, amber = given.get("green"), given.get("amber", "")
        limit = shipped if green is None else replace(shipped, green=Decimal(green))
        found[measure] = limit if amber == "" else replace(limit, amber=None if amber is None else Decimal(amber))
    return found


def rules_frozen(snapshot: Mapping[str, Any]) -> HealthRules | None:
    """The rules that a report froze, whatever is in force for its project now; None where it froze none."""
    kept = snapshot.get("health_rules")
    return (
        _rules_frozen(json.dumps(kept, sort_keys=True)) if isinstance(kept, Mapping) and isinstance(kept.get("limits"), Mapping) else None
    )


@lru_cache(maxsize=2_000)
def _rules_frozen(text: str) -> HealthRules:
    kept = json.loads(text)
    limits = limits_from({measure.value: kept["limits"].get(measure.value) for measure in EDITABLE})
    return HealthRules(int(kept.get("number") or 0), limits=limits, steady=bool(kept.get("steady", True)))


def limits_kept(limits: Mapping[Measure, Limits]) -> dict[str, Any]:
    """Limits as they are kept."""
    return {
        measure.value: None if (one := limits.get(measure)) is None
        else {"green": str(one.green), "amber": None if one.amber is None else str(one.amber)}
        for measure in EDITABLE
    }  # fmt: skip


def number_of(text: str) -> Decimal | None:
    """A limit as somebody wrote it; None where it is no number that a limit can be."""
    try:
        found = Decimal(text.strip().replace(",", ".").replace("−", "-"))
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found) <= 10_000 else None


def rules_by_tier(versions: Iterable[HealthRuleSet]) -> RulesByTier:
    """Tier → the versions made for it; 0 for those made for all tiers."""
    found: dict[int, list[HealthRules]] = {}
    for each in versions:
        found.setdefault(each.tier, []).append(engine_rules(each))
    return {tier: tuple(rules) for tier, rules in found.items()}


def rules_for(tier: int | None, rules: RulesByTier) -> tuple[HealthRules, ...]:
    """All versions that a project of a tier is read with: those of its tier, before which those for all tiers hold."""
    own, general = rules.get(tier or -1, ()), rules.get(RuleTier.ALL, ())
    if not own:
        return general or (SHIPPED,)
    first = min(each.in_force_from for each in own)
    return (*(each for each in general if each.in_force_from < first), *own)


def versions() -> list[HealthRuleSet]:
    """Every version, oldest first (one query)."""
    return list(HealthRuleSet.objects.select_related("author").order_by("in_force_from", "id"))


def in_force(tier: int, day: dt.date, known: Sequence[HealthRuleSet]) -> HealthRuleSet | None:
    """The version for a tier on a day; None where the shipped rules hold."""
    chosen = rules_on(rules_for(tier, rules_by_tier(known)), day)
    return next((each for each in known if each.pk == chosen.number), None)
