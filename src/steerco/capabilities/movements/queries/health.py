"""What turned between two dates: the colours reported, those of the facts, and who parted from the facts or joined them again."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from steerco.capabilities.health.queries.lines import HealthLine, HealthOn, health_on
from steerco.capabilities.health.queries.source import HealthSource, ProjectLine
from steerco_engine.health import Health
from steerco_engine.reasons import Direction
from steerco_engine.rules import Dimension
from steerco_engine.watermelons import Difference, gap

GREY, ABSENT = "grey", "absent"


@dataclass(frozen=True, slots=True)
class Turn:
    """A colour that is another one than it was; grey is None."""

    then: Health | None
    now: Health | None

    @property
    def steps(self) -> int | None:
        """How many steps it got worse; None where either is grey."""
        return gap(self.then, self.now)

    @property
    def way(self) -> Direction | None:
        """Worse, better or the same; None where either is grey."""
        if self.steps is None:
            return None
        return Direction.WORSE if self.steps > 0 else Direction.BETTER if self.steps < 0 else Direction.SAME


@dataclass(frozen=True)
class HealthMove:
    """A project at two dates; one of the two is None where it had no report that belonged to the facts of that date."""

    project: ProjectLine
    then: HealthLine | None
    now: HealthLine | None

    @cached_property
    def reported(self) -> Turn:
        """The colour reported of the whole."""
        return Turn(self.then.reported if self.then else None, self.now.reported if self.now else None)

    @cached_property
    def facts(self) -> Turn:
        """The colour of the whole that the facts decide."""
        return Turn(self.then.reading.evident if self.then else None, self.now.reading.evident if self.now else None)

    @cached_property
    def dimensions(self) -> Mapping[Dimension, Turn]:
        """The dimensions whose facts have another colour, only where the project is there at both dates."""
        if self.then is None or self.now is None:
            return {}
        before, after = self.then.reading.dimensions, self.now.reading.dimensions
        turns = ((each, Turn(before[each].shown, after[each].shown)) for each in Dimension)
        return {each: turn for each, turn in turns if turn.then is not turn.now}

    @property
    def went(self) -> tuple[str, str]:
        """From which colour of the facts to which, as an address says it."""
        return _place(self.then, self.facts.then), _place(self.now, self.facts.now)

    @cached_property
    def kinds(self) -> frozenset[str]:
        """What happened to it; empty where nothing did."""
        if self.then is None or self.now is None:
            return frozenset({"left" if self.now is None else "joined"})
        return frozenset(kind for kind, happened in KINDS.items() if happened(self))

    @cached_property
    def rank(self) -> tuple[int, int, int, str]:
        """Its place: the facts that got worst first, then what was reported worse, then by name."""
        worst = max((turn.steps or 0 for turn in self.dimensions.values()), default=0)
        return (-(self.facts.steps or 0), -worst, -(self.reported.steps or 0), self.project.name)

    @property
    def other_rules(self) -> bool:
        """Whether the two reports were read by different rules."""
        return self.then is not None and self.now is not None and self.then.reading.rules != self.now.reading.rules


def _facts(way: Direction) -> Callable[[HealthMove], bool]:
    """Overall that way; or overall the same, or not known, while a dimension went that way."""
    other = Direction.BETTER if way is Direction.WORSE else Direction.WORSE

    def happened(move: HealthMove) -> bool:
        dimensions = any(turn.way is way for turn in move.dimensions.values())
        return move.facts.way is way or (move.facts.way is not other and dimensions)

    return happened


def is_watermelon(line: HealthLine | None) -> bool:
    """Whether it is reported better than its facts say."""
    return line is not None and line.difference is Difference.WATERMELON


KINDS: Mapping[str, Callable[[HealthMove], bool]] = {
    "facts_worse": _facts(Direction.WORSE),
    "facts_better": _facts(Direction.BETTER),
    "report_worse": lambda move: move.reported.way is Direction.WORSE,
    "report_better": lambda move: move.reported.way is Direction.BETTER,
    "parted": lambda move: is_watermelon(move.now) and not is_watermelon(move.then),
    "met": lambda move: is_watermelon(move.then) and not is_watermelon(move.now),
    "grey": lambda move: any(turn.now is None for turn in move.dimensions.values()),
}


@dataclass(frozen=True)
class HealthBeside:
    """The health of all projects at two dates."""

    then: HealthOn
    now: HealthOn
    moves: tuple[HealthMove, ...]

    @cached_property
    def turned(self) -> tuple[HealthMove, ...]:
        """Where something happened, worst first."""
        return tuple(sorted((move for move in self.moves if move.kinds), key=lambda move: move.rank))

    @cached_property
    def went(self) -> Counter[tuple[str, str]]:
        """How many went from which colour of the facts to which."""
        return Counter(move.went for move in self.moves)

    @cached_property
    def both(self) -> int:
        """How many projects are there at both dates."""
        return sum(1 for move in self.moves if move.then is not None and move.now is not None)


def report_days(source: HealthSource, until: dt.date) -> list[dt.date]:
    """The status dates of published reports up to a day, newest first."""
    return sorted({kept.status_on for series in source.series.values() for kept in series if kept.status_on <= until}, reverse=True)


def health_beside(source: HealthSource, as_of: dt.date | None = None, against: dt.date | None = None) -> HealthBeside | None:
    """The health at a date beside that at another, else at the report date before; None where there are not two dates."""
    now = health_on(source, as_of)
    if now.newest_on is None:
        return None
    earlier = [day for day in report_days(source, now.newest_on) if day < now.newest_on]
    chosen = next((day for day in earlier if against is None or day <= against), None)
    if chosen is None:
        return None
    then = health_on(source, chosen)

    def make(_: object) -> HealthBeside:
        before, after = ({line.pk: line for line in told.current} for told in (then, now))
        projects = {pk: line.project for pk, line in (before | after).items()}
        return HealthBeside(then, now, tuple(HealthMove(project, before.get(pk), after.get(pk)) for pk, project in projects.items()))

    return source.derived(("two dates", as_of, against), (then, now), make, lambda found: len(found.moves) + 1)


def _place(line: HealthLine | None, colour: Health | None) -> str:
    return ABSENT if line is None else GREY if colour is None else colour.value
