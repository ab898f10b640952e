"""Rated well while the facts had moved: per period, who was rated Green or Amber/Green although end date or cost was beyond tolerance."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from steerco.capabilities.health.queries.source import HealthSource, Kept, ProjectLine
from steerco_engine.movement import unit_suspect
from steerco_engine.readings import Measured, Reading
from steerco_engine.rules import Measure

WELL = ("green", "amber_green")
TOLERANCE = Decimal("0.10")
EITHER = (Measure.SLIP, Measure.SLIP_FIRST, Measure.VAC, Measure.VAC_FIRST)


@dataclass(frozen=True, slots=True)
class RatedWell:
    """A project that was rated well for a period, and what had moved beyond tolerance."""

    project: ProjectLine
    kept: Kept
    moved: tuple[tuple[Measure, Measured], ...]

    @property
    def worst(self) -> Decimal:
        """How far the worst of them had moved, as a share."""
        return max(abs(found.value) for _measure, found in self.moved if found.value is not None)


@dataclass(frozen=True, slots=True)
class MovedPeriod:
    """A period: how many were rated well, how many of them can be checked, and those that had moved."""

    name: str
    status_on: dt.date
    rated: int
    checked: int
    moved: tuple[RatedWell, ...]


def beyond(reading: Reading, tolerance: Decimal = TOLERANCE) -> tuple[tuple[Measure, Measured], ...]:
    """The end date and cost measures of a report that are worse by more than the tolerance; against the report before and the first.

    Where the report before is the first one it is told once; a cost that is more than 50 times another is a unit to check, no movement.
    """
    found: list[tuple[Measure, Measured]] = []
    for measure in EITHER:
        one = reading.measured[measure]
        worse = one.value if measure in (Measure.SLIP, Measure.SLIP_FIRST) else None if one.value is None else -one.value
        told = any((one.before, one.since) == (other.before, other.since) for _measure, other in found)
        if worse is not None and worse > tolerance * (1 + Decimal("1e-9")) and not told and not _suspect(one):
            found.append((measure, one))
    return tuple(found)


def _suspect(one: Measured) -> bool:
    return isinstance(one.before, Decimal) and isinstance(one.after, Decimal) and unit_suspect(one.before, one.after)


def rated_well_but_moved(source: HealthSource, tolerance: Decimal = TOLERANCE) -> tuple[MovedPeriod, ...]:
    """Every period, newest first, with the projects that were rated well while end date or cost had moved beyond tolerance."""
    rated: dict[dt.date, list[tuple[int, Kept, Reading]]] = {}
    names: dict[dt.date, str] = {}
    for pk, health in source.health.items():
        for kept, reading in zip(health.kept, health.readings, strict=True):
            names[kept.status_on] = kept.period
            if kept.confidence in WELL and pk in source.projects:
                rated.setdefault(kept.status_on, []).append((pk, kept, reading))
    return tuple(_period(source, day, names[day], rated.get(day, []), tolerance) for day in sorted(names, reverse=True))


def _period(source: HealthSource, day: dt.date, name: str, rated: list[tuple[int, Kept, Reading]], tolerance: Decimal) -> MovedPeriod:
    checked = sum(1 for _pk, _kept, reading in rated if any(reading.measured[each].value is not None for each in EITHER))
    moved = [RatedWell(source.projects[pk], kept, found) for pk, kept, reading in rated if (found := beyond(reading, tolerance))]
    ordered = sorted(moved, key=lambda each: (-each.worst, each.project.name))
    return MovedPeriod(name, day, len(rated), checked, tuple(ordered))
