"""What single rules do: constraints, progress, splits, summaries, loops, and the reasons that are given."""

from __future__ import annotations

import datetime as dt

import pytest

from steerco_engine.calculations import calculation
from steerco_engine.calendars import Pattern
from steerco_engine.network import (
    Activity,
    Because,
    Constraint,
    ConstraintKind,
    Kind,
    LagUnit,
    Line,
    Link,
    LinkKind,
    Mode,
    Options,
    Progress,
    Project,
    Schedule,
    schedule,
)
from steerco_engine.network.tests.networks import START, WEEK
from steerco_engine.reasons import Fault, InputRefused

DAY = 480.0
MICROSOFT = Options(Mode.MICROSOFT_PROJECT)


def at(day: int, hour: int = 8) -> dt.datetime:
    """An hour of a day of March 2026, in which the 2nd is a Monday."""
    return dt.datetime(2026, 3, day, hour)  # noqa: DTZ001


def plan(*activities: Activity, links: tuple[Link, ...] = (), options: Options = MICROSOFT, **project: dt.datetime) -> dict[str, Line]:
    """The lines of a plan on a five-day week, by uid."""
    of = Project("", start=START, calendar="week", **project)
    around = Pattern("round", days=(((0, 1440),),) * 7)
    return {line.uid: line for line in schedule(Schedule((of,), activities, links, (WEEK, around), options)).lines}


def test_a_loop_is_refused_with_its_activities_in_order() -> None:
    links = (Link("a", "b"), Link("b", "c"), Link("c", "a"), Link("c", "d"))
    with pytest.raises(InputRefused) as refused:
        plan(*(Activity(uid, name=f"Task {uid}", duration=DAY) for uid in "abcd"), links=links)

    assert refused.value.code is Fault.CYCLE
    assert [name for name in ("Task a", "Task b", "Task c") if name not in str(refused.value)] == []
    assert "Task d" not in str(refused.value)


@pytest.mark.parametrize("duration", [-1.0, float("nan"), 1e12])
def test_a_duration_that_no_plan_has_is_refused(duration: float) -> None:
    with pytest.raises(InputRefused) as refused:
        plan(Activity("a", duration=duration))

    assert refused.value.at == "activities.0.duration"


def test_a_link_to_nowhere_is_left_out_and_said() -> None:
    problem = Schedule((Project("", start=START),), (Activity("a", duration=DAY),), (Link("gone", "a"),))
    found = schedule(problem)

    assert [(each.code, each.uid) for each in found.warnings] == [("UNKNOWN_TASK", "gone")]
    assert found.line("a").es == START


def test_mandatory_dates_hold_against_logic_and_others_do_not() -> None:
    held = Constraint(ConstraintKind.MANDATORY_START, at(3))
    soft = Constraint(ConstraintKind.START_NO_EARLIER, at(3))
    for constraint, expected in ((held, at(3)), (soft, at(9))):
        lines = plan(Activity("a", duration=5 * DAY), Activity("b", duration=DAY, constraint=constraint), links=(Link("a", "b"),))
        assert lines["b"].es == expected


def test_a_deadline_shows_negative_float_and_moves_nothing() -> None:
    lines = plan(Activity("a", duration=5 * DAY, deadline=at(4, 17)))

    assert (lines["a"].ef, lines["a"].lf, lines["a"].tf) == (at(6, 17), at(4, 17), -2 * DAY)
    assert lines["a"].critical


def test_as_late_as_possible_uses_up_free_float_in_both_modes() -> None:
    late = Constraint(ConstraintKind.AS_LATE_AS_POSSIBLE)
    activities = (Activity("a", duration=5 * DAY), Activity("b", duration=DAY, constraint=late), Activity("c", duration=DAY))
    for options in (MICROSOFT, Options()):
        lines = plan(*activities, links=(Link("a", "c"), Link("b", "c")), options=options)
        assert lines["b"].es == at(6)
        assert lines["c"].es == at(9)


def test_retained_logic_waits_and_override_does_not() -> None:
    begun = Activity("b", duration=2 * DAY, remaining=DAY, actual_start=at(2))
    activities, links = (Activity("a", duration=5 * DAY), begun), (Link("a", "b"),)
    retained = plan(*activities, links=links, options=Options(), data_date=at(3))
    override = plan(*activities, links=links, options=Options(progress=Progress.PROGRESS_OVERRIDE), data_date=at(3))

    assert (retained["b"].es, retained["b"].start) == (at(10), at(2))
    assert override["b"].es == at(3)


def test_lags_count_as_they_say() -> None:
    activities = (Activity("a", duration=5 * DAY), Activity("b", duration=DAY))
    for lag, unit, expected in ((DAY, LagUnit.WORKING, at(10)), (1440, LagUnit.ELAPSED, at(9)), (40, LagUnit.PERCENT, at(11))):
        assert plan(*activities, links=(Link("a", "b", LinkKind.FS, lag, unit),))["b"].es == expected


def test_links_on_a_summary_hold_all_that_is_under_it() -> None:
    under = (Activity("x", duration=DAY, parent="s"), Activity("y", duration=2 * DAY, parent="s"))
    links = (Link("a", "s"), Link("s", "b"))
    lines = plan(Activity("a", duration=DAY), Activity("s", kind=Kind.SUMMARY), *under, Activity("b", duration=DAY), links=links)

    assert (lines["x"].es, lines["y"].es, lines["b"].es) == (at(3), at(3), at(5))
    assert (lines["s"].es, lines["s"].ef, lines["s"].tf) == (at(3), at(4, 17), 0)
    assert lines["b"].driven_by == ("y",)


def test_a_split_keeps_its_pause_when_it_moves() -> None:
    parts = ((at(2), at(2, 17)), (at(4), at(4, 17)))
    alone = plan(Activity("b", duration=2 * DAY, splits=parts))
    behind = plan(Activity("a", duration=DAY), Activity("b", duration=2 * DAY, splits=parts), links=(Link("a", "b"),))

    assert (alone["b"].ef, behind["b"].ef) == (at(4, 17), at(5, 17))


def test_inactive_and_manual_activities_push_and_stay() -> None:
    idle = plan(Activity("a", duration=DAY, inactive=True), Activity("b", duration=DAY), links=(Link("a", "b"),))
    by_hand = Activity("b", duration=DAY, manual=True, start=at(2), finish=at(2, 17))
    fixed = plan(Activity("a", duration=2 * DAY), by_hand, links=(Link("a", "b"),))

    assert idle["b"].es == at(2)
    assert (fixed["b"].es, fixed["b"].because) == (at(2), Because.MANUAL)


def test_the_whole_chain_of_what_holds_an_activity_is_told() -> None:
    first = Activity("a", duration=DAY, constraint=Constraint(ConstraintKind.START_NO_EARLIER, at(4)))
    problem = Schedule(
        (Project("", start=START, calendar="week"),),
        (first, Activity("b", duration=DAY), Activity("c", duration=DAY)),
        (Link("a", "b"), Link("b", "c")),
        (WEEK,),
        MICROSOFT,
    )

    assert schedule(problem).held_by("c") == (("c", Because.LINK), ("b", Because.LINK), ("a", Because.CONSTRAINT))


def test_levelling_delays_count_around_the_clock() -> None:
    lines = plan(Activity("a", duration=DAY, levelling_delay=2880))

    assert (lines["a"].start, lines["a"].because) == (at(4), Because.LEVELLING)


def test_a_level_of_effort_spans_what_it_is_tied_to() -> None:
    activities = (Activity("a", duration=2 * DAY), Activity("b", duration=2 * DAY), Activity("e", kind=Kind.LEVEL_OF_EFFORT, duration=DAY))
    links = (Link("a", "b"), Link("a", "e", LinkKind.SS), Link("e", "b", LinkKind.FF))
    lines = plan(*activities, links=links, options=Options())

    assert (lines["e"].es, lines["e"].ef) == (at(2), at(5, 17))


def test_a_required_end_makes_floats_negative() -> None:
    lines = plan(Activity("a", duration=5 * DAY), options=Options(), must_finish=at(5, 17))

    assert lines["a"].tf == -DAY


def test_nothing_given_is_nothing_scheduled() -> None:
    assert schedule(Schedule((), ())).lines == ()


def test_summaries_that_lie_in_each_other_are_refused() -> None:
    plan = Schedule((Project("", start=START),), (Activity("A", parent="B"), Activity("B", parent="C"), Activity("C", parent="B")))
    with pytest.raises(InputRefused, match="B → C → B") as refusal:
        schedule(plan)
    assert refusal.value.code is Fault.CYCLE


def test_it_is_asked_from_outside() -> None:
    given: dict[str, list[dict[str, object]]] = {
        "projects": [{"uid": "P", "start": "2026-03-02T08:00"}],
        "activities": [{"uid": "A", "project": "P", "duration": 480}],
    }
    told = calculation("schedule").answer({"problem": given})
    assert told["result"]["lines"][0]["ef"] == "2026-03-02T16:00:00"
    given["activities"][0]["parent"] = "A"
    assert calculation("schedule").answer({"problem": given})["error"]["code"] == "CYCLE"
