"""What a schedule risk analysis gives: when it ends with which probability, which tasks and risks drive that, and in words why."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Level:
    """A value that is not exceeded with a probability, in working days or money; a date where the network has a start and a calendar."""

    share: float
    value: float
    date: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """How many iterations ended within a stretch."""

    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class TaskRisk:
    """How a task bears on the finish.

    `criticality` is the share of iterations in which it had no float. `cruciality` is |Pearson's correlation| of duration and finish (None
    where one never varies). `sensitivity` (SSI) is criticality × sd / sd of the finish, `significance` (SI) the mean of
    duration / (duration + float) × finish / mean finish. `swing` is how far a standard deviation of the task moves the finish, in days.
    """

    id: str
    mean: float
    sd: float
    criticality: float
    cruciality: float | None
    sensitivity: float | None
    significance: float
    swing: float


@dataclass(frozen=True, slots=True)
class Happening:
    """How often a driver occurred or a branch was taken; days saved at P80 without the driver, where that was asked."""

    id: str
    share: float
    days_saved: float | None = None


@dataclass(frozen=True, slots=True)
class Joint:
    """Joint confidence: the share of iterations that keep both the cost and the finish."""

    cost: float
    finish: float
    confidence: float


@dataclass(frozen=True, slots=True)
class CostRisk:
    """What it may cost, and points of equal joint confidence of cost and finish; a few iterations to draw."""

    planned: float
    mean: float
    sd: float
    levels: tuple[Level, ...]
    curves: tuple[Joint, ...]
    scatter: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class ScheduleRisk:
    """A schedule risk analysis. Lengths are working days of the network's calendar from its start.

    `planned` is the finish when all goes as planned, `chance_of_planned` how probable it or better is, `contingency` P80 less planned.
    `merge_bias` is the mean finish less the finish of mean durations. Iterations, seed and version give the same result again.
    """

    iterations: int
    seed: int
    engine_version: str
    planned: float
    planned_at: dt.datetime | None
    chance_of_planned: float
    mean: float
    sd: float
    standard_error: float
    least: float
    most: float
    levels: tuple[Level, ...]
    contingency: float
    histogram: tuple[Bar, ...]
    tasks: tuple[TaskRisk, ...]
    tornado: tuple[str, ...]
    happenings: tuple[Happening, ...]
    merge_bias: float
    words: tuple[str, ...]
    warnings: tuple[tuple[str, str], ...]
    cost: CostRisk | None = None

    def level(self, share: float) -> Level:
        """The finish that is not exceeded with one of the probabilities given; raises `KeyError` for another."""
        found = next((each for each in self.levels if abs(each.share - share) < 1e-9), None)
        if found is None:
            raise KeyError(share)
        return found
