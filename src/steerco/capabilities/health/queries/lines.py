"""The health of each project on a day, as a line of the matrix: worked out once for a day, and kept while nothing of it is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.utils import timezone

from steerco.capabilities.health.models import HealthOverride
from steerco.capabilities.health.queries.quality import DataQuality, data_quality
from steerco.capabilities.health.queries.source import OVERALL, HealthSource, Kept, ProjectHealth, ProjectLine
from steerco_engine.confidence import Confidence
from steerco_engine.health import COLOUR_SEVERITY, Health
from steerco_engine.readings import Reading
from steerco_engine.reasons import Direction
from steerco_engine.rules import CRITICAL, Dimension, Measure
from steerco_engine.signals import Signal, Signals, diverges, signals
from steerco_engine.staleness import GRACE_DAYS, Age, age, cadence, working_days
from steerco_engine.watermelons import Difference, EarlyWarning, Period, early_warnings, gap, in_a_row

MONTHLY = 21
TREND = 12


@dataclass(frozen=True)
class HealthLine:
    """A project on a day: what was said last, what the facts say, how old that is, and how long both differ."""

    project: ProjectLine
    health: ProjectHealth
    day: dt.date
    cadence_days: int
    newest_on: dt.date
    stands: HealthOverride | None
    said: dict[Hashable, str] = field(default_factory=dict, compare=False)
    """Sentences about it, kept while it stands."""

    @property
    def pk(self) -> int:
        """The key of the project."""
        return self.project.pk

    @property
    def kept(self) -> Kept:
        """The newest report."""
        return self.health.kept[-1]

    @property
    def before(self) -> Kept | None:
        """The report before."""
        return self.health.kept[-2] if len(self.health.kept) > 1 else None

    @property
    def reading(self) -> Reading:
        """What the facts of the newest report say."""
        return self.health.readings[-1]

    @property
    def reported(self) -> Health | None:
        """The colour reported of the whole."""
        return self.kept.reported(OVERALL)

    @property
    def moved(self) -> Direction | None:
        """Which way the colour of the facts went since the report before; None where either is not decided by facts."""
        then, now = (self.health.readings[-2].evident if self.before is not None else None), self.reading.evident
        return None if then is None or now is None else Direction.of(COLOUR_SEVERITY[now] - COLOUR_SEVERITY[then])

    @property
    def difference(self) -> Difference | None:
        """How the newest report differs from its facts."""
        return self.health.differences[-1]

    @cached_property
    def in_a_row(self) -> int:
        """How many of the newest reports differ in the same way."""
        same = self.difference
        return in_a_row([each is same for each in self.health.differences]) if same is not None else 0

    @property
    def gap(self) -> int:
        """How much worse the facts are than the report, in steps."""
        return gap(self.reported, self.reading.evident) or 0

    @cached_property
    def critical_gaps(self) -> tuple[Dimension, ...]:
        """The critical dimensions that are reported Green while their facts say Red."""
        told = self.reading.dimensions
        return tuple(each for each in Dimension if each in CRITICAL and gap(self.kept.reported(each.value), told[each].shown) == 2)

    @cached_property
    def days_old(self) -> int:
        """Working days since the status date."""
        return working_days(self.kept.status_on, self.day)

    @cached_property
    def age(self) -> Age:
        """Whether the report is fresh, stale or expired."""
        return age(self.kept.status_on, self.day, self.cadence_days)

    @cached_property
    def current(self) -> bool:
        """Whether its report belongs to the newest facts: it is fresh beside the newest report of all."""
        return age(self.kept.status_on, self.newest_on, self.cadence_days) is Age.FRESH

    @cached_property
    def quality(self) -> DataQuality:
        """How far the figures can be relied on."""
        return data_quality(self.kept, self.before, self.age)

    @property
    def diverges(self) -> bool:
        """Whether the status is Green while delivery confidence is Amber or Red."""
        status = self.kept.reported(OVERALL) if self.kept.colours.get(OVERALL) else self.reading.evident
        return diverges(status, Confidence(self.kept.confidence) if self.kept.confidence else None)

    @cached_property
    def warnings(self) -> tuple[EarlyWarning, ...]:
        """What the series of reports gives away before a colour does."""
        return early_warnings([_period(each) for each in self.health.kept[-3:]])

    @cached_property
    def signals(self) -> Signals:
        """What a reviewer of delivery confidence should ask about."""
        told = self.reading.measured
        drift = told[Measure.VAC_FIRST].value
        return signals(
            {
                Signal.SPI_T_LOW: _value(self.reading, Measure.SPI_T),
                Signal.EAC_DRIFT: None if drift is None else -drift,
                Signal.BENEFIT_OWNER_MISSING: _value(self.reading, Measure.BENEFITS_WITHOUT_OWNER),
            }
        )

    @cached_property
    def rank(self) -> tuple[int, int, int, int, float, str]:
        """Its place among the watermelons: the largest gap first, then the longest, then the dearest."""
        cost = float(self.kept.frozen.whole_life_cost or 0)
        return (self.difference is not Difference.WATERMELON, -self.gap, -len(self.critical_gaps), -self.in_a_row, -cost, self.project.name)


@dataclass(frozen=True)
class HealthOn:
    """The health of all projects on a day."""

    day: dt.date
    newest_on: dt.date | None
    lines: Mapping[int, HealthLine]

    @cached_property
    def current(self) -> tuple[HealthLine, ...]:
        """The projects whose report belongs to the newest facts."""
        return tuple(line for line in self.lines.values() if line.current)

    @cached_property
    def watermelons(self) -> tuple[HealthLine, ...]:
        """Projects reported better than their facts, worst first."""
        return self._differing(Difference.WATERMELON)

    @cached_property
    def lemons(self) -> tuple[HealthLine, ...]:
        """Projects reported worse than their facts."""
        return self._differing(Difference.LEMON)

    @cached_property
    def checked(self) -> int:
        """How many of the newest reports have a computed colour that facts decide."""
        return sum(1 for line in self.current if line.reading.evident is not None)

    def _differing(self, which: Difference) -> tuple[HealthLine, ...]:
        return tuple(sorted((line for line in self.current if line.difference is which), key=lambda line: line.rank))


def health_on(source: HealthSource, as_of: dt.date | None = None) -> HealthOn:
    """The health of every project that is seen, on a day: as of a date, else today, or the newest report where all have expired."""
    health, projects, overrides, periods = source.health, source.projects, source.overrides, source.periods
    today = timezone.localdate()

    def make(before: object) -> HealthOn:
        limit = as_of or today
        found = {pk: told for pk, one in health.items() if (told := one.until(limit)) is not None and pk in projects}
        newest = max((each.kept[-1].status_on for each in found.values()), default=None)
        if newest is None:
            return HealthOn(limit, None, {})
        usual = cadence([on for _name, on, _scale in periods if on <= limit]) or MONTHLY
        day = newest if as_of is None and age(newest, today, usual) is Age.EXPIRED else limit
        lines = {
            pk: HealthLine(projects[pk], told, day, usual, newest, _stands(overrides.get(pk, ()), told)) for pk, told in found.items()
        }  # fmt: skip
        return HealthOn(day, newest, lines)

    return source.derived(("on", as_of, today), (health, projects, overrides, periods), make, lambda found: len(found.lines) + 1)


def fresh_until(cadence_days: int) -> int:
    """Up to how many working days a report is fresh."""
    return cadence_days + GRACE_DAYS


def _stands(known: tuple[HealthOverride, ...], told: ProjectHealth) -> HealthOverride | None:
    """The colour that somebody stands for, where it still holds for the newest report."""
    for each in reversed(known):
        covered = [kept.status_on for kept in told.kept if kept.status_on >= each.since_on]
        if covered and len(covered) <= each.periods:
            return each
    return None


def _period(kept: Kept) -> Period:
    measures = kept.frozen.measures
    return Period(kept.frozen.whole_life_cost, measures.get(Measure.CPI), measures.get(Measure.SPI_T), kept.frozen.end_on)


def _value(reading: Reading, measure: Measure) -> Decimal | None:
    found = reading.measured.get(measure)
    return found.value if found is not None else None
