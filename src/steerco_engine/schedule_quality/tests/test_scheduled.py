"""The picture that the checks look at, made from a problem and its schedule."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from steerco_engine.calendars import Pattern
from steerco_engine.network import Activity, Constraint, ConstraintKind, Kind, Link, LinkKind, Project, Schedule
from steerco_engine.network.scheduling import schedule
from steerco_engine.reasons import InputRefused
from steerco_engine.schedule_quality import ActivityKind, ActivityState, Baselined, Hold, LinkType, checked_schedule, dcma14
from steerco_engine.uncertainty import risk_network

START = dt.datetime.fromisoformat("2026-03-02T08:00")
WEEK = Pattern("week", days=(((480, 720), (780, 1020)),) * 5 + ((), ()))
DAY = 480.0


def plan(*more: Activity) -> Schedule:
    activities = (
        Activity("A", "P", name="Dig", duration=5 * DAY), Activity("B", "P", duration=3 * DAY, remaining=2 * DAY),
        Activity("M", "P", kind=Kind.FINISH_MILESTONE), *more,
    )  # fmt: skip
    links = (Link("A", "B", lag=DAY), Link("B", "M", LinkKind.FF))
    return Schedule((Project("P", start=START, calendar="week"),), activities, links, (WEEK,))


def test_minutes_become_days_and_kinds_states_and_links_are_taken_over() -> None:
    held = Constraint(ConstraintKind.MANDATORY_FINISH, START + dt.timedelta(days=30))
    problem = plan(Activity("X", "P", duration=DAY, inactive=True, constraint=held), Activity("S", "P", kind=Kind.SUMMARY))
    seen = checked_schedule(
        problem, schedule(problem), baselines={"A": Baselined(START, START, 4 * DAY, margin=True)}, costs={"B": Decimal(7)}
    )
    known = {each.id: each for each in seen.activities}
    assert (known["A"].name, known["A"].duration, known["A"].baseline_duration, known["A"].margin) == ("Dig", 5.0, 4.0, True)
    assert (known["B"].remaining, known["B"].cost, known["B"].baseline_finish) == (2.0, Decimal(7), None)
    assert (known["M"].kind, known["S"].kind) == (ActivityKind.MILESTONE, ActivityKind.SUMMARY)
    assert (known["X"].state, known["X"].constraints[0].kind) == (ActivityState.CANCELLED, Hold.MFO)
    assert [(each.kind, each.lag) for each in seen.links] == [(LinkType.FS, 1.0), (LinkType.FF, 0.0)]
    assert seen.status_at == START


def test_the_scheduler_itself_does_the_critical_path_test() -> None:
    problem = plan()
    seen = checked_schedule(problem, schedule(problem), reschedule=schedule)
    assert (seen.test_activity, seen.test_movement) == ("A", 600.0)
    assert dcma14(seen).checks[11].passed
    pinned = Constraint(ConstraintKind.MANDATORY_START, dt.datetime.fromisoformat("2026-03-10T08:00"))
    held = replace(problem, activities=tuple(replace(each, constraint=pinned) if each.uid == "B" else each for each in problem.activities))
    broken = dcma14(checked_schedule(held, schedule(held), reschedule=schedule)).checks[11]
    assert (broken.passed, broken.offenders[0].activity) == (False, "A")


def test_one_project_of_several_is_looked_at_alone() -> None:
    other = Activity("O", "Q", duration=DAY)
    both = Schedule((Project("P", start=START), Project("Q", start=START)), (*plan().activities, other), (Link("A", "O"),), (WEEK,))
    seen = checked_schedule(both, schedule(both), project="Q")
    assert ([each.id for each in seen.activities], seen.links) == (["O"], ())


def test_a_project_that_is_not_there_is_refused() -> None:
    for problem, asked in ((plan(), "Z"), (Schedule((), ()), None)):
        told = schedule(plan())
        for reading in (checked_schedule, risk_network):
            with pytest.raises(InputRefused) as refusal:
                reading(problem, told, project=asked)
            assert (refusal.value.code, refusal.value.at) == ("OUT_OF_RANGE", "project")
