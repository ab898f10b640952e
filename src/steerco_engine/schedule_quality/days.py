"""Working days between two instants over a week with holidays, and the effect of a delay on the finish of a network."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from steerco_engine.reasons import Fault, InputRefused
from steerco_engine.schedule_quality.snapshot import CheckedActivity, CheckedLink, CheckedSchedule, Hold, LinkType, WorkingWeek

ADDED = 600.0
"""Working days that the critical path test adds."""


def days_between(start: dt.datetime, end: dt.datetime, week: WorkingWeek) -> float:
    """Whole working days after the day of `start` up to the day of `end`; negative when `end` lies before.

    Examples
    --------
    >>> friday, monday = dt.datetime(2026, 3, 6, 17), dt.datetime(2026, 3, 9, 17)
    >>> days_between(friday, monday, WorkingWeek()), days_between(monday, friday, WorkingWeek())
    (1.0, -1.0)
    """
    first, last, sign = start.date(), end.date(), 1.0
    if last < first:
        first, last, sign = last, first, -1.0
    days, worked = (last - first).days, frozenset(week.weekdays)
    weeks, rest = divmod(days, 7)
    count = weeks * len(worked) + sum((first.weekday() + step) % 7 in worked for step in range(1, rest + 1))
    count -= sum(first < holiday <= last and holiday.weekday() in worked for holiday in week.holidays)
    return sign * count


def movement_of_finish(schedule: CheckedSchedule, tested: str) -> float:
    """Working days by which the finish moves when `ADDED` days are added to what is left of an activity.

    A pass over what is left, in working days from the status date: links by domain.md §6.3, dates that push, and dates that pin.
    """
    known = {each.id: each for each in schedule.activities}
    order = in_order(known, schedule.links)
    before = _finish(schedule, known, order, {})
    return _finish(schedule, known, order, {tested: ADDED}) - before


def in_order(known: Mapping[str, CheckedActivity], links: tuple[CheckedLink, ...]) -> list[str]:
    """The activities so that predecessors come first; raises `InputRefused` with the loop where there is one."""
    waits: dict[str, int] = dict.fromkeys(known, 0)
    after: dict[str, list[str]] = {name: [] for name in known}
    for link in links:
        waits[link.successor] += 1
        after[link.predecessor].append(link.successor)
    ready = [name for name, count in waits.items() if not count]
    for name in ready:
        for successor in after[name]:
            waits[successor] -= 1
            if not waits[successor]:
                ready.append(successor)
    if len(ready) < len(known):
        raise InputRefused(Fault.CYCLE, "links", f"make a loop: {' → '.join(_loop(waits, after))}")
    return ready


def _loop(waits: Mapping[str, int], after: Mapping[str, list[str]]) -> list[str]:
    left = {name for name, count in waits.items() if count}
    before = {name: [other for other in left if name in after[other]] for name in left}
    trail = [min(left)]
    while (back := before[trail[-1]][0]) not in trail:
        trail.append(back)
    loop = [*trail[trail.index(back) :], back]
    return loop[::-1]


def _finish(schedule: CheckedSchedule, known: Mapping[str, CheckedActivity], order: list[str], added: Mapping[str, float]) -> float:
    coming: dict[str, list[CheckedLink]] = {name: [] for name in known}
    for link in schedule.links:
        if known[link.predecessor].open:
            coming[link.successor].append(link)
    start: dict[str, float] = {}
    end: dict[str, float] = {}
    for name in order:
        activity = known[name]
        if not activity.open:
            continue
        lasts = activity.left + added.get(name, 0.0)
        early = max([0.0, *(_pushed(link, start, end, lasts) for link in coming[name])])
        start[name] = _held(activity, schedule, early, lasts)
        end[name] = start[name] + lasts
    return max(end.values(), default=0.0)


def _pushed(link: CheckedLink, start: Mapping[str, float], end: Mapping[str, float], lasts: float) -> float:
    """The earliest start that a link allows."""
    begun = start if link.kind in (LinkType.SS, LinkType.SF) else end
    return begun[link.predecessor] + link.lag - (lasts if link.kind in (LinkType.FF, LinkType.SF) else 0.0)


def _held(activity: CheckedActivity, schedule: CheckedSchedule, early: float, lasts: float) -> float:
    """The start after dates have pushed or pinned it; a date to keep at the latest pushes nothing."""
    for held in activity.constraints:
        if held.at is None:
            continue
        at = days_between(schedule.status_at, held.at, schedule.week)
        to_start = at - lasts if held.kind in (Hold.FNET, Hold.MFO) else at - 1
        if held.kind in (Hold.MSO, Hold.MFO):
            return to_start
        if held.kind in (Hold.SNET, Hold.FNET):
            early = max(early, to_start)
    return early
