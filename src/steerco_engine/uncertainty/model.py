"""What a schedule risk analysis takes: a network of tasks with uncertain durations, drivers of risk, branches, correlation and costs.

Lengths are working days, money is in one currency. Nothing here is drawn or calculated.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from steerco_engine.calendars.patterns import Pattern


class Shape(StrEnum):
    """How an uncertain amount is spread."""

    FIXED = "fixed"
    TRIANGULAR = "triangular"
    BETAPERT = "betapert"
    UNIFORM = "uniform"
    LOGNORMAL = "lognormal"
    DISCRETE = "discrete"


class LinkType(StrEnum):
    """Which ends of the two tasks a link joins."""

    FS = "FS"
    SS = "SS"
    FF = "FF"
    SF = "SF"


@dataclass(frozen=True, slots=True)
class Spread:
    """An uncertain amount.

    Triangular and BetaPERT take `low`, `likely`, `high`; uniform `low`, `high`; lognormal `mean`, `sd`, or `low` and `high` as percentiles;
    discrete `values` with `weights`; fixed `likely`. `elicited` 0 says that low and high are the ends, 0.1 that they are P10 and P90.
    `strength` is the weight of the likely value in BetaPERT.
    """

    shape: Shape
    low: float | None = None
    likely: float | None = None
    high: float | None = None
    mean: float | None = None
    sd: float | None = None
    values: tuple[float, ...] = ()
    weights: tuple[float, ...] = ()
    elicited: float = 0.0
    strength: float = 4.0


@dataclass(frozen=True, slots=True)
class RiskTask:
    """A task: its planned duration in working days, which stands where nothing uncertain is said, and what it costs.

    `starts_not_before` and `finishes_not_before` count working days from the start of the network, or are given as dates where there is a
    calendar. `burn` is the cost of a working day; `cost` does not depend on time.
    """

    id: str
    duration: float
    name: str = ""
    calendar: str | None = None
    starts_not_before: float | None = None
    finishes_not_before: float | None = None
    starts_not_before_at: dt.datetime | None = None
    finishes_not_before_at: dt.datetime | None = None
    burn: float = 0.0
    cost: Spread | None = None


@dataclass(frozen=True, slots=True)
class RiskLink:
    """A dependency; the lag is in working days of the successor's calendar, a lead is negative."""

    predecessor: str
    successor: str
    kind: LinkType = LinkType.FS
    lag: float = 0.0


@dataclass(frozen=True, slots=True)
class RiskNetwork:
    """Tasks and links; with `start` and calendars, dates come out too.

    `calendar` names the calendar in force where a task has none, and the one that the finish is counted in. `burn` is the cost of each
    working day of the whole. `left_out` says what of a plan the network does not hold; the analysis repeats it as warnings.
    It also warns where the plan as simulated does not end at `scheduled_finish`.
    """

    tasks: tuple[RiskTask, ...]
    links: tuple[RiskLink, ...] = ()
    start: dt.datetime | None = None
    calendars: tuple[Pattern, ...] = ()
    calendar: str | None = None
    minutes_per_day: float = 480.0
    burn: float = 0.0
    left_out: tuple[str, ...] = ()
    scheduled_finish: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Driver:
    """A risk that happens with a probability and then hits all its tasks with one draw: a factor on, or days added to, each duration.

    Several drivers of a task multiply, then the days are added. `cost` is spent once when it happens.
    """

    id: str
    probability: float
    tasks: tuple[str, ...] = ()
    factor: Spread | None = None
    delay: Spread | None = None
    cost: Spread | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Branch:
    """Tasks that there are only sometimes: with a probability, or when `after` finishes later than `later_than` (days from the start).

    `otherwise` are those that there are else. A task that there is not takes no time; its links stay.
    """

    id: str
    tasks: tuple[str, ...]
    otherwise: tuple[str, ...] = ()
    probability: float | None = None
    after: str | None = None
    later_than: float | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Tasks that each two of have the same rank correlation."""

    tasks: tuple[str, ...]
    rho: float


@dataclass(frozen=True, slots=True)
class Correlation:
    """Rank (Spearman) correlations: a matrix over `tasks`, and groups; a matrix that can't be is repaired to the nearest that can."""

    tasks: tuple[str, ...] = ()
    matrix: tuple[tuple[float, ...], ...] = ()
    groups: tuple[Group, ...] = ()
