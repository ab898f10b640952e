"""From a problem and its schedule to the network that is simulated: what is left to do, from the data date on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from steerco_engine.calendars.patterns import ALWAYS, Pattern
from steerco_engine.network.problem import Activity, ConstraintKind, Kind, LagCalendar, LagUnit, Link, Project, Schedule
from steerco_engine.network.result import Line, Scheduled
from steerco_engine.reasons import Fault, InputRefused
from steerco_engine.uncertainty.model import LinkType, RiskLink, RiskNetwork, RiskTask, Shape, Spread

AROUND = Pattern("around the clock", days=(ALWAYS,) * 7)
WORK = (Kind.TASK, Kind.START_MILESTONE, Kind.FINISH_MILESTONE)
STARTS = (ConstraintKind.START_NO_EARLIER, ConstraintKind.START_ON, ConstraintKind.MANDATORY_START)
FINISHES = (ConstraintKind.FINISH_NO_EARLIER, ConstraintKind.FINISH_ON, ConstraintKind.MANDATORY_FINISH)


@dataclass(frozen=True, slots=True)
class _Reading:
    problem: Schedule
    project: Project
    lines: Mapping[str, Line]
    left: Mapping[str, Activity]
    children: Mapping[str, tuple[str, ...]]


def risk_network(problem: Schedule, scheduled: Scheduled, *, project: str | None = None) -> RiskNetwork:
    """The network of what is left of a project, for `sra` and `simulate`; uids are its tasks.

    Parameters
    ----------
    problem, scheduled
        The problem and what the scheduler made of it.
    project
        The uid of the project (None: the first).

    Raises
    ------
    InputRefused
        `BROKEN_NETWORK` where nothing is left to do, `OUT_OF_RANGE` for a project that is not there.

    Notes
    -----
    Complete and inactive activities, summaries and levels of effort are left out; links on summaries act on what lies in them. Activities
    that wait for nothing that is left keep their scheduled start as the earliest. The pauses of splits and the delays of levelling last as
    planned. As late as possible takes float alone and so moves no finish: such activities are simulated as early as they can be. The pauses
    of an activity that is under way are not simulated, which `left_out` says and the analysis repeats as a warning.
    """
    chosen = problem.project(project)
    lines = {each.uid: each for each in scheduled.lines}
    own = [each for each in problem.activities if each.project in (chosen.uid, "") or len(problem.projects) == 1]
    left = {each.uid: each for each in own if each.kind in WORK and not each.inactive and each.actual_finish is None and each.uid in lines}
    children: dict[str, list[str]] = {}
    for each in problem.activities:
        if each.parent is not None:
            children.setdefault(each.parent, []).append(each.uid)
    reading = _Reading(problem, chosen, lines, left, {name: tuple(each) for name, each in children.items()})
    day = problem.options.minutes_per_day
    links, waits = _links(reading)
    led = {each.successor for each in links}
    starts = [lines[name].es for name in left]
    begin = chosen.data_date or min((each for each in starts if each is not None), default=chosen.start)
    if not left or begin is None:
        raise InputRefused(Fault.BROKEN_NETWORK, "activities", "nothing is left to do")
    tasks = tuple(_task(each, lines[each.uid], each.uid in led, day) for each in left.values())
    delayed = [each for each in left.values() if each.levelling_delay > 0 and each.uid in led and each.actual_start is None]
    paused = {each.uid: _pause(reading, each) for each in left.values() if len(each.splits) > 1 and each.actual_start is None}
    links, parts = _parted(reading, links, delayed, paused)
    under_way = [each for each in left.values() if len(each.splits) > 1 and each.actual_start is not None]
    said = tuple(f"the pauses of “{each.name or each.code or each.uid}”, which is under way" for each in under_way)
    return RiskNetwork(
        (*tasks, *waits, *parts),
        tuple(links),
        begin,
        (*problem.calendars, AROUND),
        chosen.calendar,
        day,
        left_out=said,
        scheduled_finish=max((end for uid in left if (end := lines[uid].ef) is not None), default=None),
    )


def around_plan(network: RiskNetwork, low: float = 0.9, high: float = 1.25, shape: Shape = Shape.TRIANGULAR) -> dict[str, Spread]:
    """A spread for every task from a share of its planned duration to another, the plan being the likeliest.

    Examples
    --------
    >>> around_plan(RiskNetwork((RiskTask("A", 10.0), RiskTask("M", 0.0))))["A"].high
    12.5
    """
    return {each.id: Spread(shape, low * each.duration, each.duration, high * each.duration) for each in network.tasks if each.duration > 0}


def _task(each: Activity, line: Line, led: bool, day: float) -> RiskTask:
    late = each.constraint is not None and each.constraint.kind is ConstraintKind.AS_LATE_AS_POSSIBLE
    start: dt.datetime | None = line.es if each.manual or not (led or late) else None
    finish: dt.datetime | None = None
    for held in (each.constraint, each.second_constraint):
        if held is not None and held.date is not None and each.actual_start is None:
            if held.kind in STARTS:
                start = max(start, held.date) if start else held.date
            elif held.kind in FINISHES:
                finish = max(finish, held.date) if finish else held.date
    minutes = each.duration if each.remaining is None else each.remaining
    calendar = AROUND.uid if each.elapsed else each.calendar or each.effective_calendar
    return RiskTask(
        each.uid, max(0.0, minutes / day), each.name or each.code, calendar, starts_not_before_at=start, finishes_not_before_at=finish
    )


def _links(reading: _Reading) -> tuple[list[RiskLink], list[RiskTask]]:
    """Links between what is left; a lag on another calendar becomes a task that nobody works on."""
    links: list[RiskLink] = []
    waits: list[RiskTask] = []
    day = reading.problem.options.minutes_per_day
    for link in reading.problem.links:
        for one in _leaves(reading, link.predecessor, LinkType(link.kind.value) in (LinkType.SS, LinkType.SF)):
            for other in _leaves(reading, link.successor, False):
                kind, lag = LinkType(link.kind.value), _lag(reading, link, one) / day
                calendar = _calendar_of_lag(reading, link, one, other)
                if calendar is None or lag <= 0:
                    links.append(RiskLink(one, other, kind, lag))
                    continue
                wait = RiskTask(f"{one}→{other} {kind.value} {len(waits)}", lag, calendar=calendar)
                waits.append(wait)
                links.append(RiskLink(one, wait.id, LinkType.FS if kind in (LinkType.FS, LinkType.FF) else LinkType.SS))
                links.append(RiskLink(wait.id, other, LinkType.FS if kind in (LinkType.FS, LinkType.SS) else LinkType.FF))
    return links, waits


def _parted(
    reading: _Reading, links: list[RiskLink], delayed: Iterable[Activity], paused: Mapping[str, float]
) -> tuple[list[RiskLink], list[RiskTask]]:
    """A delay goes before its activity, the pauses of a split behind it: tasks that nobody works on, which take over its links there."""
    day, parts, ties = reading.problem.options.minutes_per_day, list[RiskTask](), list[RiskLink]()
    before = {each.uid: f"ready for {each.uid}" for each in delayed}
    behind = {uid: f"pauses of {uid}" for uid, pause in paused.items() if pause}
    for each in delayed:
        wait = RiskTask(f"delay of {each.uid}", each.levelling_delay / day, calendar=AROUND.uid)
        parts += [RiskTask(before[each.uid], 0.0, calendar=_calendar(reading, each)), wait]
        ties += [RiskLink(before[each.uid], wait.id, LinkType.SS), RiskLink(wait.id, each.uid)]  # the delay begins when work could
    for uid, name in behind.items():
        parts.append(RiskTask(name, paused[uid] / day, calendar=_calendar(reading, reading.left[uid])))
        ties.append(RiskLink(uid, name))
    for link in links:
        one = behind.get(link.predecessor, link.predecessor) if link.kind in (LinkType.FS, LinkType.FF) else link.predecessor
        onto = before if link.kind in (LinkType.FS, LinkType.SS) else behind
        ties.append(replace(link, predecessor=one, successor=onto.get(link.successor, link.successor)))
    return ties, parts


def _pause(reading: _Reading, each: Activity) -> float:
    """Working minutes of its calendar between the scheduled dates of an activity in which it rests."""
    from steerco_engine.calendars.clock import MINUTE, ticks_of
    from steerco_engine.calendars.clocks import work_until
    from steerco_engine.calendars.compiling import compiled

    line = reading.lines[each.uid]
    if line.es is None or line.ef is None:
        return 0.0
    clocks, places, _empty = compiled((*reading.problem.calendars, AROUND))
    clock = places.get(_calendar(reading, each), 0)
    worked = (work_until(clocks, clock, ticks_of(line.ef)) - work_until(clocks, clock, ticks_of(line.es))) / MINUTE
    return max(0.0, worked - each.duration)


def _leaves(reading: _Reading, uid: str, first: bool) -> Iterable[str]:
    """What is left within an activity: itself, or what lies in a summary (only what starts first, where that counts)."""
    if uid in reading.left:
        return (uid,)
    found = [leaf for child in reading.children.get(uid, ()) for leaf in _leaves(reading, child, False)]
    if first and found:
        dated = [(begun, name) for name in found if (begun := reading.lines[name].es) is not None]
        return (min(dated)[1],) if dated else found[:1]
    return found


def _lag(reading: _Reading, link: Link, one: str) -> float:
    if link.unit in (LagUnit.PERCENT, LagUnit.ELAPSED_PERCENT):
        return reading.left[one].duration * link.lag / 100
    return link.lag


def _calendar_of_lag(reading: _Reading, link: Link, one: str, other: str) -> str | None:
    """The calendar that a lag is counted on, where it is not the successor's."""
    if link.unit in (LagUnit.ELAPSED, LagUnit.ELAPSED_PERCENT):
        return AROUND.uid
    choice = reading.problem.options.lag_calendar
    before, after = (_calendar(reading, reading.left[name]) for name in (one, other))
    counted = {
        LagCalendar.PREDECESSOR: before, LagCalendar.SUCCESSOR: after, LagCalendar.PROJECT: reading.project.calendar,
        LagCalendar.ALL_HOURS: AROUND.uid,
    }[choice]  # fmt: skip
    return None if counted == after else counted


def _calendar(reading: _Reading, each: Activity) -> str | None:
    return AROUND.uid if each.elapsed else each.calendar or each.effective_calendar or reading.project.calendar


def without_calendars(network: RiskNetwork) -> RiskNetwork:
    """The same network counted in working days alone: faster, without dates; dates that hold are dropped."""
    tasks = tuple(replace(each, calendar=None, starts_not_before_at=None, finishes_not_before_at=None) for each in network.tasks)
    return replace(network, tasks=tasks, calendars=(), calendar=None, start=None)
