"""Summaries: the dates of all that stands under them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Set

from steerco_engine.calendars.clock import MINUTE, ticks_of
from steerco_engine.calendars.clocks import work_until
from steerco_engine.network.building import Built
from steerco_engine.network.problem import Activity, ConstraintKind, LagUnit, Link, LinkKind
from steerco_engine.network.result import Because, Line


def summary_lines(built: Built, leaves: dict[str, Line]) -> Iterator[Line]:
    """The lines of activities as they are, and those of summaries from them."""
    outgoing: dict[str, list[Link]] = defaultdict(list)
    for link in built.problem.links:
        outgoing[link.predecessor].append(link)
    under = _below(built, leaves)
    starts = {uid: each.es for uid, each in leaves.items() if each.es is not None}
    starts |= {uid: min(held) for uid, lines in under.items() if (held := _of(lines, "es"))}
    for activity in built.problem.activities:
        if activity.uid in leaves:
            yield leaves[activity.uid]
        else:
            yield _summary(built, activity, under[activity.uid], outgoing, starts)


def _below(built: Built, leaves: dict[str, Line]) -> dict[str, list[Line]]:
    """The lines of all active activities under each summary, at any depth."""
    parents = {each.uid: each.parent for each in built.problem.activities}
    idle = {each.uid for each in built.problem.activities if each.inactive}
    found: dict[str, list[Line]] = defaultdict(list)
    for uid, line in leaves.items():
        above, seen = parents[uid], set[str]()
        while above is not None and above not in seen and uid not in idle:
            found[above].append(line)
            seen.add(above)
            above = parents.get(above)
    return found


def _summary(built: Built, activity: Activity, under: list[Line], outgoing: dict[str, list[Link]], starts: dict[str, dt.datetime]) -> Line:
    """The line of a summary; one with nothing under it has no dates, unless it was given some by hand."""
    if not under:
        none = (None,) * 10
        start, finish = activity.start, activity.finish
        return Line(activity.uid, activity.project, start, finish, *none[:6], start, finish, False, False, Because.CHILDREN)
    manual = {each.uid for each in built.problem.activities if each.manual}
    late = {each.uid for each in built.problem.activities if each.constraint and each.constraint.kind is ConstraintKind.AS_LATE_AS_POSSIBLE}
    es, ef = min(_of(under, "es", late, "ls")), max(_of(under, "ef", late, "lf"))
    ls, lf = min(_of(under, "ls", manual, "es")), max(_of(under, "lf", manual, "ef"))
    clock = _clock(built, activity)
    begun = built.rules.microsoft and activity.actual_start is not None

    def float_of(first: dt.datetime, second: dt.datetime) -> float:
        return int(work_until(built.clocks, clock, ticks_of(second)) - work_until(built.clocks, clock, ticks_of(first))) / MINUTE

    start_float, finish_float = 0.0 if begun else float_of(es, ls), float_of(ef, lf)
    total = finish_float if begun else min(start_float, finish_float)
    free = max(0.0, min((each for each in _slacks(outgoing[activity.uid], starts, ef, float_of)), default=total))
    driven = max(under, key=lambda each: each.ef or es).uid
    return Line(
        activity.uid, activity.project, es, ef, ls, lf, total, free, start_float, finish_float,
        min(_of(under, "start")), max(_of(under, "finish")), any(each.critical for each in under), any(each.longest_path for each in under),
        Because.CHILDREN, (driven,),
    )  # fmt: skip


def _of(under: list[Line], name: str, instead: Set[str] = frozenset(), other: str = "") -> list[dt.datetime]:
    return [when for each in under if (when := getattr(each, other if each.uid in instead else name)) is not None]


def _clock(built: Built, activity: Activity) -> int:
    named = next((uid for uid in (activity.calendar, activity.effective_calendar) if uid in built.clock_of and uid is not None), None)
    held = next((each.calendar for each in built.problem.projects if each.uid == activity.project), None)
    return built.clock_of.get(named or held, 0)


def _slacks(
    links: list[Link], starts: dict[str, dt.datetime], ef: dt.datetime, float_of: Callable[[dt.datetime, dt.datetime], float]
) -> Iterator[float]:
    """What each link from the finish of a summary to the start of something leaves to it."""
    for link in links:
        held = starts.get(link.successor)
        if link.kind is LinkKind.FS and held is not None:
            yield float_of(ef, held) - (link.lag if link.unit is LagUnit.WORKING else 0)
