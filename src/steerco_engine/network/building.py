"""From a problem to arrays: rules of the mode applied to each activity, links on summaries tied to junctions, all put in order."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from steerco_engine.calendars.clock import MINUTE, ticks_of
from steerco_engine.calendars.clocks import Clocks
from steerco_engine.calendars.compiling import compiled
from steerco_engine.network import arrays as a
from steerco_engine.network.activities import Row, crossings, row_of
from steerco_engine.network.arrays import Net, Rules, Small
from steerco_engine.network.order import loop_among, ordered
from steerco_engine.network.problem import (
    Activity,
    ConstraintKind,
    Kind,
    LagCalendar,
    LagUnit,
    Link,
    LinkKind,
    Mode,
    Schedule,
)
from steerco_engine.network.result import Notice
from steerco_engine.network.ruling import anchored, rules_of
from steerco_engine.reasons import Fault, InputRefused

KINDS = {LinkKind.FS: a.FS, LinkKind.SS: a.SS, LinkKind.FF: a.FF, LinkKind.SF: a.SF}
MOST_MINUTES = 100_000_000
"""The longest duration or lag, 190 years around the clock; more is a wrong unit."""


@dataclass
class Built:
    """A network ready to calculate: arrays, where each activity of the problem stands in them, and what was noticed."""

    problem: Schedule
    net: Net
    rules: Rules
    clocks: Clocks
    clock_of: dict[str | None, int]
    place: dict[str, int]
    notices: list[Notice] = field(default_factory=list)

    @cached_property
    def names(self) -> dict[int, str]:
        """The uid of each place that is an activity; junctions have none."""
        return {place: uid for uid, place in self.place.items()}


class Builder:
    """Gathers rows and ties, then orders them."""

    def __init__(self, problem: Schedule) -> None:
        self.problem, self.notices = problem, list[Notice]()
        self.microsoft = problem.options.mode is Mode.MICROSOFT_PROJECT
        self.clocks, places, empty = compiled((*problem.calendars, *(crossings(problem) if self.microsoft else ())))
        self.clock_of = dict(places)
        self.notices += [Notice("NO_WORKING_TIME", None, f"calendar {uid} has no working time: taken as around the clock") for uid in empty]
        self.projects = {each.uid: place for place, each in enumerate(problem.projects)}
        self.known = {each.uid: each for each in problem.activities}
        if len(self.known) < len(problem.activities):
            raise InputRefused(Fault.OUT_OF_RANGE, "activities", "two activities have the same uid")
        self._checked()
        self.children: dict[str, list[str]] = defaultdict(list)
        for each in problem.activities:
            if each.parent is not None:
                self.children[each.parent].append(each.uid)
        self.summaries = {each.uid for each in problem.activities if each.kind is Kind.SUMMARY}
        self.rows: list[Row] = []
        self.at: dict[str, int] = {}
        self.ties: list[tuple[int, int, int, int, int]] = []
        self.junctions: dict[tuple[str, int], int] = {}

    def _checked(self) -> None:
        """Refuses amounts that no plan has, with their places."""
        for place, each in enumerate(self.problem.activities):
            for name, amount in (("duration", each.duration), ("remaining", each.remaining or 0.0)):
                if not 0 <= amount <= MOST_MINUTES:
                    raise InputRefused(Fault.OUT_OF_RANGE, f"activities.{place}.{name}", f"must be from 0 to {MOST_MINUTES:,} minutes")
        for place, link in enumerate(self.problem.links):
            if not -MOST_MINUTES <= link.lag <= MOST_MINUTES:
                raise InputRefused(Fault.OUT_OF_RANGE, f"links.{place}.lag", f"must be at most {MOST_MINUTES:,} minutes")

    def project_clock(self, project: str) -> int:
        """The clock of a project's own calendar."""
        place = self.projects.get(project)
        held = self.problem.projects[place].calendar if place is not None else None
        return self.clock_of.get(held, 0)

    def clock(self, activity: Activity) -> int:
        """The clock on which an activity is counted."""
        if activity.elapsed:
            return 0
        for uid in (activity.calendar, activity.effective_calendar):
            if uid is not None and uid in self.clock_of:
                return self.clock_of[uid]
        return self.project_clock(activity.project)

    def build(self) -> Built:
        """The arrays of the whole problem."""
        for each in self.problem.activities:
            if each.uid not in self.summaries:
                self.at[each.uid] = len(self.rows)
                self.rows.append(row_of(each, self))
        self._inherit()
        for link in self.problem.links:
            self._tie(link)
        order = self._order()
        spot = np.empty(len(order), dtype=np.int32)
        spot[order] = np.arange(len(order), dtype=np.int32)
        net = arrange([self.rows[at] for at in order.tolist()], self.ties, spot)
        place = {uid: int(spot[at]) for uid, at in self.at.items()}
        rules = anchored(self.problem, net, rules_of(self.problem), self.clocks)
        return Built(self.problem, net, rules, self.clocks, self.clock_of, place, self.notices)

    def _inherit(self) -> None:
        """What is under a summary keeps to the summary's constraint: it starts no earlier, and is late where it finishes later."""
        starts = {each.uid: each.start for each in self.problem.projects}
        limited = [self.known[uid] for uid in sorted(self.summaries)] if self.microsoft else []
        for summary in limited:
            held, start = summary.constraint, starts.get(summary.project)
            if held is None or held.date is None or summary.manual or summary.inactive:
                continue
            for row in (self.rows[self.at[uid]] for uid in self._leaves(summary.uid)):
                if row.flags & (a.FIXED | a.STARTED | a.PIN_START | a.PIN_FINISH):
                    continue
                if held.kind is ConstraintKind.START_NO_EARLIER and (start is None or held.date > start):
                    row.no_earlier("start_min", ticks_of(held.date))
                elif held.kind is ConstraintKind.FINISH_NO_LATER and not row.flags & a.CAP_FINISH:
                    row.no_later("finish_max", ticks_of(held.date))

    def _tie(self, link: Link) -> None:
        """One link as one tie between places, or several over junctions; one that leads nowhere is noticed and left out."""
        before, after = self.known.get(link.predecessor), self.known.get(link.successor)
        if before is None or after is None:
            gone = link.predecessor if before is None else link.successor
            self.notices.append(Notice("UNKNOWN_TASK", gone, f"a link names {gone}, which is not in the plan: left out"))
            return
        if before.inactive or before.uid == after.uid:
            return
        if self.problem.options.ignore_external_links and before.project != after.project:
            return
        kind = KINDS[link.kind]
        clock, lag = self._lag(link, before, after)
        source = self._junction(before.uid, ends=kind in (a.FS, a.FF)) if before.uid in self.summaries else self.at[before.uid]
        target = self._entry(after.uid) if after.uid in self.summaries else self.at[after.uid]
        if Kind.LEVEL_OF_EFFORT is before.kind and Kind.LEVEL_OF_EFFORT is not after.kind and not self.microsoft:
            back = {a.FS: a.SF, a.SS: a.SS, a.FF: a.FF, a.SF: a.FS}[kind]
            self.ties.append((target, source, back, -lag, clock))
            return
        self.ties.append((source, target, kind, lag, clock))

    def _lag(self, link: Link, before: Activity, after: Activity) -> tuple[int, int]:
        """The clock of a lag and its ticks."""
        amount = link.lag
        if link.unit in (LagUnit.PERCENT, LagUnit.ELAPSED_PERCENT):
            amount = before.duration * amount / 100
        ticks = round(amount * MINUTE)
        if link.unit in (LagUnit.ELAPSED, LagUnit.ELAPSED_PERCENT):
            return 0, ticks
        choice = LagCalendar.SUCCESSOR if self.microsoft else self.problem.options.lag_calendar
        if choice is LagCalendar.ALL_HOURS:
            return 0, ticks
        if choice is LagCalendar.PROJECT:
            return self.project_clock(after.project), ticks
        return self.clock(before if choice is LagCalendar.PREDECESSOR else after), ticks

    def _leaves(self, summary: str) -> list[str]:
        """The activities under a summary, at any depth."""
        found, open_ = [], list(self.children[summary])
        while open_:
            uid = open_.pop()
            if uid in self.summaries:
                open_ += self.children[uid]
            elif not self.known[uid].inactive:
                found.append(uid)
        return found

    def _junction(self, summary: str, *, ends: bool) -> int:
        """Where links out of a summary are tied: its end, after all under it, or its start, the earliest of them."""
        key = (summary, a.FF if ends else a.SS)
        if key not in self.junctions:
            self.junctions[key] = self._added(summary, a.TAIL if ends else a.TAIL | a.EARLIEST)
            for uid in self._leaves(summary):
                self.ties.append((self.at[uid], self.junctions[key], a.FF if ends else a.SS, 0, 0))
        return self.junctions[key]

    def _entry(self, summary: str) -> int:
        """Where links into a summary are tied: before all under it."""
        key = (summary, a.FS)
        if key not in self.junctions:
            self.junctions[key] = self._added(summary, 0)
            for uid in self._leaves(summary):
                self.ties.append((self.junctions[key], self.at[uid], a.FS, 0, 0))
        return self.junctions[key]

    def _added(self, summary: str, flags: int) -> int:
        project = self.projects.get(self.known[summary].project, 0)
        self.rows.append(Row(clock=0, flags=a.JUNCTION | flags, project=project))
        return len(self.rows) - 1

    def _order(self) -> Small:
        """The order of the rows; a loop is refused."""
        source = np.array([tie[0] for tie in self.ties], dtype=np.int32)
        target = np.array([tie[1] for tie in self.ties], dtype=np.int32)
        found, reached = ordered(len(self.rows), source, target)
        if reached < len(self.rows):
            names = {at: uid for uid, at in self.at.items()} | {at: key[0] for key, at in self.junctions.items()}
            ring = [names[at] for at in loop_among(len(self.rows), source, target, found, reached)]
            said = [f"{self.known[uid].code or uid} {self.known[uid].name}".strip() for uid in dict.fromkeys(ring)]
            raise InputRefused(Fault.CYCLE, "links", f"go round in a loop: {' → '.join([*said, said[0]])}")
        return found


def arrange(rows: list[Row], ties: list[tuple[int, int, int, int, int]], spot: Small) -> Net:
    """Rows that are in order, and ties between their former places, as arrays."""
    count = len(rows)
    for row in rows:
        row.simplify()
    table = np.array(ties, dtype=np.int64).reshape(-1, 5)
    source, target = spot[table[:, 0]], spot[table[:, 1]]
    by_target = np.argsort(target, kind="stable")
    source, target, table = source[by_target], target[by_target], table[by_target]
    parts = [part for row in rows for part in row.parts]

    def column(name: str, kind: type = np.int64) -> np.ndarray:
        return np.array([getattr(row, name) for row in rows], dtype=kind)

    return Net(
        clock=column("clock", np.int32), flags=column("flags", np.int32), project=column("project", np.int32),
        span=column("span"), rest=column("rest"), begun=column("begun"), ended=column("ended"), resume=column("resume"),
        start_min=column("start_min"), finish_min=column("finish_min"), start_max=column("start_max"), finish_max=column("finish_max"),
        delay=column("delay", np.int32),
        part_at=np.concatenate(([0], np.cumsum([len(row.parts) for row in rows]))).astype(np.int32),
        part_clock=np.array([part[0] for part in parts], dtype=np.int32), part_span=np.array([part[1] for part in parts], dtype=np.int64),
        part_rest=np.array([part[2] for part in parts], dtype=np.int64), part_lag=np.array([part[3] for part in parts], dtype=np.int64),
        into=pointers(target, count), source=source.astype(np.int32), target=target.astype(np.int32),
        kind=table[:, 2].astype(np.int8), lag=np.ascontiguousarray(table[:, 3]), lag_clock=table[:, 4].astype(np.int32),
        out=pointers(source, count), out_link=np.argsort(source, kind="stable").astype(np.int32),
    )  # fmt: skip


def pointers(ends: Small, count: int) -> Small:
    """Where the links of each place begin, among links sorted by that place."""
    return np.concatenate(([0], np.cumsum(np.bincount(ends, minlength=count)))).astype(np.int32)
