"""One activity of the problem as a row of numbers: its clock, its spans, what it has done, and what its constraints ask."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Protocol

from steerco_engine.calendars.clock import MINUTE, NEVER, ticks_of
from steerco_engine.calendars.clocks import Clocks, work_until
from steerco_engine.calendars.patterns import Pattern
from steerco_engine.network import arrays as a
from steerco_engine.network.problem import Activity, Constraint, ConstraintKind, Kind, Schedule

Part = tuple[int, int, int, int]


class Setting(Protocol):
    """What a row is read in: the problem with its clocks."""

    problem: Schedule
    microsoft: bool
    clocks: Clocks
    clock_of: dict[str | None, int]
    projects: dict[str, int]

    def clock(self, activity: Activity) -> int:
        """The clock on which an activity is counted."""
        ...


@dataclass(slots=True)
class Row:
    """The numbers of one place in the network."""

    clock: int
    flags: int
    project: int
    span: int = 0
    rest: int = 0
    begun: int = NEVER
    ended: int = NEVER
    resume: int = NEVER
    start_min: int = NEVER
    finish_min: int = NEVER
    start_max: int = NEVER
    finish_max: int = NEVER
    delay: int = 0
    parts: tuple[Part, ...] = ()

    def no_earlier(self, name: str, when: int) -> None:
        """Raises a lower limit."""
        setattr(self, name, max(getattr(self, name), when))

    def simplify(self) -> None:
        """Notices that there is nothing but a duration and links to look at: stretches all on the own clock are the longest of them."""
        if self.parts and all(part[0] == self.clock and part[3] == 0 for part in self.parts):
            self.span, self.rest = max(part[1] for part in self.parts), max(part[2] for part in self.parts)
            self.parts, self.flags = (), self.flags & ~a.PARTED
        if not self.flags and not self.delay and self.span == self.rest > 0 and all(getattr(self, name) == NEVER for name in LIMITS):
            self.flags |= a.PLAIN

    def no_later(self, name: str, when: int) -> None:
        """Lowers an upper limit."""
        held = getattr(self, name)
        setattr(self, name, when if held == NEVER else min(held, when))


SOFTER = {ConstraintKind.MANDATORY_START: ConstraintKind.START_ON, ConstraintKind.MANDATORY_FINISH: ConstraintKind.FINISH_ON}
"""What a mandatory date is where constraints are not honoured."""
CAPS = {
    ConstraintKind.START_NO_LATER: a.CAP_START,
    ConstraintKind.START_ON: a.CAP_START,
    ConstraintKind.FINISH_NO_LATER: a.CAP_FINISH,
    ConstraintKind.FINISH_ON: a.CAP_FINISH,
}
LIMITS = ("begun", "resume", "start_min", "finish_min", "start_max", "finish_max")


def row_of(activity: Activity, setting: Setting) -> Row:
    """The row of an activity that is no summary."""
    clock = setting.clock(activity)
    span = round(activity.duration * MINUTE)
    row = Row(clock, 0, setting.projects.get(activity.project, 0), span)
    row.delay = round(activity.levelling_delay * MINUTE)
    _progress(row, activity, setting)
    if activity.kind is Kind.LEVEL_OF_EFFORT:
        row.flags |= a.EFFORT
    if activity.kind in (Kind.START_MILESTONE, Kind.FINISH_MILESTONE) or row.span == 0:
        row.flags |= a.POINT
        if activity.kind is Kind.FINISH_MILESTONE:
            row.flags |= a.AT_END
    if activity.inactive:
        row.flags |= a.IDLE
    outside = setting.problem.options.ignore_external_links
    for constraint in (activity.constraint, activity.second_constraint):
        if constraint is not None:
            _constrain(row, constraint, microsoft=setting.microsoft, honoured=setting.problem.options.honour_constraints)
    if activity.external_start and not outside:
        row.no_earlier("start_min", ticks_of(activity.external_start))
    for limit in (activity.deadline, None if outside else activity.external_finish):
        if limit and not row.flags & a.CAP_FINISH:
            row.no_later("finish_max", ticks_of(limit))
    _splits(row, activity, setting)
    row.parts = _parts(row, activity, setting)
    if row.parts:
        row.flags |= a.PARTED
    if activity.manual and activity.start and activity.finish:
        row.flags = row.flags & (a.POINT | a.IDLE) | a.FIXED
        row.start_min, row.finish_min = ticks_of(activity.start), ticks_of(activity.finish)
        row.parts = ()
    return row


def _progress(row: Row, activity: Activity, setting: Setting) -> None:
    """What was done, and what remains from when."""
    row.rest = row.span if activity.remaining is None else round(activity.remaining * MINUTE)
    if not activity.actual_start:
        if setting.microsoft:
            row.rest = row.span
        else:
            row.span = row.rest
        return
    row.begun = ticks_of(activity.actual_start)
    row.flags |= a.STARTED
    if activity.actual_finish:
        row.ended = ticks_of(activity.actual_finish)
        row.flags |= a.DONE
        row.rest = 0
        return
    if activity.resumed:
        row.resume = ticks_of(activity.resumed)
    if not setting.microsoft and activity.expected_finish and setting.problem.options.use_expected_finish:
        row.flags |= a.EXPECTED
        row.finish_min = ticks_of(activity.expected_finish)


def _constrain(row: Row, constraint: Constraint, *, microsoft: bool, honoured: bool) -> None:
    """A constraint as limits; where Microsoft honours constraints, the latest dates hold against predecessors; otherwise none does."""
    kind = constraint.kind if honoured or not microsoft else SOFTER.get(constraint.kind, constraint.kind)
    when = NEVER if constraint.date is None else ticks_of(constraint.date)
    if kind is ConstraintKind.AS_LATE_AS_POSSIBLE:
        row.flags |= a.LATE
    if when == NEVER:
        return
    if kind in (ConstraintKind.START_NO_EARLIER, ConstraintKind.START_ON):
        row.no_earlier("start_min", when)
    if kind in (ConstraintKind.FINISH_NO_EARLIER, ConstraintKind.FINISH_ON) and not row.flags & a.EXPECTED:
        row.no_earlier("finish_min", when)
    if kind in (ConstraintKind.START_NO_LATER, ConstraintKind.START_ON):
        row.no_later("start_max", when)
    if kind in (ConstraintKind.FINISH_NO_LATER, ConstraintKind.FINISH_ON):
        row.no_later("finish_max", when)
    if microsoft and honoured:
        row.flags |= CAPS.get(kind, 0)
    if kind is ConstraintKind.MANDATORY_START:
        row.start_min, row.flags = when, row.flags | a.PIN_START
    if kind is ConstraintKind.MANDATORY_FINISH:
        row.finish_min, row.flags = when, row.flags | a.PIN_FINISH


def _splits(row: Row, activity: Activity, setting: Setting) -> None:
    """A split activity spans its pauses, too, which move with it."""
    for one, other in zip(activity.splits, activity.splits[1:], strict=False):
        gap = _work(setting, row.clock, one[1], other[0])
        row.span += gap
        if row.resume == NEVER or ticks_of(other[0]) > row.resume:
            row.rest += gap


def _work(setting: Setting, clock: int, first: dt.datetime, second: dt.datetime) -> int:
    return max(0, work_until(setting.clocks, clock, ticks_of(second)) - work_until(setting.clocks, clock, ticks_of(first)))


def together(one: str, other: str) -> str:
    """The name of the calendar of what two others both work."""
    return f"{one} & {other}"


def crossings(problem: Schedule) -> list[Pattern]:
    """The calendars of activities that have one of their own and go by their resources, too: they work when both do."""
    known = {each.uid: each for each in problem.calendars}
    pairs = {
        (each.calendar, one.calendar)
        for each in problem.activities
        if each.by_resources and not each.ignore_resource_calendars and each.calendar in known
        for one in each.assignments
        if one.calendar in known and one.calendar != each.calendar
    }
    named = sorted((one, other) for one, other in pairs if one is not None and other is not None)
    return [replace(known[one], uid=together(one, other), within=other) for one, other in named]


def _parts(row: Row, activity: Activity, setting: Setting) -> tuple[Part, ...]:
    """The stretches of an activity that works when its resources do; none where one clock says all."""
    if not activity.by_resources or activity.elapsed or activity.ignore_resource_calendars or activity.splits:
        return ()
    own = setting.clock(activity)
    beside = activity.calendar if setting.microsoft and activity.calendar in setting.clock_of else None
    found: list[Part] = []
    for each in activity.assignments:
        if each.material or not each.drives or not each.units or each.work is None:
            continue
        name = each.calendar if beside is None or each.calendar is None else together(beside, each.calendar)
        clock = setting.clock_of.get(name, own)
        span = round(each.work * 100 / each.units * MINUTE)
        rest = span if each.remaining_work is None else round(each.remaining_work * 100 / each.units * MINUTE)
        found.append((clock, span, rest, round(each.lag * MINUTE)))
    return tuple(dict.fromkeys(found))
