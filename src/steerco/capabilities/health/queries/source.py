"""What health is computed from: published reports as they were frozen, and the rules; kept project by project as the ledger moves."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from django.db.models import TextField, Value
from django.db.models.functions import Cast, Coalesce

from steerco.capabilities.health.models import HealthOverride
from steerco.capabilities.health.queries.rules import RulesByTier, rules_by_tier, rules_for, rules_frozen, versions
from steerco.capabilities.projects import queries as projects_queries
from steerco.capabilities.status import queries as status_queries
from steerco.capabilities.status.queries import StatusReport
from steerco.capabilities.status.services import frozen
from steerco.foundation.access.actor import Actor
from steerco.foundation.ledger.derived import Derived, Made, carried
from steerco.foundation.ledger.followed import Followed
from steerco.foundation.ledger.memo import Memo, Seen, stamp
from steerco_engine.confidence import Confidence, on_three_points
from steerco_engine.health import Health
from steerco_engine.readings import FrozenReport, HealthRules, Reading, readings
from steerco_engine.rules import Dimension, Measure
from steerco_engine.watermelons import Difference, difference

R = TypeVar("R")
OVERALL = "overall"
_series: Followed[tuple[Kept, ...]] = Followed(capacity=60_000)
_projects: Followed[ProjectLine] = Followed(capacity=60_000)
_memo = Memo(capacity=200)
_derived = Derived(capacity=400_000)


@dataclass(frozen=True, slots=True)
class Kept:
    """One published report as health reads it: what was said, and the facts that were frozen."""

    report_id: int
    period_id: int
    period: str
    scale: str
    status_on: dt.date
    confidence: str
    colours: Mapping[str, Any]
    gaps: Mapping[str, Any]
    frozen: FrozenReport

    def reported(self, what: str) -> Health | None:
        """The colour that was reported of a dimension, or of the whole: there, without one, its delivery confidence on three points."""
        said = self.colours.get(what)
        if isinstance(said, Mapping) and said.get("colour") in Health._value2member_map_:
            return Health(said["colour"])
        if what == OVERALL and self.confidence:
            return Health(on_three_points(Confidence(self.confidence)).value)
        return None


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """What a list says of a project before its health."""

    pk: int
    ref: str
    key: str
    name: str
    unit_code: str
    unit_name: str
    category: str
    programme: str
    owner: str
    tier: int | None
    portfolios: str = ""


@dataclass(frozen=True, slots=True)
class ProjectHealth:
    """A project's published reports, oldest first, what the facts of each say, and how each differs from what was said."""

    kept: tuple[Kept, ...]
    readings: tuple[Reading, ...]
    differences: tuple[Difference | None, ...]

    def until(self, day: dt.date) -> ProjectHealth | None:
        """What was known on a day; None where nothing was."""
        if self.kept[-1].status_on <= day:
            return self
        count = sum(1 for each in self.kept if each.status_on <= day)
        return ProjectHealth(self.kept[:count], self.readings[:count], self.differences[:count]) if count else None


class HealthSource:
    """The health of every project that one actor sees; every answer is kept until what it was computed from is written."""

    def __init__(self, by: Actor) -> None:
        self.by = by
        self.stamp: Seen = stamp(by) or Seen(by.organisation.pk, 0, "", {}, object())

    @cached_property
    def series(self) -> Mapping[int, tuple[Kept, ...]]:
        """Project → its published reports, oldest first (one query)."""
        return _series.all(self.stamp, self.name("series"), self._series, status_queries.projects_touched)

    @cached_property
    def projects(self) -> Mapping[int, ProjectLine]:
        """Every project that has a published report, or could have one (two queries)."""
        return _projects.all(self.stamp, self.name("projects"), self._lines, projects_queries.projects_touched)

    @cached_property
    def rules(self) -> RulesByTier:
        """The versions of the rules by tier (one query)."""
        return _memo.of(self.stamp, "rules", lambda: rules_by_tier(versions()), closed=True)

    @cached_property
    def overrides(self) -> Mapping[int, tuple[HealthOverride, ...]]:
        """Project → the colours that people stand for, oldest first (one query)."""
        return _memo.of(self.stamp, "overrides", _overrides, closed=True)

    @cached_property
    def periods(self) -> tuple[tuple[str, dt.date, str], ...]:
        """Name, date and scale of every period, oldest first (one query)."""
        return _memo.of(self.stamp, "periods", lambda: tuple((p.name, p.status_on, p.scale) for p in status_queries.periods()), closed=True)

    @cached_property
    def health(self) -> Mapping[int, ProjectHealth]:
        """Project → what its reports say and what their facts say; only what changed is computed again."""
        tiers: Mapping[int, int | None] = self.derived("tiers", (self.projects,), lambda old: carried(self.projects, _tier, old), _few)
        series, rules = self.series, self.rules

        def make(before: Made[Mapping[int, ProjectHealth]] | None) -> Mapping[int, ProjectHealth]:
            same = before if before is not None and before.parts[2] is rules else None
            old, past, known = (same.parts[0], same.parts[1], same.result) if same is not None else ({}, {}, {})
            return {
                pk: known[pk] if old.get(pk) is kept and past.get(pk) == tiers.get(pk) else health_of(kept, rules_for(tiers.get(pk), rules))
                for pk, kept in series.items()
            }

        return self.derived("health", (series, tiers, rules), make, lambda found: sum(len(one.kept) for one in found.values()))

    def of(self, project_id: int) -> ProjectHealth | None:
        """The health of one project."""
        return self.health.get(project_id)

    def alone(self, project_id: int) -> ProjectHealth | None:
        """The health of one project without reading any other (three queries)."""
        kept = self._series([project_id]).get(project_id)
        line = self._lines([project_id]).get(project_id)
        return health_of(kept, rules_for(line.tier, self.rules)) if kept is not None and line is not None else None

    def derived(
        self, what: Hashable, parts: tuple[Any, ...], make: Callable[[Made[R] | None], R], weigh: Callable[[R], int] = lambda _: 1
    ) -> R:
        """What is made from these parts for this reader, kept until one of them is another object."""
        return _derived.of(self.name(what), parts, make, weigh)

    def name(self, *what: Hashable) -> Hashable:
        """A name of something that is kept for this reader's sight."""
        return (self.stamp.sight, *what)

    def _series(self, project_ids: Collection[int] | None) -> dict[int, tuple[Kept, ...]]:
        found: dict[int, list[Kept]] = {}
        rows = status_queries.published(self.by)
        rows = rows if project_ids is None else rows.filter(project_id__in=project_ids)
        told = rows.order_by("project_id", "period__status_on", "pk").values_list(
            "project_id", "pk", "period_id", "period__name", "period__scale", "period__status_on", "confidence", "end_on",
            "whole_life_cost_amount", "year_budget_amount", "year_forecast_amount", "benefits_amount", "currency", "price_basis",
            Cast("reported_colours", TextField()), Cast("gaps", TextField()), Cast("snapshot", TextField()),
        )  # fmt: skip
        for row in told.iterator(chunk_size=5000):
            found.setdefault(row[0], []).append(_kept(row))
        return {pk: tuple(kept) for pk, kept in found.items()}

    def _lines(self, project_ids: Collection[int] | None) -> dict[int, ProjectLine]:
        found = projects_queries.projects(self.by)
        chosen = (found if project_ids is None else found.filter(pk__in=project_ids)).order_by("pk")
        rows = chosen.values_list(
            "pk", "ref", "key", "name", Coalesce("unit__code", Value("")), Coalesce("unit__name", Value("")), "category",
            Coalesce("programme__name", Value("")), Coalesce("owner__name", Value("")), "tier",
        )  # fmt: skip
        lines = {row[0]: ProjectLine(*row) for row in rows}
        seen = projects_queries.portfolios(self.by).order_by().values("pk")
        members = chosen.filter(memberships__portfolio__in=seen).values_list("pk", "memberships__portfolio__ref")
        portfolios: dict[int, list[str]] = {}
        for pk, ref in members:
            portfolios.setdefault(pk, []).append(ref)
        return {pk: replace(line, portfolios=", ".join(sorted(portfolios[pk]))) if pk in portfolios else line for pk, line in lines.items()}


def health_of(kept: tuple[Kept, ...], rules: tuple[HealthRules, ...]) -> ProjectHealth:
    """What the reports of one project say, and what their facts say by these rules."""
    told = readings([each.frozen for each in kept], rules)
    return ProjectHealth(kept, told, tuple(map(_difference, kept, told)))


def frozen_of(report: StatusReport) -> FrozenReport:
    """The facts of a report that is on its way, as they would be frozen now; those of its submission where it was submitted."""
    snapshot = {**frozen(report), **report.snapshot}
    return FrozenReport(
        report.period.status_on, report.end_on, report.whole_life_cost_amount, report.year_budget_amount, report.year_forecast_amount,
        report.benefits_amount, report.currency, report.price_basis, **_baseline(snapshot), measures=dict(_measures(snapshot)),
        rules=rules_frozen(snapshot),
    )  # fmt: skip


def _difference(kept: Kept, reading: Reading) -> Difference | None:
    said = {dimension: kept.reported(dimension.value) for dimension in Dimension} if kept.colours else None
    return difference(kept.reported(OVERALL), reading.evident, said, reading.colours() if said else None)


def _tier(line: ProjectLine) -> int | None:
    return line.tier


def _few(_found: Any) -> int:
    return 1


def _overrides() -> dict[int, tuple[HealthOverride, ...]]:
    found: dict[int, list[HealthOverride]] = {}
    for each in HealthOverride.objects.filter(ended_on=None).select_related("author").order_by("since_on", "id"):
        found.setdefault(each.project_id, []).append(each)
    return {pk: tuple(told) for pk, told in found.items()}


def _kept(row: tuple[Any, ...]) -> Kept:
    snapshot = _json(row[16]) if row[16] not in ("", "{}") else {}
    facts = FrozenReport(
        row[5], row[7], row[8], row[9], row[10], row[11], row[12], row[13], **_baseline(snapshot), measures=dict(_measures(snapshot)),
        rules=rules_frozen(snapshot) if snapshot else None,
    )  # fmt: skip
    return Kept(row[1], row[2], row[3], row[4], row[5], row[6], _shared(row[14]), _shared(row[15]), facts)


def _json(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text)
    return found


_shared = lru_cache(maxsize=20_000)(_json)


def _measures(snapshot: Mapping[str, Any]) -> Iterable[tuple[Measure, Decimal]]:
    """The measures that any part of a snapshot gives under “measures”, by the name of the measure."""
    for part in snapshot.values():
        for name, value in (part.get("measures") or {}).items() if isinstance(part, Mapping) else ():
            number = _number(value)
            if name in Measure._value2member_map_ and number is not None:
                yield Measure(name), number


def _baseline(snapshot: Mapping[str, Any]) -> dict[str, Any]:
    """The baseline in force that any part of a snapshot gives under “baseline”: the day it was agreed, its end date, its cost."""
    held = next((part["baseline"] for part in snapshot.values() if isinstance(part, Mapping) and part.get("baseline")), None)
    if not isinstance(held, Mapping) or _day(held.get("on")) is None:
        return {}
    return {"baseline_on": _day(held.get("on")), "baseline_end_on": _day(held.get("end_on")), "baseline_cost": _number(held.get("cost"))}


def _number(value: Any) -> Decimal | None:
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _day(value: Any) -> dt.date | None:
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        return None
