"""A plan that passes every check, and fourteen that fail one each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from steerco_engine.schedule_quality import (
    ActivityState,
    CheckedActivity,
    CheckedLink,
    CheckedSchedule,
    HeldDate,
    Hold,
    LinkType,
)

MONDAY, STATUS = dt.datetime.fromisoformat("2026-01-05T08:00"), dt.datetime.fromisoformat("2026-02-27T17:00")
Change = dict[str, object]


def chained(number: int) -> CheckedActivity:
    """The n-th of 24 tasks of two weeks each, one after the other; four are complete at the status date."""
    start = MONDAY + dt.timedelta(weeks=2 * (number - 1))
    finish = start + dt.timedelta(days=11, hours=9)
    done = number <= 4
    return CheckedActivity(
        f"T{number}", 10.0, state=ActivityState.COMPLETE if done else ActivityState.NOT_STARTED, total_float=0.0,
        start=start, finish=finish,
        actual_start=start if done else None, actual_finish=finish if done else None, baseline_start=start, baseline_finish=finish,
        baseline_duration=10.0, resources=1, critical=True,
    )  # fmt: skip


def clean() -> CheckedSchedule:
    """The plan that passes."""
    tasks = tuple(chained(number) for number in range(1, 25))
    return CheckedSchedule(tasks, STATUS, tuple(CheckedLink(f"T{n}", f"T{n + 1}") for n in range(1, 24)))


def with_tasks(**changes: Change) -> CheckedSchedule:
    plan = clean()
    return replace(plan, activities=tuple(replace(each, **changes.get(each.id, {})) for each in plan.activities))  # type: ignore[arg-type]


def with_links(change: Change, *successors: str) -> CheckedSchedule:
    plan = clean()
    changed = tuple(replace(each, **change) if each.successor in successors else each for each in plan.links)  # type: ignore[arg-type]
    return replace(plan, links=changed)


def with_sides(total_float: float, joined: bool) -> CheckedSchedule:
    """Two more tasks beside T6, with or without a successor."""
    plan = clean()
    sides = tuple(replace(chained(6), id=name, total_float=total_float, critical=False) for name in ("S1", "S2"))
    links = tuple(CheckedLink("T5", side.id) for side in sides) + (tuple(CheckedLink(side.id, "T24") for side in sides) if joined else ())
    return replace(plan, activities=plan.activities + sides, links=plan.links + links)


def never_baselined() -> CheckedSchedule:
    return with_tasks(T9={"baseline_start": None, "baseline_finish": None})


PLANS: dict[int, Callable[[], CheckedSchedule]] = {
    1: lambda: with_sides(10.0, joined=False),
    2: lambda: with_links({"lag": -1.0}, "T6"),
    3: lambda: with_links({"lag": 2.0}, "T6", "T7"),
    4: lambda: with_links({"kind": LinkType.FF}, "T8", "T9", "T10"),
    5: lambda: with_tasks(T8={"constraints": (HeldDate(Hold.SNLT, STATUS),)}, T9={"constraints": (HeldDate(Hold.FNLT, STATUS),)}),
    6: lambda: with_sides(45.0, joined=True),
    7: lambda: with_tasks(T8={"total_float": -1.0}),
    8: lambda: with_tasks(T8={"baseline_duration": 45.0}, T9={"baseline_duration": 60.0}),
    9: lambda: with_tasks(T5={"start": STATUS - dt.timedelta(days=1)}),
    10: lambda: with_tasks(T8={"resources": 0}),
    11: lambda: with_tasks(T4={"baseline_finish": STATUS - dt.timedelta(days=1)}),
    12: lambda: with_tasks(T8={"constraints": (HeldDate(Hold.MSO, chained(8).start),)}),
    13: lambda: replace(clean(), baseline_finish=chained(23).finish, finish_float=-30.0),
    14: never_baselined,
}
"""By the number of the check that fails (10: the one that informs); all others pass."""
