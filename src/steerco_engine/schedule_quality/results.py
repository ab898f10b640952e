"""What the checks of a schedule give: per check the count, of how many, the limit and the verdict, and each offender with what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from steerco_engine.reasons import Unassessed

BLOCKS_BASELINE = frozenset({1, 2, 5, 7, 9, 12})
"""Failures that stop a baseline under a directive office (domain.md §6.9)."""
BLOCKS_SIMULATION = frozenset({1, 5, 7, 12})
"""Failures that make a simulation mislead (domain.md §6.8)."""


class Better(StrEnum):
    """Which side of the limit passes; a value equal to the limit passes."""

    LOWER = "lower"
    HIGHER = "higher"


@dataclass(frozen=True, slots=True)
class Offender:
    """An activity that makes a check fail: what is wrong with it as a code and in words, and what to do about it."""

    activity: str
    name: str
    code: str
    found: str
    to_do: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One of the 14 checks: numerator, denominator, value, limit, verdict.

    `value` is a share (0.05 is 5%), for check 9 the count itself, for check 12 the working days by which the finish falls short of the
    days added. `passed` is None without a limit (check 10, information) and where nothing could be assessed; `reason` then says why.
    """

    number: int
    name: str
    numerator: float | None
    denominator: float | None
    value: float | None
    limit: float | None
    better: Better
    passed: bool | None
    reason: Unassessed | None = None
    offenders: tuple[Offender, ...] = ()

    @property
    def has_limit(self) -> bool:
        """Whether it passes or fails at all; check 10 only informs."""
        return self.limit is not None

    @property
    def why(self) -> str:
        """Why there is no verdict, in words; empty where there is one."""
        return self.reason.words if self.reason else ""


@dataclass(frozen=True, slots=True)
class Beside:
    """What is looked at beside the 14 checks, without a verdict.

    `links_per_task` should be 1.5 to 3. `out_of_sequence` started before a predecessor let them; `dangling` have no link that drives their
    start, or none that waits for their finish; `held` are the tasks with any constraint, `without_baseline` those never baselined.
    """

    links_per_task: float | None
    out_of_sequence: tuple[str, ...]
    dangling: tuple[str, ...]
    without_baseline: tuple[str, ...]
    held: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """The 14 checks in their order and what stands beside them."""

    checks: tuple[Check, ...]
    beside: Beside

    @property
    def passed(self) -> int:
        """How many checks with a limit passed."""
        return sum(each.passed is True for each in self.checks if each.has_limit)

    @property
    def assessed(self) -> int:
        """How many checks with a limit could be assessed."""
        return sum(each.passed is not None for each in self.checks if each.has_limit)

    @property
    def failed(self) -> tuple[int, ...]:
        """The numbers of the checks that failed."""
        return tuple(each.number for each in self.checks if each.passed is False)

    @property
    def stops_baseline(self) -> tuple[int, ...]:
        """The failed checks that stop a baseline under a directive office."""
        return tuple(number for number in self.failed if number in BLOCKS_BASELINE)

    @property
    def stops_simulation(self) -> tuple[int, ...]:
        """The failed checks that make a simulation of the schedule mislead."""
        return tuple(number for number in self.failed if number in BLOCKS_SIMULATION)

    @property
    def words(self) -> str:
        """The score in words; no weights are invented."""
        return f"{self.passed} of {self.assessed} checks that could be assessed passed"
