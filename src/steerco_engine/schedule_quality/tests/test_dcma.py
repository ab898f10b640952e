"""The 14 checks: one plan that fails each, the worked example of the domain, what can't be assessed, what is refused."""

from __future__ import annotations

import datetime as dt
import doctest
import importlib
import pkgutil
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings, strategies as st

from steerco_engine import schedule_quality
from steerco_engine.calculations import calculation
from steerco_engine.exchange import plain
from steerco_engine.reasons import InputRefused, Unassessed
from steerco_engine.schedule_quality import (
    ActivityKind,
    ActivityState,
    CheckedActivity,
    CheckedLink,
    CheckedSchedule,
    HeldDate,
    Hold,
    LinkType,
    dcma14,
)
from steerco_engine.schedule_quality.advice import TO_DO
from steerco_engine.schedule_quality.tests.plans import PLANS, STATUS, clean, with_tasks


def test_the_clean_plan_passes_all() -> None:
    found = dcma14(clean())
    assert found.failed == ()
    assert (found.passed, found.assessed) == (13, 13)
    assert not any(each.offenders for each in found.checks)
    assert found.beside.links_per_task == 1.0
    assert found.beside.out_of_sequence == found.beside.without_baseline == found.beside.held == ()


@pytest.mark.parametrize("number", PLANS)
def test_one_plan_fails_one_check(number: int) -> None:
    found = dcma14(PLANS[number]())
    assert found.failed == (() if number == 10 else (number,))
    assert [each.number for each in found.checks if each.offenders and not each.passed] == [number]
    offenders = found.checks[number - 1].offenders
    assert offenders
    assert all(each.activity and each.found and each.to_do == TO_DO[each.code] for each in offenders)
    if number == 10:
        assert found.checks[9].passed is None
        assert found.checks[9].value == 0.05


def of_the_domain() -> CheckedSchedule:
    """240 incomplete tasks, 400 links, as domain.md §6.7 counts them."""
    before, after = STATUS - dt.timedelta(days=7), STATUS + dt.timedelta(days=7)
    tasks = []
    for n in range(1, 241):
        total = 60.0 if n <= 19 else -3.0 if n <= 23 else 5.0
        due = n <= 10
        tasks.append(CheckedActivity(
            f"I{n}", 0.5 if n > 180 else 12.0, total_float=total, start=before if n <= 2 else after, finish=after,
            baseline_finish=before if due else after, baseline_duration=50.0 if n <= 9 else 12.0, critical=n == 24,
            resources=0 if n <= 12 else 1, constraints=(HeldDate(Hold.FNLT, after),) if n <= 6 else (),
        ))  # fmt: skip
    done = [
        CheckedActivity(
            f"C{n}",
            5.0,
            state=ActivityState.COMPLETE,
            actual_finish=STATUS if n <= 4 else before,
            baseline_finish=before,
            baseline_duration=5.0,
        )
        for n in range(1, 151)
    ]
    pairs = [(n, n + 1) for n in range(1, 229)] + [(229, 240)] + [(1, n) for n in range(230, 240)] + [(n, n + 2) for n in range(1, 162)]
    lags = [-1.0] * 3 + [2.0] * 18
    links = tuple(
        CheckedLink(f"I{a}", f"I{b}", LinkType.SS if place >= 366 else LinkType.FS, lags[place] if place < 21 else 0.0)
        for place, (a, b) in enumerate(pairs)
    )
    return CheckedSchedule(
        (*tasks, *done), STATUS, links, project_start="I1", project_finish="I240", finish=after, critical_path_length=120, finish_float=-10,
        test_movement=600,
    )  # fmt: skip


def test_the_worked_example_of_the_domain() -> None:
    found = dcma14(of_the_domain())
    told = [(each.numerator, each.denominator, each.passed) for each in found.checks]
    assert told == [
        (10, 240, True), (3, 400, False), (18, 400, True), (366, 400, True), (6, 240, True), (19, 240, False), (4, 240, False),
        (9, 240, True), (2, 390, False), (12, 180, None), (14, 160, False), (600, 600, True), (110, 120, False), (150, 160, False),
    ]  # fmt: skip
    assert (found.passed, found.assessed) == (6, 13)
    values = [round(100 * (each.value or 0), 2) for each in found.checks]
    assert values[:8] == [4.17, 0.75, 4.5, 91.5, 2.5, 7.92, 1.67, 3.75]
    assert (values[9], values[10], values[12], values[13]) == (6.67, 8.75, 91.67, 93.75)
    assert found.stops_baseline == (2, 7, 9)
    assert found.stops_simulation == (7,)
    better = dcma14(replace(of_the_domain(), critical_path_length=200, finish_float=8)).checks[12]
    assert better.value == 1.04


def test_limits_belong_to_the_better_side() -> None:
    assert dcma14(with_tasks(T8={"total_float": 44.0}, T9={"total_float": 44.0})).failed == ()
    assert dcma14(with_tasks(T8={"baseline_duration": 44.0}, T9={"baseline_duration": 44.0})).failed == ()
    assert dcma14(with_tasks(T8={"total_float": 45.0})).checks[5].value == 0.05
    assert dcma14(with_tasks(T8={"total_float": 45.0})).failed == ()
    assert dcma14(replace(clean(), critical_path_length=100.0, finish_float=-5.0)).failed == ()


def test_what_cannot_be_assessed_is_no_pass() -> None:
    empty = dcma14(CheckedSchedule((), STATUS))
    assert {each.reason for each in empty.checks if each.number != 13} == {Unassessed.NO_POPULATION}
    assert (empty.passed, empty.assessed, empty.failed) == (0, 0, ())
    bare = dcma14(CheckedSchedule((CheckedActivity("A", 5.0),), STATUS))
    reasons = {each.number: each.reason for each in bare.checks if each.reason}
    assert reasons == {
        2: Unassessed.NO_POPULATION, 3: Unassessed.NO_POPULATION, 4: Unassessed.NO_POPULATION, 6: Unassessed.NO_DATA, 7: Unassessed.NO_DATA,
        8: Unassessed.NO_BASELINE, 9: Unassessed.NO_DATA, 11: Unassessed.NO_BASELINE, 12: Unassessed.NO_DATA, 13: Unassessed.NO_DATA,
        14: Unassessed.NO_BASELINE,
    }  # fmt: skip
    assert all(each.why for each in bare.checks if each.reason)
    late = dcma14(replace(clean(), finish=STATUS - dt.timedelta(days=30)))
    assert late.checks[12].reason is Unassessed.PLAN_DATE_PASSED


def test_who_is_not_counted() -> None:
    plan = clean()
    others = tuple(
        replace(plan.activities[7], id=f"X{place}", total_float=-9.0, resources=0, **change)
        for place, change in enumerate([
            {"kind": ActivityKind.SUMMARY}, {"kind": ActivityKind.LEVEL_OF_EFFORT}, {"state": ActivityState.CANCELLED},
        ])
    )  # fmt: skip
    found = dcma14(replace(plan, activities=plan.activities + others))
    assert found.failed == ()
    assert [each.denominator for each in found.checks] == [each.denominator for each in dcma14(plan).checks]
    margin = with_tasks(T8={"baseline_duration": 90.0, "margin": True}, T9={"baseline_duration": 90.0, "margin": True})
    assert dcma14(margin).checks[7].denominator == 18


def test_milestones_count_in_logic_alone() -> None:
    plan = clean()
    lost = CheckedActivity(
        "M", 0.0, kind=ActivityKind.MILESTONE, total_float=-4.0, start=plan.activities[8].start, finish=plan.activities[8].start
    )
    found = dcma14(replace(plan, activities=(*plan.activities, lost, replace(lost, id="M2"))))
    assert found.failed == (1,)
    assert [each.code for each in found.checks[0].offenders] == ["NO_LINKS", "NO_LINKS"]
    assert found.checks[0].denominator == 22


def test_a_cost_is_as_good_as_a_resource() -> None:
    assert not dcma14(with_tasks(T8={"resources": 0, "cost": Decimal(5)})).checks[9].offenders


def test_progress_out_of_sequence_and_dangling_ends_are_shown() -> None:
    plan = with_tasks(T6={"actual_start": STATUS, "state": ActivityState.IN_PROGRESS})
    links = tuple(replace(each, kind=LinkType.SS) if each.successor == "T11" else each for each in plan.links)
    found = dcma14(replace(plan, links=links)).beside
    assert found.out_of_sequence == ("T6",)
    assert found.dangling == ("T10", "T24")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"links": (CheckedLink("T1", "T99"),)}, "T99"),
        ({"activities": (CheckedActivity("A", 1), CheckedActivity("A", 2))}, "twice"),
        ({"activities": (CheckedActivity("A", -1),), "links": ()}, "zero or more"),
        ({"activities": (CheckedActivity("A", float("nan")),), "links": ()}, "zero or more"),
        ({"links": (CheckedLink("T1", "T2", lag=float("inf")),)}, "number of working days"),
        ({"links": (CheckedLink("T5", "T6"), CheckedLink("T6", "T5"))}, "loop"),
    ],
)
def test_what_is_no_schedule_is_refused(change: dict[str, object], said: str) -> None:
    with pytest.raises(InputRefused, match=said):
        dcma14(replace(clean(), **change))  # type: ignore[arg-type]


def test_it_is_asked_from_outside_and_gives_its_reasons() -> None:
    given = plain(of_the_domain(), derived=False)
    told = calculation("dcma14").answer({"schedule": given})
    assert told["result"]["words"] == "6 of 13 checks that could be assessed passed"
    assert told["result"]["checks"][1]["offenders"][0]["to_do"] == TO_DO["LEAD"]
    bare = calculation("dcma14").answer({"schedule": {"activities": [], "status_at": "2026-02-27T17:00"}})
    assert {each["message"] for each in bare["reasons"]} == {"there is nothing to count", "the schedule does not say it"}


@given(st.lists(st.tuples(st.floats(0, 90), st.floats(-50, 90), st.integers(0, 3), st.booleans()), max_size=12), st.randoms())
@settings(max_examples=60, deadline=None)
def test_counts_stay_within_their_population(rows: list[tuple[float, float, int, bool]], chance: object) -> None:
    tasks = tuple(
        CheckedActivity(f"A{n}", days, total_float=total, state=list(ActivityState)[state], resources=int(held), baseline_duration=days)
        for n, (days, total, state, held) in enumerate(rows)
    )
    links = tuple(CheckedLink(f"A{n}", f"A{n + 1}", lag=total) for n, (_d, total, *_r) in enumerate(rows[:-1]))
    for check in dcma14(CheckedSchedule(tasks, STATUS, links)).checks:
        if check.value is None:
            assert check.reason
            assert check.passed is None
        elif check.number < 12:
            assert 0 <= (check.numerator or 0) <= (check.denominator or 0)
            assert check.number == 4 or len(check.offenders) == check.numerator


@pytest.mark.parametrize("name", ["dcma", "days"])
def test_examples_run(name: str) -> None:
    assert name in {each.name for each in pkgutil.iter_modules(schedule_quality.__path__)}
    result = doctest.testmod(importlib.import_module(f"steerco_engine.schedule_quality.{name}"))
    assert result.failed == 0
    assert result.attempted > 0
