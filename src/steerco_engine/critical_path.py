"""The critical path of a network in days, as it is taught: early and late dates, floats, driving links (domain.md §6.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from steerco_engine.reasons import Fault, InputRefused

if TYPE_CHECKING:
    from steerco_engine.network import Schedule, Scheduled

BEGIN = dt.datetime.fromisoformat("2000-01-03")
"""Day 0 of the axis; it is never shown."""
MINUTES = 1440
LONGEST = 100_000


@dataclass(frozen=True, slots=True)
class Task:
    """A task by its name, with its duration in working days."""

    name: str
    days: float


@dataclass(frozen=True, slots=True)
class Tie:
    """A link between two tasks: finish to start, start to start, finish to finish or start to finish, with a lag in working days."""

    before: str
    after: str
    kind: Literal["FS", "SS", "FF", "SF"] = "FS"
    lag: float = 0.0


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The first working day of a plan, its days of the week (0 is Monday) and its holidays."""

    start: dt.date
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    holidays: tuple[dt.date, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """A task on the axis: a task of 5 days that starts on day 0 runs from 0 to 5; with working days its first and its last day."""

    name: str
    es: float
    ef: float
    ls: float
    lf: float
    total_float: float
    free_float: float
    critical: bool
    driven_by: tuple[str, ...]
    first_day: dt.date | None = None
    last_day: dt.date | None = None


@dataclass(frozen=True, slots=True)
class CriticalPath:
    """All tasks placed, and the working days that the whole takes."""

    tasks: tuple[Placed, ...]
    duration: float


def cpm(tasks: Sequence[Task], links: Sequence[Tie], calendar: WorkingDays | None = None, status_day: float = 0.0) -> CriticalPath:
    """The critical path of tasks and links; nothing starts before the status day.

    Every late finish is limited by the end of the whole, and so is free float (domain.md Appendix E).

    Parameters
    ----------
    tasks
        Durations in working days.
    links
        Lags in working days; a lead is negative.
    calendar
        The working days to tell dates by; None: days are counted alone.
    status_day
        Working days from the start.

    Returns
    -------
    CriticalPath
        Each task placed, in working days from the start.

    Raises
    ------
    InputRefused
        `CYCLE` where links go round in a loop, `UNKNOWN_TASK` where a link names no task, `OUT_OF_RANGE` for a duration below zero.

    Examples
    --------
    >>> found = cpm([Task("dig", 5), Task("pour", 2)], [Tie("dig", "pour", lag=1)])
    >>> found.duration, [(task.name, task.es, task.ef) for task in found.tasks]
    (8.0, [('dig', 0.0, 5.0), ('pour', 6.0, 8.0)])
    """
    from steerco_engine.network import schedule

    names = {task.name for task in tasks}
    for place, task in enumerate(tasks):
        if not 0 <= task.days <= LONGEST:
            raise InputRefused(Fault.OUT_OF_RANGE, f"tasks.{place}.days", f"must be from 0 to {LONGEST:,}")
    for place, link in enumerate(links):
        for end, name in (("before", link.before), ("after", link.after)):
            if name not in names:
                raise InputRefused(Fault.UNKNOWN_TASK, f"links.{place}.{end}", f"names “{name}”, which is no task")
    placed = _placed(schedule(_problem(tasks, links, status_day)), calendar)
    return CriticalPath(placed, max((task.ef for task in placed), default=0.0))


def _problem(tasks: Sequence[Task], links: Sequence[Tie], status_day: float) -> Schedule:
    """The network around the clock, where a working day is a day."""
    from steerco_engine.network import Activity, FloatRule, Link, LinkKind, Options, Project, Schedule

    activities = tuple(Activity(task.name, duration=task.days * MINUTES) for task in tasks)
    ties = tuple(Link(link.before, link.after, LinkKind(link.kind), link.lag * MINUTES) for link in links)
    start = BEGIN + dt.timedelta(days=status_day)
    return Schedule((Project("", start=start),), activities, ties, (), Options(float_rule=FloatRule.SMALLEST))


def _placed(found: Scheduled, calendar: WorkingDays | None) -> tuple[Placed, ...]:
    """The lines as places on the axis, and as days of the calendar."""

    def day(when: dt.datetime | None) -> float:
        return 0.0 if when is None else (when - BEGIN) / dt.timedelta(days=1)

    end = max((day(line.ef) for line in found.lines), default=0.0)
    days = _working_days(calendar, int(end) + 1) if calendar is not None else None
    placed = []
    for line in found.lines:
        es, ef = day(line.es), day(line.ef)
        total = round((line.tf or 0.0) / MINUTES, 9)
        free = round(min((line.ff or 0.0) / MINUTES, end - ef), 9)
        first = days[int(es)] if days else None
        last = days[max(int(es), -int(-ef // 1) - 1)] if days else None
        placed.append(Placed(line.uid, es, ef, day(line.ls), day(line.lf), total, free, total <= 0, line.driven_by, first, last))
    return tuple(placed)


def _working_days(calendar: WorkingDays, count: int) -> list[dt.date]:
    """The first working days from the start on."""
    if not any(0 <= weekday <= 6 for weekday in calendar.weekdays):
        raise InputRefused(Fault.OUT_OF_RANGE, "calendar.weekdays", "must name one day of the week at least, from 0 (Monday) to 6")
    found, at = list[dt.date](), calendar.start
    free = set(calendar.holidays)
    while len(found) < count:
        if at.weekday() in calendar.weekdays and at not in free:
            found.append(at)
        at += dt.timedelta(days=1)
    return found
